import ChainTypes
import SystemCrypto
import Testing

/// The key and the first SHA-256 signature of RFC 6979, A.2.5.
@Suite struct P256Verification {
  let digest = Hash(hex: "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf")!
  let r = Word(hex: "0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716")!
  let s = Word(hex: "0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")!
  let x = Word(hex: "0x60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6")!
  let y = Word(hex: "0x7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")!

  func verify(
    digest: Hash? = nil, r: Word? = nil, s: Word? = nil, x: Word? = nil, y: Word? = nil
  ) -> Bool {
    P256.verify(
      digest: digest ?? self.digest, r: r ?? self.r, s: s ?? self.s, x: x ?? self.x, y: y ?? self.y)
  }

  @Test func `the signature of RFC 6979 holds`() {
    #expect(verify())
  }

  @Test func `both s of a signature hold`() {
    #expect(verify(s: P256.order &- s))
  }

  @Test func `a changed bit anywhere fails`() {
    #expect(!verify(digest: Hash(digest.word ^ 1)))
    #expect(!verify(r: r ^ 1))
    #expect(!verify(s: s ^ 1))
    #expect(!verify(x: x ^ 1))
    #expect(!verify(y: y ^ 1))
  }

  @Test func `numbers out of range fail`() {
    for bad in [Word.zero, P256.order, .max] {
      #expect(!verify(r: bad))
      #expect(!verify(s: bad))
    }
    #expect(!verify(x: 0, y: 0))
    #expect(!verify(x: P256.fieldPrime))
    #expect(!verify(y: .max))
  }

  @Test func `a coordinate is not reduced by the prime`() {
    // A signature made for the point (5, y) from two factors instead of a secret. 5 + p fits into
    // 256 bits, and libcrypto alone would take it for 5.
    let y = Word(hex: "0x459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc")!
    let digest = Hash(hex: "0d3f043998c571049ee817242a2a9654c1a7641f764b10f996f5fe5dffa6c61a")!
    let r = Word(hex: "0xb2904acf11a38591bbcc78708eec831e2e875baaf621ed4d07b03948431b763b")!
    let s = Word(hex: "0xd2a8a34a3c6f0a470e7230a63260f66494e3791c93773d6c323a02d69febeab9")!
    #expect(verify(digest: digest, r: r, s: s, x: 5, y: y))
    #expect(!verify(digest: digest, r: r, s: s, x: P256.fieldPrime &+ 5, y: y))
  }

  @Test func `the opposite point is another key`() {
    #expect(!verify(y: P256.fieldPrime &- y))
  }
}
