#!/usr/bin/env python3
"""Digests of every signed type, from the PyPI package `eth_account`.

    python3 make_vectors.py > vectors.txt

A line a statement: EIP-712 name, fleet id, packed fields, digest, signature (65 bytes), signer.
Values are drawn from SplitMix64; the first of each type has all fields zero, the second all at their
largest (the largest and smallest of signed ones).
"""

import re

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

TYPES = [
    "ReadingBatch(address board,uint64 term,bytes32 instrument,uint64 number,bytes32 root,"
    "uint32 count,bytes32 previous,bytes32 agent,bytes32 configuration)",
    "Delegation(address board,uint64 term,bytes32 instrument,uint32 index,address key)",
    "Correction(address board,uint64 term,bytes16 boot,uint32 segment,int64 offset,"
    "uint32 uncertainty)",
    "Seal(address board,uint64 term,uint64 height,bytes32 blockHash,bytes32 accessListHash,"
    "bytes32 manifestHash)",
    "Cosignature(address board,uint64 term,uint64 height,bytes32 blockHash,"
    "bytes32 accessListHash,bytes32 manifestHash,uint64 witnessTerm)",
    "Receipt(address board,uint64 term,uint64 height,bytes32 blockHash,bytes32 manifestHash,"
    "uint64 time)",
    "Checkpoint(address log,uint64 size,bytes32 root,bytes32 previous,uint64 time,"
    "bytes32 manifestHash)",
    "Want(address board,uint64 term,uint8 kind,uint64 first,uint64 last,bytes32 hash,"
    "address asker,uint64 number)",
    "Succession(address oldBoard,uint64 oldTerm,uint64 height,bytes32 blockHash,"
    "address newBoard,uint64 newTerm,uint8 role,bytes32 manifestHash)",
    "Thaw(address board,uint64 term,uint64 height,bytes32 blockHash,bytes32 evidence,"
    "bytes32 manifestHash)",
    "Manifest(uint64 version,bytes32 previous,bytes32 content)",
    "Enrolment(address board,uint64 term,bytes32 genesisHash,bytes32 label,bytes32 challenge)",
]
MASK = (1 << 64) - 1


class SplitMix:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def bytes(self, count):
        return b"".join(self.next().to_bytes(8, "big") for _ in range(count // 8 + 1))[:count]


def width(kind):
    if kind == "address":
        return 20
    if kind.startswith("bytes"):
        return int(kind[5:])
    return int(re.sub(r"\D", "", kind)) // 8


def value(kind, raw):
    if kind == "address":
        return "0x" + raw.hex()
    if kind.startswith("bytes"):
        return raw
    return int.from_bytes(raw, "big", signed=kind.startswith("int"))


def vector(text, fleet, draw, key):
    name, fields = text[:-1].split("(")
    fields = [field.split(" ") for field in fields.split(",")]
    raws = [draw(kind, width(kind)) for kind, _ in fields]
    message = {
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"},
                {"name": "version", "type": "string"},
                {"name": "salt", "type": "bytes32"},
            ],
            name: [{"name": field, "type": kind} for kind, field in fields],
        },
        "primaryType": name,
        "domain": {"name": "Cairn", "version": "1", "salt": fleet},
        "message": {field: value(kind, raw) for (kind, field), raw in zip(fields, raws)},
    }
    signable = encode_typed_data(full_message=message)
    digest = keccak(b"\x19" + signable.version + signable.header + signable.body)
    signed = key.sign_message(signable)
    assert Account.recover_message(signable, signature=signed.signature) == key.address
    print(
        name, fleet.hex(), b"".join(raws).hex(), digest.hex(), signed.signature.hex(),
        key.address.lower()[2:],
    )


def smallest(kind, count):
    return bytes([0x80] + [0] * (count - 1)) if kind.startswith("int") else b"\xff" * count


def main():
    random = SplitMix(712)
    for text in TYPES:
        draws = [
            lambda kind, count: bytes(count),
            lambda kind, count: b"\xff" * count,
            smallest,
        ] + [lambda kind, count: random.bytes(count)] * 5
        for draw in draws:
            key = Account.from_key(random.bytes(32))
            vector(text, random.bytes(32), draw, key)


main()
