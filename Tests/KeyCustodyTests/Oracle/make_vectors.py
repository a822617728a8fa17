#!/usr/bin/env python3
"""Prints the vectors of KeyCustodyTests: derived keys, and keystores that others wrote.

The derivation is computed with Python's hmac and a secp256k1 of a few lines, independent of the
sources; the keystores come from eth_account (PyPI), whose reader the other direction is tried with.
Run it with a Python that has eth_account and eth_utils, and put the output into vectors.txt.
"""

import hashlib
import hmac
import json

from eth_account import Account
from eth_utils import keccak

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def add(a, b):
    if a is None:
        return b
    if b is None:
        return a
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    if a == b:
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def address(secret):
    point, addend, scalar = None, G, secret
    while scalar:
        if scalar & 1:
            point = add(point, addend)
        addend = add(addend, addend)
        scalar >>= 1
    return keccak(point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big"))[12:].hex()


def derive(secret, fleet, board, term, instrument, index):
    for attempt in range(256):
        message = b"\0" + secret + fleet + board + term.to_bytes(8, "big")
        message += instrument + index.to_bytes(4, "big") + bytes([attempt])
        child = hmac.new(b"cairn instrument key", message, hashlib.sha512).digest()[:32]
        if 0 < int.from_bytes(child, "big") < N:
            return child


for number in range(8):
    secret = hashlib.sha256(b"board %d" % number).digest()
    fleet = hashlib.sha256(b"fleet").digest()
    board = bytes.fromhex(address(int.from_bytes(secret, "big")))
    instrument = hashlib.sha256(b"instrument %d" % number).digest()
    term, index = 3**number, 5**number
    child = derive(secret, fleet, board, term, instrument, index)
    print("derive", secret.hex(), fleet.hex(), term, instrument.hex(), index, child.hex(),
          address(int.from_bytes(child, "big")))

for number, (kdf, rounds) in enumerate([("scrypt", 2), ("scrypt", 4096), ("pbkdf2", 1000)]):
    secret = hashlib.sha256(b"wallet %d" % number).digest()
    password = ["", "correct horse", "pässwörd ✓"][number]
    store = Account.encrypt(secret, password, kdf=kdf, iterations=rounds)
    print("keystore", secret.hex(), password.encode().hex() or "-",
          json.dumps(store, separators=(",", ":")))
