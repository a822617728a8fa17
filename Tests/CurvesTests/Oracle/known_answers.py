"""Prints KnownAnswers.swift with py_ecc 8.0.0 as oracle: python3 known_answers.py > ../KnownAnswers.swift"""
import random

from py_ecc import optimized_bn128 as bn

random.seed(254)
ROWS = []


def word(n, size=32):
  return int(n).to_bytes(size, "big").hex()


def group(name, comment, rows):
  print(f"  /// {comment}")
  print(f"  static let {name}: [KnownAnswer] = [")
  for label, given, expected in rows:
    print(f'    KnownAnswer("{label}",\n      "{given}",\n      "{expected}"),')
  print("  ]\n")


# alt_bn128

def bn_g1(point):
  if bn.is_inf(point):
    return "00" * 64
  x, y = bn.normalize(point)
  return word(x) + word(y)


def bn_g2(point):
  if bn.is_inf(point):
    return "00" * 128
  x, y = bn.normalize(point)
  return "".join(word(c) for e in (x, y) for c in reversed(e.coeffs))


def bn_random(generator=bn.G1):
  return bn.multiply(generator, random.randrange(1, bn.curve_order))


def bn_outside_subgroup():
  """A point of the twist whose order is not r."""
  while True:
    x = bn.FQ2([random.randrange(bn.field_modulus), random.randrange(bn.field_modulus)])
    y = square_root(bn, x * x * x + bn.b2)
    if y is not None:
      point = (x, y, bn.FQ2.one())
      assert not bn.is_inf(bn.multiply(point, bn.curve_order))
      return point


