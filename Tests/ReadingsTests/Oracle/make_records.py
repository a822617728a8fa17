#!/usr/bin/env python3
"""Struct hashes of readings and gaps, from the PyPI package `eth_account`.

    python3 make_records.py > records.txt

A line a record: EIP-712 name, packed fields, struct hash.
"""

from eth_account.messages import encode_typed_data

READING = [
    ("bytes32", "sensor"), ("uint64", "term"), ("uint64", "counter"), ("bytes32", "previous"),
    ("int64", "mantissa"), ("int8", "exponent"), ("bytes32", "unit"), ("uint64", "time"),
    ("uint8", "clock"), ("uint32", "uncertainty"), ("uint32", "segment"), ("bytes16", "boot"),
    ("uint8", "flags"), ("bytes32", "calibration"),
]
GAP = [
    ("bytes32", "sensor"), ("uint64", "term"), ("uint64", "first"), ("uint64", "last"),
    ("bytes32", "previous"), ("uint8", "reason"), ("uint64", "time"), ("uint8", "clock"),
    ("uint32", "uncertainty"), ("uint32", "segment"), ("bytes16", "boot"),
]
UNITS = ["Cel", "%RH", "/", "Wh/km", "beat/min", "count", "kWh", "lx"]


def width(kind):
    if kind.startswith("bytes"):
        return int(kind[5:])
    return int(kind.lstrip("uint")) // 8


def packed(fields, values):
    result = b""
    for kind, name in fields:
        value = values[name]
        if isinstance(value, int):
            value = value.to_bytes(width(kind), "big", signed=kind.startswith("int"))
        result += value
    return result


def show(name, fields, values):
    message = {
        "types": {
            "EIP712Domain": [{"name": "name", "type": "string"}],
            name: [{"name": field, "type": kind} for kind, field in fields],
        },
        "primaryType": name,
        "domain": {"name": "any"},
        "message": values,
    }
    signable = encode_typed_data(full_message=message)
    print(name, packed(fields, values).hex(), signable.body.hex())


for index in range(16):
    fill = bytes([index * 16 + 1])
    sign = -1 if index % 2 else 1
    show("Reading", READING, {
        "sensor": fill * 32, "term": index, "counter": index ** 12, "previous": bytes(32 - index)
        + fill * index, "mantissa": sign * (2 ** (4 * index + 3) - 1), "exponent": sign * index,
        "unit": UNITS[index % 8].encode().ljust(32, b"\0"), "time": 1700000000000 + index,
        "clock": index % 3, "uncertainty": 2 ** (2 * index + 2) - 1, "segment": index * 7,
        "boot": bytes([index, 255 - index] * 8), "flags": index % 8, "calibration": fill * 32,
    })
    show("Gap", GAP, {
        "sensor": fill * 32, "term": index, "first": index, "last": index ** 13 + index,
        "previous": fill * 32, "reason": index % 6 + 1, "time": 1700000000000 + index,
        "clock": index % 3, "uncertainty": 2 ** (2 * index + 2) - 1, "segment": index * 7,
        "boot": bytes([index, 255 - index] * 8),
    })
