#!/usr/bin/env python3
"""Checks a board's lane with software that is not ours.

    pip install web3 eth-account trie rlp ethereum-execution==2.20.0
    Tests/Soak/check.py --data DIR --live                  while the agent runs: web3.py over its socket
    Tests/Soak/check.py --data DIR --cairn PROGRAM         after it: the execution specification

Live: web3.py's IPCProvider reads blocks, receipts, logs and proofs; `trie` and `rlp` make the roots of
transactions and receipts anew and verify account and storage proofs against the header; `eth_account` recovers
from each batch's attestation the key that the board delegated to the instrument; each sensor's counters are
without a hole. After: all blocks are executed by the specification from the lane's genesis, all roots compared.
"""

import argparse
import json
import os
import subprocess
import sys

LOG = "0xca12000000000000000000000000000000000002"
HERE = os.path.dirname(os.path.abspath(__file__))
DOMAIN = [("string", "name"), ("string", "version"), ("bytes32", "salt")]
BATCH = [
    ("address", "board"), ("uint64", "term"), ("bytes32", "instrument"), ("uint64", "number"), ("bytes32", "root"),
    ("uint32", "count"), ("bytes32", "previous"), ("bytes32", "agent"), ("bytes32", "configuration"),
]
DELEGATION = [
    ("address", "board"), ("uint64", "term"), ("bytes32", "instrument"), ("uint32", "index"), ("address", "key"),
]


def fields(names):
    return [{"name": name, "type": kind} for kind, name in names]


