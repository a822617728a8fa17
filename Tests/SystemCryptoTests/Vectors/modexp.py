#!/usr/bin/env python3
"""Writes modexp.txt: base, exponent, modulus and result, big-endian hex, by Python's integers.

Sizes and parities are those in which libraries differ: empty numbers, a modulus of one, of a power of
two, odd, even with few and with many factors of two, and a base larger than the modulus.
"""
import pathlib
import random

rng = random.Random(20261121)


def text(number, size):
    return number.to_bytes(size, "big").hex() or "-"


def line(base, base_size, exponent, exponent_size, modulus, size):
    result = pow(base, exponent, modulus) if modulus else 0
    return " ".join(
        [text(base, base_size), text(exponent, exponent_size), text(modulus, size), text(result, size)]
    )


lines = []
for modulus, size in [(0, 0), (0, 4), (1, 1), (1, 40), (2, 1), (3, 1), (256, 2), (1 << 255, 32)]:
    for base in (0, 1, 2, 255):
        for exponent in (0, 1, 2, 255):
            lines.append(line(base, 1, exponent, 1, modulus, size))
for size in (1, 7, 8, 31, 32, 33, 64, 128, 256):
    for twos in (0, 1, 3, size * 4, size * 8 - 1):
        odd = rng.getrandbits(max(1, size * 8 - twos)) | 1
        modulus = odd << twos
        base = rng.getrandbits(size * 16)
        exponent = rng.getrandbits(min(size, 64) * 8)
        lines.append(line(base, 2 * size, exponent, min(size, 64), modulus, size))
target = pathlib.Path(__file__).with_name("modexp.txt")
target.write_text("\n".join(lines) + "\n")
