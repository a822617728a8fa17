#!/usr/bin/env python3
"""Instrument keys by the rule of InstrumentKeyRule. Standard library only.

    python3 make_keys.py > keys.txt

A line: board secret, fleet, board, term, instrument, index, message, HMAC, secret.
"""

import hashlib
import hmac

for n in range(4):
    secret = hashlib.sha256(b"secret%d" % n).digest()
    fleet = hashlib.sha256(b"fleet%d" % n).digest()
    board = hashlib.sha256(b"board%d" % n).digest()[:20]
    term = 1 << (8 * n)
    instrument = hashlib.sha256(b"instrument%d" % n).digest()
    index = 1000**n
    message = (
        b"\0" + secret + fleet + board + term.to_bytes(8, "big") + instrument
        + index.to_bytes(4, "big") + b"\0"
    )
    assert len(message) == 130
    output = hmac.new(b"cairn instrument key", message, hashlib.sha512).digest()
    print(
        secret.hex(), fleet.hex(), board.hex(), term, instrument.hex(), index, message.hex(),
        output.hex(), output[:32].hex(),
    )
