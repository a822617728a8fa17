#!/usr/bin/env python3
"""Decimal arithmetic in exact fractions, rounded by the rule of DecimalValue. Standard library only.

    python3 make_decimals.py > decimals.txt

A line: operation, a, b, result; each number as mantissa:exponent. `none` where it does not fit.
"""

import random
from fractions import Fraction

LIMIT = 27
MOST = 2**63 - 1


def value(number):
    return Fraction(number[0]) * Fraction(10) ** number[1]


def half_even(fraction):
    return round(fraction)  # Python rounds halves of fractions to even.


def fitted(exact, exponent):
    """The finest exponent, from this one on, on which the rounded mantissa fits."""
    exponent = max(exponent, -LIMIT)
    while True:
        mantissa = half_even(exact / Fraction(10) ** exponent)
        if abs(mantissa) <= MOST:
            break
        exponent += 1
    if mantissa == 0:
        exponent = min(exponent, LIMIT)
    while exponent > LIMIT:
        mantissa *= 10
        exponent -= 1
        if abs(mantissa) > MOST:
            return None
    return mantissa, exponent


def add(a, b):
    return fitted(value(a) + value(b), min(a[1], b[1]))


def subtract(a, b):
    return fitted(value(a) - value(b), min(a[1], b[1]))


def multiply(a, b):
    return fitted(value(a) * value(b), a[1] + b[1])


def divide(a, b):
    if b[0] == 0:
        return None
    shift = 0
    while shift < 38 and abs(a[0]) * 10**shift % abs(b[0]):
        shift += 1
    exponent = a[1] - b[1] - shift
    # The quotient is rounded on this exponent first where it never ends: 38 digits.
    quotient = half_even(abs(Fraction(a[0])) * 10**shift / abs(Fraction(b[0])))
    sign = -1 if (a[0] < 0) != (b[0] < 0) else 1
    return fitted(sign * quotient * Fraction(10) ** exponent, exponent)


def rounded(a, b):
    target = b[1]
    mantissa = half_even(value(a) / Fraction(10) ** target)
    return (mantissa, target) if abs(mantissa) <= MOST else None


def draw(source):
    bits = source.choice([0, 3, 8, 16, 31, 32, 53, 62, 63])
    mantissa = source.getrandbits(bits) if bits else source.choice([0, 1, 5, 10, 25, MOST])
    exponent = source.choice([0, -1, -2, -3, -6, 2, source.randint(-LIMIT, LIMIT)])
    return (-mantissa if source.random() < 0.5 else mantissa), exponent


def text(number):
    return "none" if number is None else f"{number[0]}:{number[1]}"


source = random.Random(8428)
for operation in (add, subtract, multiply, divide, rounded):
    for _ in range(400):
        a, b = draw(source), draw(source)
        print(operation.__name__, text(a), text(b), text(operation(a, b)))
