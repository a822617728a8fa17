#!/usr/bin/env python3
"""The oracle of Keccak-256: hashes of messages of 0 to 300 bytes, by the definition in FIPS 202.

    generate_keccak_vectors.py              writes keccak.hashes beside this script
    generate_keccak_vectors.py --compare    exits 1 unless keccak.hashes is what it would write

Line n of keccak.hashes is the hash of the n bytes (7 i + n) mod 256 for i = 0 ... n - 1. Python has
SHA3-256 but not Keccak-256; both differ in one byte of padding only, so the same code with SHA-3's
byte is checked against hashlib first.
"""

import hashlib
import pathlib
import sys

LONGEST = 300
RATE = 136
KECCAK_PADDING, SHA3_PADDING = 0x01, 0x06
MASK = 2**64 - 1
HASHES = pathlib.Path(__file__).with_name("keccak.hashes")


def rotate(lane, count):
    return (lane << count | lane >> (64 - count)) & MASK


def round_constant_bit(t):
    """Algorithm 5: a shift register."""
    register = 1
    for _ in range(t % 255):
        register <<= 1
        if register & 0x100:
            register ^= 0x171
    return register & 1


def permute(a):
    """Keccak-f[1600] on lanes a[x][y], step by step as in section 3.2."""
    for number in range(24):
        c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        d = [c[(x - 1) % 5] ^ rotate(c[(x + 1) % 5], 1) for x in range(5)]
        a = [[a[x][y] ^ d[x] for y in range(5)] for x in range(5)]
        x, y = 1, 0
        for t in range(24):
            a[x][y] = rotate(a[x][y], (t + 1) * (t + 2) // 2 % 64)
            x, y = y, (2 * x + 3 * y) % 5
        a = [[a[(x + 3 * y) % 5][x] for y in range(5)] for x in range(5)]
        a = [
            [a[x][y] ^ (~a[(x + 1) % 5][y] & a[(x + 2) % 5][y]) for y in range(5)]
            for x in range(5)
        ]
        for j in range(7):
            a[0][0] ^= round_constant_bit(j + 7 * number) << (2**j - 1)
    return a


def sponge(message, padding):
    padded = bytearray(message) + bytes(RATE - len(message) % RATE)
    padded[len(message)] ^= padding
    padded[-1] ^= 0x80
    a = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), RATE):
        for lane in range(RATE // 8):
            at = start + 8 * lane
            a[lane % 5][lane // 5] ^= int.from_bytes(padded[at : at + 8], "little")
        a = permute(a)
    return b"".join(a[lane][0].to_bytes(8, "little") for lane in range(4))


def message(length):
    return bytes((7 * i + length) % 256 for i in range(length))


def main():
    for length in range(LONGEST + 1):
        expected = hashlib.sha3_256(message(length)).digest()
        assert sponge(message(length), SHA3_PADDING) == expected, length
    lines = [sponge(message(n), KECCAK_PADDING).hex() + "\n" for n in range(LONGEST + 1)]
    text = "".join(lines)
    if "--compare" in sys.argv[1:]:
        sys.exit(0 if HASHES.read_text() == text else f"{HASHES.name} is not what this writes")
    HASHES.write_text(text)


main()
