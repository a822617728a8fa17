#!/usr/bin/env python3
"""Writes a chain from Frontier to Prague that py-evm made and checked: genesis.json, chain.rlp and head.json, with
ommers, withdrawals, and transactions of every type on the contracts of generate.py. The file begins with the
genesis block, and its alloc has decimal numbers: both are legal, and chain.py does neither.

    pip install py-evm==0.12.1b1
    Tests/Differential/chain_pyevm.py --out chain --seed 1 --program cairn-evm
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

import generate

sys.setrecursionlimit(60_000)
FORKS = [
    "frontier", "homestead", "tangerine_whistle", "spurious_dragon", "byzantium", "constantinople", "petersburg",
    "istanbul", "muir_glacier", "berlin", "london", "arrow_glacier", "gray_glacier", "paris", "shanghai", "cancun",
    "prague",
]
KEYS_BY_FORK = {
    "homestead": ["homesteadBlock"], "tangerine_whistle": ["eip150Block"],
    "spurious_dragon": ["eip155Block", "eip158Block"], "byzantium": ["byzantiumBlock"],
    "constantinople": ["constantinopleBlock"], "petersburg": ["petersburgBlock"], "istanbul": ["istanbulBlock"],
    "muir_glacier": ["muirGlacierBlock"], "berlin": ["berlinBlock"], "london": ["londonBlock"],
    "arrow_glacier": ["arrowGlacierBlock"], "gray_glacier": ["grayGlacierBlock"], "paris": ["mergeNetsplitBlock"],
}
TIMES = {"shanghai": "shanghaiTime", "cancun": "cancunTime", "prague": "pragueTime"}
# What generate.py calls the forks, to choose instructions by.
SPECIFIED = {
    "frontier": "Frontier", "homestead": "Homestead", "tangerine_whistle": "EIP150", "spurious_dragon": "EIP158",
    "byzantium": "Byzantium", "constantinople": "ConstantinopleFix", "petersburg": "ConstantinopleFix",
    "istanbul": "Istanbul", "muir_glacier": "Istanbul", "berlin": "Berlin", "london": "London",
    "arrow_glacier": "London", "gray_glacier": "London", "paris": "Paris", "shanghai": "Shanghai",
    "cancun": "Cancun", "prague": "Prague",
}
GENESIS_TIME, SECONDS, GAS_LIMIT = 1000, 12, 30_000_000
COINBASES = [bytes([i]) * 20 for i in range(0xA1, 0xA6)]


def raw(text):
    return bytes.fromhex(text[2:])


def number(text):
    return int(text, 16)


def key_of(secret):
    from eth_keys import keys
    return keys.PrivateKey(secret.to_bytes(32, "big"))


def address_of(secret):
    return key_of(secret).public_key.to_address()


class Chain:
    def __init__(self, seed, blocks_a_fork):
        import eth.tools.builder.chain.builders as build
        from eth.chains.base import MiningChain
        self.rng = random.Random("py-evm %s" % seed)
        generate.address_of = address_of
        self.makers = {fork: generate.Blocks(seed, fork) for fork in set(SPECIFIED.values())}
        self.nonces = {key: 0 for key in generate.KEYS}
        for maker in self.makers.values():
            maker.spoil = lambda tx, key: None
            maker.sign_authorization = self.sign_authorization
            maker.nonces = self.nonces
        self.alloc = self.makers["Prague"].alloc()
        self.use_system_contracts()
        steps = [
            getattr(build, fork + "_at")(1 + i * blocks_a_fork if i else 0) for i, fork in enumerate(FORKS)]
        base = build.build(
            MiningChain, build.name("Differential"), build.chain_id(1), *steps, build.disable_dao_fork,
            build.disable_pow_check)
        self.chain = build.build(base, build.genesis(
            params={
                "gas_limit": GAS_LIMIT, "difficulty": 0x20000, "timestamp": GENESIS_TIME, "extra_data": b"py-evm",
                "coinbase": COINBASES[0], "mix_hash": b"\x11" * 32, "nonce": b"\0" * 6 + b"\x12\x34"},
            state={raw(address): self.account(fields) for address, fields in self.alloc.items()}))
        self.schedule = [fork for fork in FORKS for _ in range(blocks_a_fork)]
        self.blocks = [self.chain.get_canonical_block_by_number(0)]

    @staticmethod
    def account(fields):
        return {
            "balance": number(fields["balance"]), "nonce": number(fields["nonce"]), "code": raw(fields["code"]),
            "storage": {number(k): number(v) for k, v in fields["storage"].items()}}

    def use_system_contracts(self):
        """py-evm looks whether the very contract of an EIP stands there; the specification calls what is there."""
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../configs/genesis.json")
        with open(path) as file:
            alloc = json.load(file)["alloc"]
        codes = {key.lower().removeprefix("0x"): value["code"] for key, value in alloc.items() if "code" in value}
        for address in generate.SYSTEM:
            self.alloc[address]["code"] = codes[address[2:]]

    @staticmethod
    def sign_authorization(secret, chain, address, nonce):
        import rlp
        from eth_utils import keccak
        message = keccak(b"\x05" + rlp.encode([chain, raw(address), nonce]))
        signature = key_of(secret).sign_msg_hash(message)
        return signature.r, signature.s, signature.v

    def header(self):
        return self.blocks[-1].header

    def builder(self):
        return self.chain.get_vm(self.chain.header).get_transaction_builder()

    def transaction(self, fork, fee):
        """A signed transaction, and whose it is."""
        tx = self.makers[SPECIFIED[fork]].transaction()
        secret, kind = number(tx["secretKey"]), number(tx["type"])
        builder = self.builder()
        base = {
            "nonce": self.nonces[secret], "gas": max(600_000, number(tx["gas"])), "to": raw(tx["to"] or "0x"),
            "value": number(tx["value"]), "data": raw(tx["input"])}
        if kind == 0:
            unsigned = builder.create_unsigned_transaction(gas_price=2 * fee, **base)
            chain_id = 1 if generate.at_least(SPECIFIED[fork], "EIP158") else None
            if chain_id is None:
                return unsigned.as_signed_transaction(key_of(secret)), secret
            return unsigned.as_signed_transaction(key_of(secret), chain_id=1), secret
        base["chain_id"] = 1
        base["access_list"] = [
            (raw(entry["address"]), [number(slot) for slot in entry["storageKeys"]])
            for entry in tx["accessList"]]
        if kind == 1:
            unsigned = builder.new_unsigned_access_list_transaction(gas_price=2 * fee, **base)
            return unsigned.as_signed_transaction(key_of(secret)), secret
        base["max_fee_per_gas"] = 3 * fee
        base["max_priority_fee_per_gas"] = min(fee, number(tx["maxPriorityFeePerGas"]))
        if kind == 2:
            unsigned = builder.new_unsigned_dynamic_fee_transaction(**base)
        elif kind == 3:
            unsigned = builder.new_unsigned_blob_transaction(
                max_fee_per_blob_gas=10**12, blob_versioned_hashes=[raw(h) for h in tx["blobVersionedHashes"]],
                **base)
        else:
            unsigned = builder.new_unsigned_set_code_transaction(
                authorization_list=[self.authorization(entry) for entry in tx["authorizationList"]], **base)
        return unsigned.as_signed_transaction(key_of(secret)), secret

    @staticmethod
    def authorization(entry):
        from eth.vm.forks.prague.transactions import Authorization
        return Authorization(
            number(entry["chainId"]), raw(entry["address"]), number(entry["nonce"]), number(entry["yParity"]),
            number(entry["r"]), number(entry["s"]))

    def ommers(self, fork):
        """A sibling of the parent, now and then: a block without transactions that another miner found."""
        if generate.at_least(SPECIFIED[fork], "Paris") or len(self.blocks) < 3 or self.rng.random() < 0.4:
            return []
        parent, sibling = self.blocks[-2].header, self.blocks[-1].header
        vm = self.chain.get_vm_class_for_block_number(sibling.block_number)
        return [vm.create_header_from_parent(
            parent, timestamp=parent.timestamp + self.rng.choice([5, 9, 20]), coinbase=COINBASES[1],
            extra_data=b"sibling")]

    def withdrawals(self, fork):
        from eth.vm.forks.shanghai.withdrawals import Withdrawal
        if not generate.at_least(SPECIFIED[fork], "Shanghai"):
            return []
        return [
            Withdrawal(len(self.blocks) * 4 + i, i, raw(self.rng.choice(generate.CONTRACTS)), 10**9)
            for i in range(1 + self.rng.randrange(2))]

    def begin_block(self):
        self.chain.header = self.chain.create_header_from_parent(
            self.header(), timestamp=self.header().timestamp + SECONDS)

    def append(self, fork, transactions):
        from eth_utils import ValidationError
        self.begin_block()
        fee = max(10**9, getattr(self.chain.header, "base_fee_per_gas", None) or 0)
        accepted = []
        vm = self.chain.get_vm(self.chain.header)
        for secret in self.nonces:
            self.nonces[secret] = vm.state.get_nonce(address_of_bytes(secret))
        blobs = 0
        for _ in range(transactions):
            tx, secret = self.transaction(fork, fee)
            if getattr(tx, "type_id", 0) == 3:
                blobs += 1
                if blobs > 2:
                    continue
            accepted.append(tx)
            self.nonces[secret] += 1
        ommers, withdrawals = self.ommers(fork), self.withdrawals(fork)
        coinbase, mix = self.rng.choice(COINBASES), self.rng.getrandbits(256).to_bytes(32, "big")
        while True:
            try:
                self.blocks.append(self.execute(accepted, ommers, withdrawals, coinbase, mix))
                break
            except ValidationError:
                if not accepted:
                    raise
                # An authorization used up a nonce that a later transaction counts on.
                accepted.pop()
                self.begin_block()
        self.begin_block()

    def execute(self, transactions, ommers, withdrawals, coinbase, mix):
        """As py-evm imports a block, whose roots it computes: its miner leaves out the system contracts."""
        header = self.chain.header.copy(coinbase=coinbase, mix_hash=mix)
        vm = self.chain.get_vm(header)
        fields = {"header": header, "transactions": transactions, "uncles": ommers}
        if withdrawals:
            fields["withdrawals"] = withdrawals
        block = vm.import_block(vm.get_block().copy(**fields)).block
        self.chain.persist_block(block)
        return block

    def build(self, transactions):
        config = {"chainId": 1, "frontierBlock": 0}
        previous, total = "frontier", self.header().difficulty
        for fork in self.schedule:
            if fork != previous:
                for name in KEYS_BY_FORK.get(fork, []):
                    config[name] = len(self.blocks)
                if fork == "paris":
                    config["terminalTotalDifficulty"] = total
                if fork in TIMES:
                    config[TIMES[fork]] = self.header().timestamp + SECONDS
                previous = fork
            self.append(fork, transactions)
            total += self.header().difficulty
        config["depositContractAddress"] = "0x00000000219ab540356cbb839cbe05303d7705fa"
        return config

    def genesis(self, config):
        alloc = {
            address[2:]: {
                "balance": str(number(fields["balance"])), "nonce": str(number(fields["nonce"])),
                "code": fields["code"], "storage": fields["storage"]}
            for address, fields in self.alloc.items()}
        return {
            "config": config, "nonce": "0x1234", "timestamp": str(GENESIS_TIME), "extraData": "0x" + b"py-evm".hex(),
            "gasLimit": str(GAS_LIMIT), "difficulty": str(0x20000), "mixHash": "0x" + "11" * 32,
            "coinbase": "0x" + COINBASES[0].hex(), "alloc": alloc}


def address_of_bytes(secret):
    return key_of(secret).public_key.to_canonical_address()


def encode(block):
    """As blocks have it: typed transactions are strings, others lists. py-evm's own serializer refuses some."""
    import rlp
    transactions = [tx.encode() for tx in block.transactions]
    parts = [
        rlp.decode(rlp.encode(block.header)), [tx if tx[0] < 0x80 else rlp.decode(tx) for tx in transactions],
        [rlp.decode(rlp.encode(header)) for header in block.uncles]]
    if getattr(block, "withdrawals", None) is not None:
        parts.append([rlp.decode(rlp.encode(withdrawal)) for withdrawal in block.withdrawals])
    return rlp.encode(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", required=True, help="an existing folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blocks", type=int, default=2, help="blocks of each fork")
    parser.add_argument("--transactions", type=int, default=6, help="transactions in a block")
    parser.add_argument("--program", help="cairn-evm, to import what was made")
    options = parser.parse_args()
    chain = Chain(options.seed, options.blocks)
    config = chain.build(options.transactions)
    path = lambda name: os.path.join(options.out, name)
    with open(path("genesis.json"), "w") as file:
        json.dump(chain.genesis(config), file, indent=1)
    with open(path("chain.rlp"), "wb") as file:
        file.write(b"".join(encode(block) for block in chain.blocks))
    head = {"number": chain.header().block_number, "hash": "0x" + chain.header().hash.hex()}
    ommers = sum(len(block.uncles) for block in chain.blocks)
    print(json.dumps(head), "with", ommers, "ommers and",
          sum(len(block.transactions) for block in chain.blocks), "transactions")
    with open(path("head.json"), "w") as file:
        json.dump(head, file)
    if options.program:
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.run(
                [options.program, "import", "--json", "--genesis", path("genesis.json"), "--data", folder,
                 path("chain.rlp")], capture_output=True, text=True)
        found = json.loads(process.stdout.splitlines()[-1]) if process.stdout else {}
        print(process.stdout + process.stderr, end="")
        sys.exit(0 if found.get("hash") == head["hash"] else 1)


if __name__ == "__main__":
    main()
