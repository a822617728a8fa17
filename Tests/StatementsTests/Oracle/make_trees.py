#!/usr/bin/env python3
"""Roots and paths of DigestTree, written recursively as in RFC 6962, section 2.1, where the Swift
code goes level by level. Needs the PyPI package `eth_utils` with `pycryptodome`.

    python3 make_trees.py > trees.txt

Digest i is keccak256 of the 8 bytes of i. A line a tree: leaves, root, keccak256 of all paths in turn.
"""

from eth_utils import keccak


def leaf(digest):
    return keccak(b"\x00" + digest)


def node(left, right):
    return keccak(b"\x01" + left + right)


def split(count):
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def root(digests):
    if len(digests) == 1:
        return leaf(digests[0])
    at = split(len(digests))
    return node(root(digests[:at]), root(digests[at:]))


def path(index, digests):
    if len(digests) == 1:
        return []
    at = split(len(digests))
    if index < at:
        return path(index, digests[:at]) + [root(digests[at:])]
    return path(index - at, digests[at:]) + [root(digests[:at])]


for count in [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 31, 33, 64, 100]:
    digests = [keccak(i.to_bytes(8, "big")) for i in range(count)]
    paths = b"".join(b"".join(path(i, digests)) for i in range(count))
    print(count, root(digests).hex(), keccak(paths).hex())
