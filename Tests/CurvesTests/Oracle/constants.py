"""Derives the constant tables of the module Curves, and checks the identities that the code rests on.

    python3 constants.py bn254|bls12381     prints the tables in Swift (Montgomery form)
    python3 constants.py check              only the checks

Python alone is enough, except for the isogenies of BLS12-381, whose coefficients (RFC 9380, appendix E)
are taken from py_ecc.
"""
import math
import sys


class Curve:
  """A field with its Montgomery form, and Fp2 = Fp[u]/(u² + 1) as pairs."""

  def __init__(self, name, p, r, x, limbs, xi):
    self.name, self.p, self.r, self.x, self.limbs, self.xi = name, p, r, x, limbs, xi
    self.R = 1 << (64 * limbs)

  def mul(self, a, b):
    return ((a[0] * b[0] - a[1] * b[1]) % self.p, (a[0] * b[1] + a[1] * b[0]) % self.p)

  def power(self, a, e):
    result = (1, 0)
    while e:
      if e & 1:
        result = self.mul(result, a)
      a = self.mul(a, a)
      e >>= 1
    return result

  def inverse(self, a):
    n = pow(a[0] * a[0] + a[1] * a[1], -1, self.p)
    return (a[0] * n % self.p, -a[1] * n % self.p)

  def twist_point(self, compressed, b):
    """A point of the twist y² = x³ + b·ξ from the compressed encoding of 96 bytes."""
    p, flags = self.p, compressed[0] >> 5
    c1 = int.from_bytes(compressed[:48], "big") % 2**381
    x = (int.from_bytes(compressed[48:], "big"), c1)
    cube = self.mul(self.mul(x, x), x)
    square = ((cube[0] + b * self.xi[0]) % p, (cube[1] + b * self.xi[1]) % p)
    a1 = self.power(square, (p - 3) // 4)
    alpha, x0 = self.mul(self.mul(a1, a1), square), self.mul(a1, square)
    if alpha == (p - 1, 0):
      y = self.mul((0, 1), x0)
    else:
      y = self.mul(self.power((alpha[0] + 1, alpha[1]), (p - 1) // 2), x0)
    assert self.mul(y, y) == square and flags & 4
    if ((y[1], y[0]) > ((p - y[1]) % p, (p - y[0]) % p)) != bool(flags & 1):
      y = (-y[0] % p, -y[1] % p)
    return x, y

  # Swift

  def raw(self, number):
    words = [(number >> (64 * i)) & (2**64 - 1) for i in range(self.limbs)]
    texts = ["0x" + "_".join(f"{w:016x}"[i:i + 4] for i in range(0, 16, 4)) for w in words]
    if self.limbs == 4:
      return "      " + ", ".join(texts)
    return "      " + ", ".join(texts[:3]) + ",\n      " + ", ".join(texts[3:])

  def base(self, a):
    return f"{self.name}Field(\n{self.raw(a * self.R % self.p)})"

  def pair(self, a):
    return f"Fp2(\n    {self.base(a[0])},\n    {self.base(a[1])})"


# g2_monomial[1] of the ceremony's trusted_setup_4096.json (consensus-specs, presets/mainnet).
TAU = (
  "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72"
  "185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2")

BN = Curve(
  "BN254",
  21888242871839275222246405745257275088696311157297823662689037894645226208583,
  21888242871839275222246405745257275088548364400416034343698204186575808495617,
  4965661367192848881, 4, (9, 1))
BLS = Curve(
  "BLS12381",
  0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab,
  0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001,
  -0xd201000000010000, 6, (1, 1))


def frobenius_tables(c):
  out = "  // ξ^(i·(p − 1)/6)\n  static let frobenius1 = FrobeniusCoefficients<Fp2<%sField>>(\n" % c.name
  out += ",\n".join(
    f"    w{i}: {c.pair(c.power(c.xi, i * (c.p - 1) // 6))}" for i in range(1, 6)) + ")\n\n"
  out += "  // ξ^(i·(p² − 1)/6)\n  static let frobenius2 = FrobeniusCoefficients<%sField>(\n" % c.name
  values = [c.power(c.xi, i * (c.p * c.p - 1) // 6) for i in range(1, 6)]
  assert all(v[1] == 0 for v in values)
  out += ",\n".join(f"    w{i + 1}: {c.base(v[0])}" for i, v in enumerate(values)) + ")\n"
  return out


def cube_roots(m):
  """The two primitive cube roots of one modulo the prime m."""
  g = 2
  while pow(g, (m - 1) // 3, m) == 1:
    g += 1
  root = pow(g, (m - 1) // 3, m)
  return root, root * root % m


def glv_basis(r, root):
  """Two short vectors (a, b) with a + b·root = 0 modulo r (Guide to ECC, algorithm 3.74)."""
  rows = [(r, 0), (root, 1)]
  while rows[-1][0] ** 2 > r:
    q = rows[-2][0] // rows[-1][0]
    rows.append((rows[-2][0] - q * rows[-1][0], rows[-2][1] - q * rows[-1][1]))
  q = rows[-2][0] // rows[-1][0]
  after = (rows[-2][0] - q * rows[-1][0], rows[-2][1] - q * rows[-1][1])
  v1 = (rows[-1][0], -rows[-1][1])
  v2 = min([(rows[-2][0], -rows[-2][1]), (after[0], -after[1])],
           key=lambda v: v[0] ** 2 + v[1] ** 2)
  for a, b in (v1, v2):
    assert (a + b * root) % r == 0
  return v1, v2


def affine_add(p, a, b):
  if a is None:
    return b
  if b is None:
    return a
  if a[0] == b[0]:
    if (a[1] + b[1]) % p == 0:
      return None
    s = 3 * a[0] * a[0] * pow(2 * a[1], -1, p)
  else:
    s = (b[1] - a[1]) * pow(b[0] - a[0], -1, p)
  x = (s * s - a[0] - b[0]) % p
  return (x, (s * (a[0] - x) - a[1]) % p)


def affine_multiply(p, a, k):
  result = None
  while k:
    if k & 1:
      result = affine_add(p, result, a)
    a = affine_add(p, a, a)
    k >>= 1
  return result


def endomorphism(c, generator):
  """(β, λ) with (β·x, y) = λ·(x, y) on the group of order r."""
  roots = cube_roots(c.r)
  beta = cube_roots(c.p)[0]
  image = (beta * generator[0] % c.p, generator[1])
  matching = [k for k in roots if affine_multiply(c.p, generator, k) == image]
  assert len(matching) == 1
  return beta, matching[0]


def word(number):
  text = f"{number:x}"
  text = text.zfill((len(text) + 3) // 4 * 4)
  return "0x" + "_".join(text[i:i + 4] for i in range(0, len(text), 4))


def bn254():
  c, x = BN, BN.x
  assert c.p == 36 * x**4 + 36 * x**3 + 24 * x**2 + 6 * x + 1
  assert c.r == 36 * x**4 + 36 * x**3 + 18 * x**2 + 6 * x + 1
  beta, lam = endomorphism(c, (1, 2))
  (a1, b1), (a2, b2) = glv_basis(c.r, lam)
  assert a1 > 0 and a2 > 0 and b2 > 0 and b1 < 0 and a1 * b2 - a2 * b1 == c.r
  b = c.mul((3, 0), c.inverse(c.xi))
  text = "// swift-format-ignore-file\n// Printed by Tests/CurvesTests/Oracle/constants.py, Montgomery form, least significant limb first.\n\n"
  text += "extension BN254Field {\n" + frobenius_tables(c) + "}\n\n"
  text += "enum BN254Constants {\n"
  text += f"  // 3/ξ, the twist's b.\n  static let twistB = {c.pair(b)}\n\n"
  text += f"  // 9/ξ\n  static let threeTwistB = {c.pair(c.mul(b, (3, 0)))}\n\n"
  text += f"  // A cube root of one: (β·x, y) = λ·(x, y) with λ = {word(lam)}.\n"
  text += f"  static let beta = {c.base(beta)}\n\n"
  text += "  // Short vectors (a1, −b1) and (a2, b2) with a + b·λ = 0 modulo the order (algorithm 3.74 of the\n"
  text += "  // Guide to Elliptic Curve Cryptography), and ⌊2^256·b2/r⌋, ⌊2^256·b1/r⌋.\n"
  for n, v in [("a1", a1), ("b1", -b1), ("a2", a2), ("b2", b2), ("g1", (b2 << 256) // c.r), ("g2", (-b1 << 256) // c.r)]:
    text += f"  // {n} = {word(v)}\n"
  text += "}\n"
  # Both parts of any scalar below r stay below 2^127.
  import random
  random.seed(1)
  g1, g2 = (b2 << 256) // c.r, (-b1 << 256) // c.r
  worst = 0
  for _ in range(20000):
    k = random.choice([random.randrange(c.r), c.r - 1 - random.randrange(1 << random.randrange(250))])
    c1, c2 = k * g1 >> 256, k * g2 >> 256
    k1, k2 = k - c1 * a1 - c2 * a2, -c1 * b1 - c2 * b2
    assert (k1 + k2 * lam - k) % c.r == 0
    worst = max(worst, abs(k1), abs(k2))
  # c1 and c2 are at most 2 below the exact quotients: |k1| ≤ 2(a1 + a2), |k2| ≤ 2(|b1| + b2).
  assert 2 * (a1 + a2) < 2**128 and 2 * (b2 - b1) < 2**128 and worst < 2**127
  return text


def bls12381():
  from py_ecc.optimized_bls12_381 import G1, G2, constants as iso
  c, x = BLS, BLS.x
  generator = (int(G1[0]), int(G1[1]))
  beta, lam = endomorphism(c, generator)
  if lam != -x * x % c.r:
    beta, lam = beta * beta % c.p, lam * lam % c.r
  assert lam == -x * x % c.r
  field, fp = "BLS12381Field", lambda a: int(a) % c.p
  pair = lambda a: tuple(int(v) % c.p for v in a.coeffs)
  square_root = lambda a: pow(a, (c.p + 1) // 4, c.p)
  power = c.power(c.xi, (c.p - 1) // 6)
  tau = c.twist_point(bytes.fromhex(TAU), 4)
  constants = [
    ("beta", "A cube root of one: (β·x, y) = −x²·(x, y) on G1, with x the curve's parameter.", c.base(beta)),
    ("psiX", "ξ^(−(p − 1)/3)", c.pair(c.inverse(c.power(power, 2)))),
    ("psiY", "ξ^(−(p − 1)/2)", c.pair(c.inverse(c.power(power, 3)))),
    ("generatorX", "The generator of G1.", c.base(generator[0])),
    ("generatorY", None, c.base(generator[1])),
    ("twistGeneratorX", "The generator of G2.", c.pair(pair(G2[0]))),
    ("twistGeneratorY", None, c.pair(pair(G2[1]))),
    ("tauX", "[τ]₂ of the KZG ceremony: g2_monomial[1] of trusted_setup_4096.json.", c.pair(tau[0])),
    ("tauY", None, c.pair(tau[1])),
    ("g1A", "The curve isogenous to G1 (RFC 9380, section 8.8.1).", c.base(fp(iso.ISO_11_A))),
    ("g1B", None, c.base(fp(iso.ISO_11_B))),
    ("g1Z", "Z = 11, and the square root of −Z.", c.base(11)),
    ("g1RootOfMinusZ", None, c.base(square_root(-11 % c.p))),
    ("g2A", "The curve isogenous to G2 (RFC 9380, section 8.8.2).", c.pair(pair(iso.ISO_3_A))),
    ("g2B", None, c.pair(pair(iso.ISO_3_B))),
    ("g2Z", "Z = −(2 + u), and the square root of −5, 5 being its norm.", c.pair(pair(iso.ISO_3_Z))),
    ("g2RootOfMinusNorm", None, c.base(square_root(-5 % c.p))),
  ]
  assert fp(iso.ISO_11_Z) == 11 and pow(square_root(-11 % c.p), 2, c.p) == -11 % c.p
  assert pair(iso.ISO_3_Z) == (c.p - 2, c.p - 1) and pow(square_root(-5 % c.p), 2, c.p) == -5 % c.p
  text = "// swift-format-ignore-file\n// Printed by Tests/CurvesTests/Oracle/constants.py; Montgomery form, least significant limb first.\n\n"
  text += "extension BLS12381Field {\n" + frobenius_tables(c) + "}\n\nenum BLS12381Constants {\n"
  for name, comment, value in constants:
    text += f"  // {comment}\n" if comment else ""
    text += f"  static let {name} = {value}\n\n"
  text = text.rstrip() + "\n}\n\n// RFC 9380, appendix E: coefficients by rising degree.\n"
  for name, maps, show, kind in (
      ("BLS12381G1Isogeny", iso.ISO_11_MAP_COEFFICIENTS, lambda a: c.base(fp(a)), field),
      ("BLS12381G2Isogeny", iso.ISO_3_MAP_COEFFICIENTS, lambda a: c.pair(pair(a)), f"Fp2<{field}>")):
    text += f"enum {name} {{\n"
    for label, row in zip(("xNumerator", "xDenominator", "yNumerator", "yDenominator"), maps):
      row = list(row)
      while int(fp(row[-1]) if kind == field else sum(pair(row[-1]))) == 0:
        row.pop()
      text += f"  static let {label}: [{kind}] = [\n"
      text += "".join(f"    {show(a)},\n" for a in row) + "  ]\n\n"
    text = text.rstrip() + "\n}\n\n"
  return text.rstrip() + "\n"


def resultant_with_frobenius(coefficients, t, p):
  """The norm of Σ cᵢψⁱ where ψ² − tψ + p = 0."""
  a, b = 0, 0                   # a + b·ψ, Horner
  for c in reversed(coefficients):
    a, b = c - b * p, a + b * t
  return a * a + a * b * t + b * b * p


def check():
  # The hard parts as written in the code: the exponent, times r, is a multiple of p⁴ − p² + 1, and
  # shares nothing more with it, so the power is one exactly for the r-th powers.
  for c, exponent in ((BN, bn_hard), (BLS, bls_hard)):
    order = c.p**4 - c.p**2 + 1
    assert order % c.r == 0 and math.gcd(exponent(c.p, c.x), order) == order // c.r, c.name
  # BN254 G2: (x + 1) + xψ + xψ² − 2xψ³ vanishes on a point only if its order divides r.
  p, r, x = BN.p, BN.r, BN.x
  t = 6 * x * x + 1
  order = r * (2 * p - r)       # of the twist (Barreto and Naehrig 2005)
  assert math.gcd(resultant_with_frobenius([x + 1, x, x, -2 * x], t, p), order) == r
  # BLS12-381: ψ − x on G2, φ + x² on G1 (Scott 2021). The norm of φ + x² is x⁴ − x² + 1 = r.
  p, r, x = BLS.p, BLS.r, BLS.x
  assert r == x**4 - x**2 + 1 and p == (x - 1)**2 * r // 3 + x
  twist = (x**8 - 4 * x**7 + 5 * x**6 - 4 * x**4 + 6 * x**3 - 4 * x**2 - 4 * x + 13) // 9 * r
  assert math.gcd(resultant_with_frobenius([-x, 1], x + 1, p), twist) == r
  print("checked")


def bn_hard(p, x):
  """BN254.hardPart, step by step, as exponents of the argument."""
  y0 = -x
  y1 = 2 * y0
  y3 = 3 * y1
  y4 = -x * y3
  y6 = -x * 2 * y4
  y3, y6 = -y3, -y6
  y7 = y6 + y4
  y8 = y7 + y3
  y9 = y8 + y1
  y10 = y8 + y4
  y11 = y10 + 1
  return y11 + y9 * p + y8 * p**2 + (y9 - 1) * p**3


def bls_hard(p, x):
  return (x - 1)**2 * (x + p) * (x**2 + p**2 - 1) + 3


if __name__ == "__main__":
  check() if sys.argv[1] == "check" else print(globals()[sys.argv[1]](), end="")
