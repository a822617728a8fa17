"""Prints KnownAnswers.swift with py_ecc 8.0.0 as oracle: python3 known_answers.py > ../KnownAnswers.swift"""
import random

from py_ecc import optimized_bls12_381 as bls
from py_ecc import optimized_bn128 as bn
from py_ecc.bls import hash_to_curve as hashing
from py_ecc.bls import point_compression as compression

from constants import TAU

# g1_monomial[1] of the ceremony's trusted_setup_4096.json (consensus-specs, presets/mainnet).
TAU_G1 = (
  "ad3eb50121139aa34db1d545093ac9374ab7bca2c0f3bf28e27c8dcd8fc7cb42d25926fc0c97b336e9f0fb35e5a04c81")

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


# BLS12-381, EIP-2537 and EIP-4844

def fp(n):
  return word(n, 64)


def bls_g1(point):
  if bls.is_inf(point):
    return "00" * 128
  return "".join(fp(c) for c in bls.normalize(point))


def bls_g2(point):
  if bls.is_inf(point):
    return "00" * 256
  return "".join(fp(c) for e in bls.normalize(point) for c in e.coeffs)


def bls_random(generator=bls.G1):
  return bls.multiply(generator, random.randrange(1, bls.curve_order))


def bls_outside_g1():
  p = bls.field_modulus
  while True:
    x = random.randrange(p)
    square = (x**3 + 4) % p
    y = pow(square, (p + 1) // 4, p)
    if y * y % p == square:
      point = (bls.FQ(x), bls.FQ(y), bls.FQ.one())
      assert not bls.is_inf(bls.multiply(point, bls.curve_order))
      return point


def bls_outside_g2():
  while True:
    x = bls.FQ2([random.randrange(bls.field_modulus), random.randrange(bls.field_modulus)])
    y = square_root(bls, x * x * x + bls.b2)
    if y is not None:
      point = (x, y, bls.FQ2.one())
      assert not bls.is_inf(bls.multiply(point, bls.curve_order))
      return point


def bls_sums():
  for name, encode, outside, generator in (("G1", bls_g1, bls_outside_g1, bls.G1),
                                           ("G2", bls_g2, bls_outside_g2, bls.G2)):
    a, b, c = bls_random(generator), bls_random(generator), outside()
    zero = encode(bls.multiply(a, 0))
    group(f"bls{name}Add", f"BLS12-381: sums in {name}; points need not have order r.", [
      ("sum", encode(a) + encode(b), encode(bls.add(a, b))),
      ("double", encode(a) * 2, encode(bls.double(a))),
      ("opposite", encode(a) + encode(bls.neg(a)), zero),
      ("a point and infinity", encode(a) + zero, encode(a)),
      ("infinity and a point", zero + encode(b), encode(b)),
      ("infinities", zero * 2, zero),
      ("outside the subgroup", encode(a) + encode(c), encode(bls.add(a, c))),
      ("double outside the subgroup", encode(c) * 2, encode(bls.double(c))),
    ])


def bls_multiples():
  order, x = bls.curve_order, 0xd201000000010000
  edges = [0, 1, 2, x, x - 1, x**2, x**2 - 1, x**2 + 1, x**3, order - 1, order, order + 1, 2**256 - 1]
  for name, encode, generator in (("G1", bls_g1, bls.G1), ("G2", bls_g2, bls.G2)):
    rows = []
    for k in edges + [random.randrange(2**256)]:
      a = bls_random(generator)
      rows.append((f"times {k:x}"[:30], encode(a) + word(k), encode(bls.multiply(a, k % order))))
    for count in (2, 3, 5):
      points = [bls_random(generator) for _ in range(count)]
      points[1] = points[0] if count == 3 else bls.multiply(points[1], count % 2)
      factors = [random.randrange(2**256) for _ in range(count)]
      total = bls.multiply(generator, 0)
      for a, k in zip(points, factors):
        total = bls.add(total, bls.multiply(a, k % order))
      given = "".join(encode(a) + word(k) for a, k in zip(points, factors))
      rows.append((f"{count} points", given, encode(total)))
    group(f"bls{name}MSM", f"BLS12-381: sums of multiples in {name}.", rows)


def bls_pairings():
  k = random.randrange(bls.curve_order)
  p, q = bls_random(), bls_random(bls.G2)
  zero1, zero2 = "00" * 128, "00" * 256
  group("blsPairing", "BLS12-381: pairing checks.", [
    ("e(kP, Q) = e(P, kQ)",
     bls_g1(bls.multiply(p, k)) + bls_g2(q) + bls_g1(bls.neg(p)) + bls_g2(bls.multiply(q, k)), "01"),
    ("e(kP, Q) against e(P, (k + 1)Q)",
     bls_g1(bls.multiply(p, k)) + bls_g2(q) + bls_g1(bls.neg(p)) + bls_g2(bls.multiply(q, k + 1)), "00"),
    ("one pair", bls_g1(p) + bls_g2(q), "00"),
    ("infinities", bls_g1(p) + zero2 + zero1 + bls_g2(q), "01"),
  ])
  prime = bls.field_modulus
  out1, out2 = bls_outside_g1(), bls_outside_g2()
  x, y = bls.normalize(p)
  group("blsInvalid", "BLS12-381: pairs that fail, with the name of the error.", [
    ("nothing", "", "invalidLength"),
    ("a byte too many", bls_g1(p) + bls_g2(q) + "00", "invalidLength"),
    ("x + p", fp(int(x) + prime) + fp(y) + bls_g2(q), "notInField"),
    ("p for zero", fp(prime) + fp(0) + bls_g2(q), "notInField"),
    ("a bit above 2^384", "00" * 15 + "01" + bls_g1(p)[32:] + bls_g2(q), "nonzeroPadding"),
    ("a bit above y", bls_g1(p)[:128] + "80" + bls_g1(p)[130:] + bls_g2(q), "nonzeroPadding"),
    ("G1 off the curve", fp(x) + fp(int(y) ^ 1) + bls_g2(q), "notOnCurve"),
    ("G2 off the curve", bls_g1(p) + bls_g2(q)[:-2] + "00", "notOnCurve"),
    ("G1 outside the subgroup", bls_g1(out1) + zero2, "notInSubgroup"),
    ("G2 outside the subgroup", zero1 + bls_g2(out2), "notInSubgroup"),
  ])


def bls_maps():
  prime = bls.field_modulus
  # 0 and the roots of Z²u⁴ + Zu² = 0 take the exceptional branch: u² = −1/Z.
  minus = -pow(11, -1, prime) % prime
  root = pow(minus, (prime + 1) // 4, prime)
  assert root * root % prime == minus
  rows = [(f"u = {u:x}"[:24], fp(u), bls_g1(hashing.clear_cofactor_G1(hashing.map_to_curve_G1(bls.FQ(u)))))
          for u in [0, 1, prime - 1, root] + [random.randrange(prime) for _ in range(4)]]
  group("blsMapToG1", "BLS12-381: the map to G1.", rows)
  rows = []
  for u in [(0, 0), (1, 0), (0, 1), (prime - 1, 0)] + [
      (random.randrange(prime), random.randrange(prime)) for _ in range(4)]:
    point = hashing.clear_cofactor_G2(hashing.map_to_curve_G2(bls.FQ2(u)))
    rows.append((f"u = {u[0]:x}, {u[1]:x}"[:24], fp(u[0]) + fp(u[1]), bls_g2(point)))
  group("blsMapToG2", "BLS12-381: the map to G2.", rows)


def kzg():
  """Openings of a + b·X: with [τ]₁ alone, the commitment is a + b·τ and every proof is b."""
  order = bls.curve_order
  compressed = lambda point: word(compression.compress_G1(point), 48)
  tau = compression.decompress_G1(int(TAU_G1, 16))
  twisted = compression.decompress_G2((int(TAU[:96], 16), int(TAU[96:], 16)))
  assert bls.pairing(bls.G2, tau) == bls.pairing(twisted, bls.G1)
  rows = []

  def row(name, a, b, z, y_shift, error, commitment=None, proof=None):
    y = (a + b * z) % order + y_shift
    c = compressed(bls.add(bls.multiply(bls.G1, a), bls.multiply(tau, b)))
    p = compressed(bls.multiply(bls.G1, b))
    rows.append((name, (commitment or c) + word(z) + word(y) + (proof or p), error))

  some = lambda: random.randrange(order)
  a, b, z = some(), some(), some()
  row("a line", a, b, z, 0, "")
  row("a line at zero", some(), some(), 0, 0, "")
  row("a line through the origin", 0, some(), some(), 0, "")
  row("a constant", some(), 0, some(), 0, "")
  row("zero", 0, 0, some(), 0, "")
  row("the root", order - some(), 1, order - 1, 0, "")
  row("another value", 1, b, 1, 1, "proofDoesNotHold")
  row("another commitment", a, b, z, 0, "proofDoesNotHold", commitment=compressed(bls_random()))
  row("another proof", a, b, z, 0, "proofDoesNotHold", proof=compressed(bls_random()))
  row("infinity for a proof", a, b, z, 0, "proofDoesNotHold", proof="c0" + "00" * 47)
  row("y + r", 0, 0, 1, order, "notAScalar")
  row("z is r", 1, 0, order, 0, "notAScalar")
  good = compressed(bls_random())
  flip = lambda bits: word(int(good, 16) ^ bits << 381, 48)
  row("not compressed", a, b, z, 0, "invalidFlags", commitment=flip(4))
  row("infinity with bytes", a, b, z, 0, "invalidFlags", commitment=flip(2))
  row("infinity with a sign", a, b, z, 0, "invalidFlags", proof="e0" + "00" * 47)
  row("infinity not compressed", a, b, z, 0, "invalidFlags", proof="40" + "00" * 47)
  row("x is p", a, b, z, 0, "notInField", proof=word(bls.field_modulus + (4 << 381), 48))
  row("x of no point", a, b, z, 0, "notOnCurve", proof=word(no_point() + (4 << 381), 48))
  outside = compressed(bls_outside_g1())
  row("outside the subgroup", a, b, z, 0, "notInSubgroup", commitment=outside)
  group("kzg", "Openings of lines: commitment, z, y, proof; the error's name, if any.", rows)


def no_point():
  p = bls.field_modulus
  return next(x for x in range(1, 99) if pow(x**3 + 4, (p - 1) // 2, p) == p - 1)


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


print("// swift-format-ignore-file\n// Printed by Oracle/known_answers.py, with py_ecc as oracle.\n")
print("enum KnownAnswers {")
bn254()
blake2()
bls_sums()
bls_multiples()
bls_pairings()
bls_maps()
kzg()
print("}")
