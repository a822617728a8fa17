#!/usr/bin/env python3
"""The oracle of the 256-bit word: what every operation must give, computed with Python's integers.

    generate_word_vectors.py              writes word.checks beside this script
    generate_word_vectors.py --compare    exits 1 unless word.checks is what it would write
    generate_word_vectors.py mulmod 4711  tells operands and result of one case

word.checks holds no operands: tests and script make the same ones, edge values first, in all pairs
(or triples), then RANDOM_CASES drawn with splitmix64. Of each result it holds 32 bits, four bytes with
the least significant first: the blocks of the operations in the order of OPERATIONS, a block's cases
in order. So a difference names its operation and its case, and the file stays near one megabyte.
"""

import itertools
import pathlib
import struct
import sys

WIDTH = 256
MASK = 2**WIDTH - 1
MASK64 = 2**64 - 1
RANDOM_CASES = 10_000
CHECKS = pathlib.Path(__file__).with_name("word.checks")


# Operands


class Generator:
    """splitmix64, and the operand shapes that carries and divisions get wrong."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK64
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK64
        return z ^ (z >> 31)

    def full(self):
        return sum(self.next() << shift for shift in (0, 64, 128, 192))

    def limb(self, choice):
        if choice & 3 == 0:
            return 0
        return MASK64 if choice & 3 == 1 else self.next()

    def word(self):
        choice = self.next()
        shape, detail = choice & 7, choice >> 8
        if shape <= 1:
            return self.full()
        if shape <= 3:
            return self.full() >> (detail & 255)
        if shape == 4:
            return sum(self.limb(detail >> 2 * limb) << 64 * limb for limb in range(4))
        if shape == 5:
            power, distance = 1 << (detail & 255), detail >> 8 & 3
            return (power - distance if detail >> 10 & 1 else power + distance) & MASK
        if shape == 6:
            return (MASK >> (detail & 255)) << (detail >> 8 & 255) & MASK
        return self.next() >> (detail & 63)

    def small(self, bound):
        """Mostly below `bound`, as shifts and indices are; sometimes any word."""
        return self.word() if self.next() & 3 == 0 else self.next() % bound


def around_powers(exponents):
    return [2**k + d for k in exponents for d in (-1, 0, 1)]


PAIRED = (
    [0, 1, 2, 3]
    + around_powers([8, 31, 32, 63, 64, 65, 127, 128, 129, 191, 192, 193, 254, 255])
    + [2**256 - 2**192, 2**256 - 2**128, 2**256 - 2**64, MASK - 1, MASK]
)
TRIPLED = [
    0, 1, 2, 2**64 - 1, 2**64, 2**64 + 1, 2**128 - 1, 2**128, 2**192 - 1, 2**192 + 1,
    2**255 - 1, 2**255, 2**255 + 1, 2**256 - 2**64, MASK - 1, MASK,
]
SINGLE = around_powers(range(256)) + [MASK - 1, MASK]
INDICES = list(range(300)) + [2**32, 2**64 - 1, 2**64, 2**128, 2**192, 2**255, MASK]


def words(count, edges):
    def cases(generator):
        yield from itertools.product(edges, repeat=count)
        for _ in range(RANDOM_CASES):
            yield tuple(generator.word() for _ in range(count))

    return cases


def indexed(bound):
    """A word and a shift or an index."""

    def cases(generator):
        for index in INDICES:
            for word in (1, 2**255 - 1, 2**255, MASK, 0x0123456789ABCDEF << 190 | 0xFEDCBA987):
                yield word, index
        for _ in range(RANDOM_CASES):
            yield generator.word(), generator.small(bound)

    return cases


# Operations


def signed(word):
    return word - 2**256 if word >> 255 else word


def truncated_quotient(a, b):
    if b == 0:
        return 0
    magnitude = abs(signed(a)) // abs(signed(b))
    return magnitude if signed(a) * signed(b) >= 0 else -magnitude


def sign_extended(word, index):
    if index > 30:
        return word
    bits = 8 * index + 8
    low = word % 2**bits
    return low - 2**bits if low >> (bits - 1) else low


def compared(a, b):
    x, y = signed(a), signed(b)
    return (a < b) | (a > b) << 1 | (x < y) << 2 | (x > y) << 3 | (a == b) << 4


def minimal_bytes(word):
    return word.to_bytes((word.bit_length() + 7) // 8, "big")


pairs, triples, single = words(2, PAIRED), words(3, TRIPLED), words(1, SINGLE)

# Name: cases, and what the result is made of: numbers (modulo 2^256) and bytes.
OPERATIONS = {
    "add": (pairs, lambda a, b: [a + b, a + b > MASK]),
    "sub": (pairs, lambda a, b: [a - b, a < b]),
    "mul": (pairs, lambda a, b: [a * b]),
    "mulfull": (pairs, lambda a, b: [a * b >> 256, a * b]),
    "div": (pairs, lambda a, b: [a // b if b else 0]),
    "mod": (pairs, lambda a, b: [a % b if b else 0]),
    "sdiv": (pairs, lambda a, b: [truncated_quotient(a, b)]),
    "smod": (pairs, lambda a, b: [signed(a) - signed(b) * truncated_quotient(a, b) if b else 0]),
    "addmod": (triples, lambda a, b, m: [(a + b) % m if m else 0]),
    "mulmod": (triples, lambda a, b, m: [a * b % m if m else 0]),
    "exp": (pairs, lambda a, b: [pow(a, b, 2**256)]),
    "signextend": (indexed(40), lambda a, b: [sign_extended(a, b)]),
    "shl": (indexed(300), lambda a, b: [a << b if b < 256 else 0]),
    "shr": (indexed(300), lambda a, b: [a >> b if b < 256 else 0]),
    "sar": (indexed(300), lambda a, b: [signed(a) >> min(b, 256)]),
    "byte": (indexed(40), lambda a, b: [a >> 8 * (31 - b) & 255 if b < 32 else 0]),
    "compare": (pairs, lambda a, b: [compared(a, b)]),
    "bitwise": (pairs, lambda a, b: [a & b, a | b, a ^ b, ~a]),
    "clz": (single, lambda a: [256 - a.bit_length(), -a]),
    "bytes": (single, lambda a: [a.to_bytes(32, "big"), minimal_bytes(a)]),
    "hex": (single, lambda a: [hex(a).encode(), b"0x%064x" % a]),
    "decimal": (single, lambda a: [str(a).encode()]),
}


def limbs(part):
    if isinstance(part, bytes):
        return list(part)
    return [part >> shift & MASK64 for shift in (0, 64, 128, 192)]


def check(parts):
    """32 bits that depend on every bit of the result."""
    state = 0
    for limb in itertools.chain.from_iterable(map(limbs, parts)):
        state = (state ^ limb) * 0x9E3779B97F4A7C15 & MASK64
        state ^= state >> 32
    return state & 0xFFFFFFFF


def cases(name):
    """The seed of an operation is its place in the list, from 1 on."""
    seed = list(OPERATIONS).index(name) + 1
    return OPERATIONS[name][0](Generator(seed))


def checks():
    blocks = []
    for name, (_, result) in OPERATIONS.items():
        values = [check(result(*operands)) for operands in cases(name)]
        blocks.append(struct.pack(f"<{len(values)}I", *values))
    return b"".join(blocks)


def show(name, number):
    operands = next(itertools.islice(cases(name), number, None))
    print("operands", *map(hex, operands))
    for part in OPERATIONS[name][1](*operands):
        print("result  ", part if isinstance(part, bytes) else hex(part & MASK))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if not arguments:
        CHECKS.write_bytes(checks())
    elif arguments == ["--compare"]:
        sys.exit(0 if CHECKS.read_bytes() == checks() else "word.checks differs from the generator")
    else:
        show(arguments[0], int(arguments[1]))
