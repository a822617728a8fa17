#!/usr/bin/env python3
"""Known answers for MerkleTrie, from the PyPI package `trie` (py-trie, with `pycryptodome`).

    python3 make_known_answers.py > known-answers.txt

Random numbers are SplitMix64, so that the test draws the same keys and values; see KnownAnswerTests.swift.
One line a step: style, seed, step, the root after it, and the Keccak hash of the nodes that prove one key.
"""

import rlp
from eth_hash.auto import keccak
from trie import HexaryTrie

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


def plain_key(random):
    # One length: py-trie 4.0.0 raises when a key ends within an extension.
    return bytes([0x00, 0x01, 0x10, 0x11][random.next() % 4] for _ in range(4))


def hashed_key(random):
    return keccak((random.next() % 64).to_bytes(8, "big"))


def value(random):
    draw = random.next()
    if draw % 4 == 0:
        return b""
    first = draw >> 16
    return bytes((first + index) & 0xFF for index in range(1 + (draw >> 8) % 60))


def proof(trie, key):
    nodes = [rlp.encode(node) for node in trie.get_proof(key)]
    # A node shorter than a hash stands in its parent; eth_getProof does not repeat it.
    return [node for place, node in enumerate(nodes) if place == 0 or len(node) >= 32]


def main():
    for style, draw in (("plain", plain_key), ("hashed", hashed_key)):
        for seed in range(4):
            random, trie = SplitMix(seed), HexaryTrie({}, prune=True)
            for step in range(40):
                for _ in range(1 + random.next() % 4):
                    key, new = draw(random), value(random)
                    if new:
                        trie[key] = new
                    elif key in trie:
                        del trie[key]
                asked = draw(random)
                nodes = proof(trie, asked) if trie.root_hash != keccak(b"\x80") else []
                proof_hash = keccak(b"".join(nodes))
                print(style, seed, step, trie.root_hash.hex(), proof_hash.hex()[:16])


main()