def square_root(curve, a):
  """In Fp2 for p = 3 mod 4 (Adj and Rodríguez-Henríquez 2012, algorithm 9)."""
  p = curve.field_modulus
  one = curve.FQ2.one()
  a1 = a ** ((p - 3) // 4)
  alpha, x0 = a1 * a1 * a, a1 * a
  if alpha == -one:
    root = curve.FQ2([0, 1]) * x0
  else:
    root = (one + alpha) ** ((p - 1) // 2) * x0
  return root if root * root == a else None


def bn254():
  order = bn.curve_order
  rows = []
  for i in range(3):
    a, b = bn_random(), bn_random()
    rows.append((f"sum {i}", bn_g1(a) + bn_g1(b), bn_g1(bn.add(a, b))))
  a = bn_random()
  rows.append(("double", bn_g1(a) * 2, bn_g1(bn.double(a))))
  rows.append(("opposite", bn_g1(a) + bn_g1(bn.neg(a)), "00" * 64))
  rows.append(("infinity and a point", "00" * 64 + bn_g1(a), bn_g1(a)))
  rows.append(("a point alone", bn_g1(a), bn_g1(a)))
  rows.append(("nothing", "", "00" * 64))
  rows.append(("more than two points", bn_g1(a) * 2 + "ff", bn_g1(bn.double(a))))
  group("bn254Add", "alt_bn128, EIP-196: sums.", rows)

  rows = []
  for k in (0, 1, 2, 15, 16, order - 1, order, order + 1, 2**256 - 1, 2**128, 2**127 - 1,
            random.randrange(2**256), random.randrange(2**256), random.randrange(2**64)):
    a = bn_random()
    rows.append((f"times {k:x}"[:30], bn_g1(a) + word(k), bn_g1(bn.multiply(a, k % order))))
  rows.append(("infinity times a number", "00" * 64 + word(77), "00" * 64))
  rows.append(("a scalar cut short", bn_g1(a) + "02", bn_g1(bn.multiply(a, (2 << 248) % order))))
  group("bn254Multiply", "alt_bn128, EIP-196: multiples.", rows)

  rows = [("no pairs", "", "01")]
  k = random.randrange(order)
  p, q = bn_random(), bn_random(bn.G2)
  rows.append(("e(kP, Q) = e(P, kQ)",
               bn_g1(bn.multiply(p, k)) + bn_g2(q) + bn_g1(bn.neg(p)) + bn_g2(bn.multiply(q, k)), "01"))
  rows.append(("e(kP, Q) against e(P, (k + 1)Q)",
               bn_g1(bn.multiply(p, k)) + bn_g2(q) + bn_g1(bn.neg(p)) + bn_g2(bn.multiply(q, k + 1)), "00"))
  rows.append(("one pair", bn_g1(p) + bn_g2(q), "00"))
  rows.append(("infinities", bn_g1(p) + "00" * 128 + "00" * 64 + bn_g2(q), "01"))
  group("bn254Pairing", "alt_bn128, EIP-197: pairing checks.", rows)

  outside = bn_outside_subgroup()
  wrong = (outside[0], outside[1] + bn.FQ2.one(), outside[2])
  prime = bn.field_modulus
  group("bn254Invalid", "alt_bn128: pairs that fail, with the name of the error.", [
    ("x is p", word(prime) + word(2) + bn_g2(q), "notInField"),
    ("y is p + 2, which would be a point", word(1) + word(prime + 2) + bn_g2(q), "notInField"),
    ("G1 off the curve", word(1) + word(3) + bn_g2(q), "notOnCurve"),
    ("x of G2 is p", bn_g1(p) + word(prime) + bn_g2(q)[64:], "notInField"),
    ("G2 off the curve", bn_g1(p) + bn_g2(wrong), "notOnCurve"),
    ("G2 outside the subgroup", bn_g1(p) + bn_g2(outside), "notInSubgroup"),
    ("infinity with a G2 outside the subgroup", "00" * 64 + bn_g2(outside), "notInSubgroup"),
    ("a byte too many", bn_g1(p) + bn_g2(q) + "00", "invalidLength"),
    ("a byte too few", (bn_g1(p) + bn_g2(q))[:-2], "invalidLength"),
  ])


# BLAKE2b, EIP-152

def blake2_rounds(rounds, h, m, t, final):
  """RFC 7693, section 3.2, written down again word by word."""
  mask = 2**64 - 1
  iv = [0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179]
  sigma = ["0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8",
           "905724afe1bc683d", "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a",
           "6fe9b308c2d714a5", "a2847615fb9e3cd0"]
  v = h + iv
  v[12] ^= t[0]
  v[13] ^= t[1]
  if final:
    v[14] ^= mask

  def turn(a, n):
    return (a >> n | a << (64 - n)) & mask

  def mix(a, b, c, d, x, y):
    v[a] = (v[a] + v[b] + x) & mask
    v[d] = turn(v[d] ^ v[a], 32)
    v[c] = (v[c] + v[d]) & mask
    v[b] = turn(v[b] ^ v[c], 24)
    v[a] = (v[a] + v[b] + y) & mask
    v[d] = turn(v[d] ^ v[a], 16)
    v[c] = (v[c] + v[d]) & mask
    v[b] = turn(v[b] ^ v[c], 63)

  for i in range(rounds):
    s = [m[int(c, 16)] for c in sigma[i % 10]]
    for j in range(4):
      mix(j, 4 + j, 8 + j, 12 + j, s[2 * j], s[2 * j + 1])
    for j in range(4):
      mix(j, 4 + (j + 1) % 4, 8 + (j + 2) % 4, 12 + (j + 3) % 4, s[8 + 2 * j], s[9 + 2 * j])
  return [h[i] ^ v[i] ^ v[i + 8] for i in range(8)]


def blake2():
  rows = []
  for rounds in (0, 1, 9, 10, 11, 12, 25):
    h, m, t = ([random.randrange(2**64) for _ in range(n)] for n in (8, 16, 2))
    final = rounds % 2
    little = lambda words: "".join(w.to_bytes(8, "little").hex() for w in words)
    rows.append((f"{rounds} rounds", word(rounds, 4) + little(h + m + t) + word(final, 1),
                 little(blake2_rounds(rounds, h, m, t, final))))
  group("blake2", "BLAKE2b's F, EIP-152; the function written down again in Python.", rows)


print("// Printed by Oracle/known_answers.py, with py_ecc as oracle.\n")
print("enum KnownAnswers {")
bn254()
blake2()
print("}")
