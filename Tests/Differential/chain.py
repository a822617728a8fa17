#!/usr/bin/env python3
"""Writes a chain over all forks that the execution specification made: genesis.json, chain.rlp and head.json,
two blocks a fork or more. Transactions and contracts are those of generate.py; difficulty, base fee, blob gas
and all roots are the specification's. The merge comes by terminal total difficulty.

    pip install ethereum-execution==2.20.0
    Tests/Differential/chain.py --out chain --seed 1
    cairn-evm import --genesis chain/genesis.json --data ledger chain/chain.rlp

With `--program` the import is done here, and its head compared: exits 1 when it is another.
"""

import argparse
import contextlib
import io
import json
import logging
import os
import subprocess
import sys
import tempfile

import generate
from differential import sign_authorization

sys.setrecursionlimit(60_000)
BLOCK_FORKS = {
    "Homestead": ["homesteadBlock"], "EIP150": ["eip150Block"], "EIP158": ["eip155Block", "eip158Block"],
    "Byzantium": ["byzantiumBlock"], "ConstantinopleFix": ["constantinopleBlock", "petersburgBlock"],
    "Istanbul": ["istanbulBlock"], "Berlin": ["berlinBlock"], "London": ["londonBlock"],
}
TIME_FORKS = {"Shanghai": "shanghaiTime", "Cancun": "cancunTime", "Prague": "pragueTime", "Osaka": "osakaTime"}
EMPTY_OMMERS = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"
GENESIS_TIME, SECONDS = 1000, 12


def raw(text):
    return bytes.fromhex(text[2:])


def quantity(value):
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


class Specification:
    def __init__(self):
        from ethereum_spec_tools.evm_tools import create_parser
        from ethereum_spec_tools.evm_tools.t8n import T8N, ForkCache
        logging.disable(logging.CRITICAL)
        self.T8N, self.cache, self.parser = T8N, ForkCache(), create_parser()
        self.folder = tempfile.mkdtemp()

    def run(self, fork, block):
        arguments = [
            "t8n", "--input.alloc=stdin", "--input.env=stdin", "--input.txs=stdin", "--output.alloc=stdout",
            "--output.result=stdout", "--output.body=stdout", "--output.basedir=" + self.folder,
            "--state.fork=" + fork, "--state.chainid=1",
        ]
        output = io.StringIO()
        with contextlib.redirect_stderr(io.StringIO()):
            self.T8N(
                self.parser.parse_args(arguments), output, io.StringIO(json.dumps(block)), self.cache).run()
        return json.loads(output.getvalue())

    @staticmethod
    def state_root(alloc):
        from ethereum.forks.frontier.fork_types import Account
        from ethereum.forks.frontier.state import State, set_account, set_storage, state_root
        from ethereum_types.bytes import Bytes20, Bytes32
        from ethereum_types.numeric import U256, Uint
        state = State()
        for address, fields in alloc.items():
            key = Bytes20(raw(address))
            set_account(state, key, Account(
                nonce=Uint(int(fields["nonce"], 16)), balance=U256(int(fields["balance"], 16)),
                code=raw(fields["code"])))
            for slot, value in fields["storage"].items():
                set_storage(state, key, Bytes32(raw(slot)), U256(int(value, 16)))
        return "0x" + state_root(state).hex()