class Live:
    def __init__(self, data):
        from web3 import IPCProvider, Web3
        self.web3 = Web3(IPCProvider(data + "/cairn.ipc"))
        with open(HERE + "/../../Sources/Contracts/Interfaces/ReadingLog.json") as file:
            abi = json.load(file)
        with open(data + "/genesis.json") as file:
            self.genesis = json.load(file)
        self.log = self.web3.eth.contract(self.web3.to_checksum_address(LOG), abi=abi)
        lane = self.genesis["config"]["cairn"]
        self.fleet, self.board, self.term = lane["fleet"], lane["lane"], lane["term"]
        if isinstance(self.term, str):
            self.term = int(self.term, 16)
        self.head = self.web3.eth.block_number
        self.figures = {"blocks": self.head}

    def signer(self, primary, names, message, v, r, s):
        from eth_account import Account
        from eth_account.messages import encode_typed_data
        document = {
            "types": {"EIP712Domain": fields(DOMAIN), primary: fields(names)}, "primaryType": primary,
            "domain": {"name": "Cairn", "version": "1", "salt": bytes.fromhex(self.fleet[2:])}, "message": message,
        }
        return Account.recover_message(encode_typed_data(full_message=document), vrs=(v, r, s))

    def attestations(self):
        """Each batch's signature gives the instrument's key, each delegation's the board's."""
        keys, previous, count = {}, {}, 0
        for number in range(1, self.head + 1):
            for transaction in self.web3.eth.get_block(number, True)["transactions"]:
                if transaction["to"] is None or int(transaction["to"], 16) != int(LOG, 16):
                    continue
                call, values = self.log.decode_function_input(transaction["input"])
                receipt = self.web3.eth.get_transaction_receipt(transaction["hash"])
                assert receipt["status"] == 1, transaction["hash"].hex()
                message = {"board": self.board, "term": self.term, "instrument": values["instrument"]}
                if call.fn_name == "delegate":
                    message |= {"index": values["index"], "key": values["key"]}
                    assert self.signer("Delegation", DELEGATION, message, values["v"], values["r"],
                                       values["s"]).lower() == self.board.lower()
                    keys[values["instrument"]] = values["key"]
                elif call.fn_name == "record":
                    event = self.log.events.Batch().process_receipt(receipt, errors=DISCARD)[0]["args"]
                    message |= {
                        "number": event["number"], "root": event["root"], "count": event["count"],
                        "previous": previous.get(values["instrument"], bytes(32)), "agent": values["agent"],
                        "configuration": values["configuration"],
                    }
                    signer = self.signer("ReadingBatch", BATCH, message, values["v"], values["r"], values["s"])
                    assert signer == keys[values["instrument"]] == transaction["from"], (signer, number)
                    previous[values["instrument"]] = event["digest"]
                    count += 1
        assert count, "no batch at all"
        self.figures |= {"attestations": count, "instruments": len(keys)}

    def counters(self):
        found = []
        # A node answers with 10,000 logs at most.
        for first in range(1, self.head + 1, 16):
            found += self.web3.eth.get_logs(
                {"fromBlock": first, "toBlock": min(first + 15, self.head), "address": self.log.address})
        nexts, readings, gaps = {}, 0, 0
        kinds = {self.log.events.Recorded().topic: True, self.log.events.Missed().topic: False}
        for entry in found:
            kind = kinds.get("0x" + bytes(entry["topics"][0]).hex())
            if kind is None:
                continue
            word, sensor = int.from_bytes(entry["data"], "big"), entry["topics"][1]
            counter = word >> 120 & (1 << 48) - 1
            assert counter == nexts.get(sensor, 0), (sensor.hex(), counter, nexts.get(sensor))
            last = counter if kind else word & (1 << 64) - 1
            readings, gaps = readings + kind, gaps + (0 if kind else last - counter + 1)
            nexts[sensor] = last + 1
        self.figures |= {"sensors": len(nexts), "readings": readings, "counters_in_gaps": gaps}

    def roots(self, block):
        """The tries of transactions and receipts, made anew by `trie` and `rlp`."""
        import rlp
        from trie import HexaryTrie
        raw = [bytes(self.web3.eth.get_raw_transaction(t)) for t in block["transactions"]]
        transactions, receipts = HexaryTrie({}), HexaryTrie({})
        for index, (hash, encoded) in enumerate(zip(block["transactions"], raw)):
            receipt = self.web3.eth.get_transaction_receipt(hash)
            logs = [[bytes.fromhex(log["address"][2:]), [bytes(t) for t in log["topics"]], bytes(log["data"])]
                    for log in receipt["logs"]]
            body = rlp.encode([receipt["status"], receipt["cumulativeGasUsed"], bytes(receipt["logsBloom"]), logs])
            kind = receipt["type"]
            transactions[rlp.encode(index)] = encoded
            receipts[rlp.encode(index)] = (bytes([kind]) if kind else b"") + body
        assert transactions.root_hash == bytes(block["transactionsRoot"]), block["number"]
        assert receipts.root_hash == bytes(block["receiptsRoot"]), block["number"]

    def proofs(self, block):
        import rlp
        from eth_utils import keccak
        from trie import HexaryTrie

        def proven(root, key, nodes):
            return HexaryTrie.get_from_proof(root, keccak(key), [rlp.decode(bytes(n)) for n in nodes])

        sensor = next(log["topics"][1] for log in self.web3.eth.get_logs(
            {"fromBlock": 1, "toBlock": min(16, self.head), "address": self.log.address,
             "topics": [self.log.events.Recorded().topic]}))
        slot = int.from_bytes(keccak(bytes(32) + bytes(sensor)), "big")
        places = [slot, slot + 1, slot + 2, 0xBAD]
        proof = self.web3.eth.get_proof(self.log.address, places, block["number"])
        account = rlp.decode(proven(bytes(block["stateRoot"]), bytes.fromhex(self.log.address[2:]),
                                    proof["accountProof"]))
        assert account[2] == bytes(proof["storageHash"]) and account[3] == bytes(proof["codeHash"])
        for place, entry in zip(places, proof["storageProof"]):
            value = proven(account[2], place.to_bytes(32, "big"), entry["proof"])
            told = int.from_bytes(bytes(entry["value"]), "big")
            assert (int.from_bytes(rlp.decode(value), "big") if value else 0) == told, place
            assert (told == 0) == (place == 0xBAD)
        chain = self.log.functions.summary(sensor).call(block_identifier=block["number"])
        assert bytes(proof["storageProof"][2]["value"]).rjust(32, b"\0") in [
            part for part in chain if isinstance(part, bytes)] or any(
                bytes(proof["storageProof"][2]["value"]).rjust(32, b"\0") in part
                for part in chain if isinstance(part, (tuple, list)))

    def run(self):
        global DISCARD
        from web3.logs import DISCARD
        assert self.web3.eth.chain_id == int(str(self.genesis["config"]["chainId"]), 0)
        self.attestations()
        self.counters()
        sampled = sorted({1, self.head, *range(1, self.head + 1, max(1, self.head // 10))})
        for number in sampled:
            self.roots(self.web3.eth.get_block(number))
        for number in sampled[-3:]:
            self.proofs(self.web3.eth.get_block(number))
        self.figures["roots_and_proofs_of_blocks"] = len(sampled)
        return self.figures


class Specification:
    def __init__(self, data, cairn):
        from ethereum.forks.osaka import fork, state
        self.fork, self.state, self.data, self.cairn = fork, state, data, cairn
        with open(data + "/genesis.json") as file:
            self.genesis = json.load(file)

    def world(self):
        from ethereum.forks.osaka.fork_types import Account, Address
        from ethereum_types.bytes import Bytes, Bytes32
        from ethereum_types.numeric import U256, Uint
        world = self.state.State()
        for address, fields in self.genesis["alloc"].items():
            key = Address(bytes.fromhex(address.removeprefix("0x")))
            self.state.set_account(world, key, Account(
                nonce=Uint(int(str(fields.get("nonce", "0")), 0)),
                balance=U256(int(str(fields.get("balance", "0")), 0)),
                code=Bytes(bytes.fromhex(fields.get("code", "0x")[2:]))))
            for slot, value in fields.get("storage", {}).items():
                self.state.set_storage(
                    world, key, Bytes32(int(slot, 16).to_bytes(32, "big")), U256(int(value, 16)))
        return world

    def blocks(self):
        from ethereum_rlp import rlp
        path = self.data + "/checked.rlp"
        if os.path.exists(path):
            os.remove(path)
        subprocess.run([self.cairn, "export", "--data", self.data + "/ledger", path], check=True, stdout=subprocess.DEVNULL)
        with open(path, "rb") as file:
            rest = file.read()
        os.remove(path)
        while rest:
            size = 1
            if rest[0] > 0xF7:
                width = rest[0] - 0xF7
                size = 1 + width + int.from_bytes(rest[1:1 + width], "big")
            else:
                size = 1 + rest[0] - 0xC0
            yield rlp.decode_to(self.fork.Block, rest[:size])
            rest = rest[size:]

    def run(self):
        from ethereum_types.numeric import U64
        sys.setrecursionlimit(60_000)
        world = self.world()
        check = self.fork.validate_header

        def lane_header(chain, header):
            """A lane's headers may have their parent's time."""
            last = chain.blocks[-1]
            if last.header.timestamp != header.timestamp:
                return check(chain, header)
            hash = self.fork.keccak256(self.fork.rlp.encode(last.header))
            assert header.parent_hash == hash and header.number == last.header.number + 1

        self.fork.validate_header = lane_header
        chain, count = None, 0
        for block in self.blocks():
            if chain is None:
                number = U64(int(str(self.genesis["config"]["chainId"]), 0))
                assert block.header.state_root == self.state.state_root(world), "genesis"
                chain = self.fork.BlockChain(blocks=[block], state=world, chain_id=number)
                continue
            self.fork.state_transition(chain, block)
            count += 1
        assert count, "no block at all"
        return {"blocks_executed_by_the_specification": count}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--cairn")
    arguments = parser.parse_args()
    check = Live(arguments.data) if arguments.live else Specification(arguments.data, arguments.cairn)
    print(json.dumps(check.run()))


if __name__ == "__main__":
    main()