class Chain:
    def __init__(self, seed, blocks_a_fork, transactions):
        self.specification, self.transactions = Specification(), transactions
        self.makers = {fork: generate.Blocks(seed, fork) for fork in generate.FORKS}
        for maker in self.makers.values():
            maker.spoil = lambda tx, key: None
            maker.sign_authorization = sign_authorization
        nonces = {key: 0 for key in generate.KEYS}
        for maker in self.makers.values():
            maker.nonces = nonces
        self.nonces, self.alloc = nonces, self.makers["Osaka"].alloc()
        self.schedule = [fork for fork in generate.FORKS for _ in range(blocks_a_fork)]
        self.genesis_alloc = dict(self.alloc)
        self.header = {
            "parentHash": "0x" + "00" * 32, "difficulty": 0x20000, "number": 0, "gasLimit": 30_000_000, "gasUsed": 0,
            "timestamp": GENESIS_TIME, "stateRoot": self.specification.state_root(self.alloc),
            "txRoot": None, "receiptsRoot": None, "logsBloom": "0x" + "00" * 256, "extraData": "0x6361697221",
            "coinbase": "0x" + "00" * 20, "mixHash": "0x" + "00" * 32,
        }
        self.total = self.header["difficulty"]
        self.hash, self.encoded = self.hash_of(self.header), []
        self.hashes = {0: self.hash}

    def hash_of(self, header):
        from ethereum.crypto.hash import keccak256
        return "0x" + keccak256(self.encode(header)).hex()

    @staticmethod
    def encode(header):
        from ethereum_rlp import rlp
        empty = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"
        fields = [
            raw(header["parentHash"]), raw(EMPTY_OMMERS), raw(header["coinbase"]), raw(header["stateRoot"]),
            raw(header["txRoot"] or empty), raw(header["receiptsRoot"] or empty), raw(header["logsBloom"]),
            quantity(header["difficulty"]), quantity(header["number"]), quantity(header["gasLimit"]),
            quantity(header["gasUsed"]), quantity(header["timestamp"]), raw(header["extraData"]),
            raw(header["mixHash"]), bytes(8),
        ]
        if "baseFee" in header:
            fields.append(quantity(header["baseFee"]))
        if "withdrawalsRoot" in header:
            fields.append(raw(header["withdrawalsRoot"]))
        if "excessBlobGas" in header:
            fields += [quantity(header["blobGasUsed"]), quantity(header["excessBlobGas"]), raw(header["beaconRoot"])]
        if "requestsHash" in header:
            fields.append(raw(header["requestsHash"]))
        return rlp.encode(fields)

    def env(self, fork, number):
        parent, rng = self.header, self.makers[fork].rng
        env = {
            "currentCoinbase": generate.COINBASE, "currentNumber": hex(number),
            "currentGasLimit": hex(60_000_000 if generate.at_least(fork, "London") else 30_000_000),
            "currentTimestamp": hex(parent["timestamp"] + SECONDS), "parentTimestamp": hex(parent["timestamp"]),
            "parentDifficulty": hex(parent["difficulty"]), "parentUncleHash": EMPTY_OMMERS, "ommers": [],
            "blockHashes": {hex(n): h for n, h in self.hashes.items()},
        }
        if generate.at_least(fork, "Paris"):
            env["currentRandom"], env["currentDifficulty"] = "0x%064x" % rng.getrandbits(256), "0x0"
        if generate.at_least(fork, "London"):
            if "baseFee" in parent:
                env["parentBaseFee"], env["parentGasUsed"] = hex(parent["baseFee"]), hex(parent["gasUsed"])
                env["parentGasLimit"] = hex(parent["gasLimit"])
            else:
                env["currentBaseFee"] = hex(10**9)
        if generate.at_least(fork, "Shanghai"):
            env["withdrawals"] = [
                {"index": hex(number), "validatorIndex": "0x1", "amount": hex(rng.choice([0, 1, 10**9])),
                 "address": rng.choice(generate.CONTRACTS)} for _ in range(rng.randrange(3))]
        if generate.at_least(fork, "Cancun"):
            env["parentBeaconBlockRoot"] = "0x%064x" % rng.getrandbits(256)
            env["parentExcessBlobGas"] = hex(parent.get("excessBlobGas", 0))
            env["parentBlobGasUsed"] = hex(parent.get("blobGasUsed", 0))
            if "excessBlobGas" not in parent:
                env["currentExcessBlobGas"] = "0x0"
        return env

    def make_transactions(self, fork):
        txs, blobs = [], 0
        for _ in range(self.transactions):
            tx = self.makers[fork].transaction()
            blobs += len(tx.get("blobVersionedHashes", []))
            if blobs > 6 and "blobVersionedHashes" in tx:
                continue
            tx["gas"] = hex(max(500_000, int(tx["gas"], 16)))
            if "gasPrice" in tx:
                tx["gasPrice"] = hex(3 * 10**9)
            else:
                tx["maxFeePerGas"] = hex(3 * 10**9)
            key = int(tx["secretKey"], 16)
            tx["nonce"], tx["protected"] = hex(self.nonces[key]), generate.at_least(fork, "EIP158")
            self.nonces[key] += 1
            txs.append(tx)
        return txs

    def sweep(self, fork):
        """Calls to the empty accounts that forks before EIP-161 left, which remove them, as was done on the main
        chain: the specification takes no state with such accounts after the merge."""
        if not generate.at_least(fork, "EIP158") or generate.at_least(fork, "Paris"):
            return []
        txs = []
        for address, account in self.alloc.items():
            if int(account["nonce"], 16) or int(account["balance"], 16) or account["code"] != "0x":
                continue
            key = generate.KEYS[0]
            txs.append({
                "type": "0x0", "nonce": hex(self.nonces[key]), "gas": "0x186a0", "gasPrice": hex(3 * 10**9),
                "value": "0x0", "input": "0x", "to": address, "secretKey": "0x%064x" % key, "chainId": "0x1",
                "protected": True, "v": "0x0", "r": "0x0", "s": "0x0"})
            self.nonces[key] += 1
        return txs

    def append(self, fork):
        number = self.header["number"] + 1
        env, txs = self.env(fork, number), self.sweep(fork) + self.make_transactions(fork)
        while True:
            answer = self.specification.run(fork, {"alloc": self.alloc, "env": env, "txs": txs})
            rejected = {entry["index"] for entry in answer["result"]["rejected"]}
            if not rejected:
                break
            # Those behind a refused one of the same sender have a nonce too much.
            txs = txs[:min(rejected)]
        result = answer["result"]
        header = {
            "parentHash": self.hash, "coinbase": generate.COINBASE, "stateRoot": result["stateRoot"],
            "txRoot": result["txRoot"], "receiptsRoot": result["receiptsRoot"], "logsBloom": result["logsBloom"],
            "difficulty": int(result.get("currentDifficulty") or "0x0", 16), "number": number,
            "gasLimit": int(env["currentGasLimit"], 16), "gasUsed": int(result["gasUsed"], 16),
            "timestamp": int(env["currentTimestamp"], 16), "extraData": "0x",
            "mixHash": env.get("currentRandom", "0x" + "00" * 32),
        }
        if generate.at_least(fork, "London"):
            header["baseFee"] = int(result["currentBaseFee"], 16)
        if generate.at_least(fork, "Shanghai"):
            header["withdrawalsRoot"] = result["withdrawalsRoot"]
        if generate.at_least(fork, "Cancun"):
            header["excessBlobGas"] = int(result["currentExcessBlobGas"], 16)
            header["blobGasUsed"] = 131072 * sum(len(tx.get("blobVersionedHashes", [])) for tx in txs)
            header["beaconRoot"] = env["parentBeaconBlockRoot"]
        if generate.at_least(fork, "Prague"):
            header["requestsHash"] = result["requestsHash"]
        self.keep(header, answer, env, txs)

    def keep(self, header, answer, env, txs):
        from ethereum_rlp import rlp
        # The tool writes lists of fields; a block has typed transactions as strings of type and list.
        kinds = [int(tx["type"], 16) for tx in txs]
        body = [
            bytes([kind]) + rlp.encode(fields) if kind else fields
            for kind, fields in zip(kinds, rlp.decode(raw(answer["body"])), strict=True)]
        parts = [rlp.decode(self.encode(header)), body, []]
        if "withdrawalsRoot" in header:
            parts.append([
                [quantity(int(w["index"], 16)), quantity(int(w["validatorIndex"], 16)), raw(w["address"]),
                 quantity(int(w["amount"], 16))] for w in env["withdrawals"]])
        self.encoded.append(rlp.encode(parts))
        self.header, self.hash, self.alloc = header, self.hash_of(header), answer["alloc"]
        self.hashes[header["number"]] = self.hash
        self.total += header["difficulty"]
        for key in generate.KEYS:
            account = self.alloc.get(generate.address_of(key), {})
            self.nonces[key] = int(account.get("nonce") or "0x0", 16)
        self.alloc = {address: self.whole(account) for address, account in self.alloc.items()}

    @staticmethod
    def whole(account):
        return {
            "nonce": account.get("nonce") or "0x0", "balance": account.get("balance") or "0x0",
            "code": account.get("code") or "0x", "storage": account.get("storage") or {}}

    def build(self):
        config = {"chainId": 1}
        previous = None
        for fork in self.schedule:
            number = self.header["number"] + 1
            if fork != previous:
                for name in BLOCK_FORKS.get(fork, []):
                    config[name] = number
                if fork == "Paris":
                    config["terminalTotalDifficulty"] = self.total
                    config["mergeNetsplitBlock"] = number
                if fork in TIME_FORKS:
                    config[TIME_FORKS[fork]] = self.header["timestamp"] + SECONDS
                previous = fork
            self.append(fork)
        config["depositContractAddress"] = "0x00000000219ab540356cbb839cbe05303d7705fa"
        config["blobSchedule"] = {
            "cancun": {"target": 3, "max": 6, "baseFeeUpdateFraction": 3338477},
            "prague": {"target": 6, "max": 9, "baseFeeUpdateFraction": 5007716},
            "osaka": {"target": 6, "max": 9, "baseFeeUpdateFraction": 5007716}}
        return config

    def genesis(self, config):
        return {
            "config": config, "nonce": "0x0", "timestamp": hex(GENESIS_TIME), "extraData": "0x6361697221",
            "gasLimit": hex(30_000_000), "difficulty": "0x20000", "mixHash": "0x" + "00" * 32,
            "coinbase": "0x" + "00" * 20, "alloc": self.genesis_alloc}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", required=True, help="an existing folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blocks", type=int, default=2, help="blocks of each fork")
    parser.add_argument("--transactions", type=int, default=8, help="transactions in a block")
    parser.add_argument("--program", help="cairn-evm, to import what was made")
    options = parser.parse_args()
    chain = Chain(options.seed, options.blocks, options.transactions)
    config = chain.build()
    path = lambda name: os.path.join(options.out, name)
    with open(path("genesis.json"), "w") as file:
        json.dump(chain.genesis(config), file, indent=1)
    with open(path("chain.rlp"), "wb") as file:
        file.write(b"".join(chain.encoded))
    head = {"number": chain.header["number"], "hash": chain.hash, "genesis": chain.hashes[0]}
    with open(path("head.json"), "w") as file:
        json.dump(head, file)
    print(json.dumps(head))
    if options.program:
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.run(
                [options.program, "import", "--json", "--genesis", path("genesis.json"), "--data", folder,
                 path("chain.rlp")], capture_output=True, text=True)
        found = json.loads(process.stdout.splitlines()[-1]) if process.stdout else {}
        print(process.stdout + process.stderr, end="")
        sys.exit(0 if found.get("hash") == chain.hash else 1)


if __name__ == "__main__":
    main()
