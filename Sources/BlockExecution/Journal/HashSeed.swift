import ChainTypes

/// A cheap keyed hash for addresses and slots: products of the words with secret ones. It is not
/// collision-proof, and nothing relies on that; the random seed keeps contracts from choosing
/// addresses and slots that share a chain of places.
struct HashSeed: Sendable {
  var a: UInt64
  var b: UInt64
  var c: UInt64

  init() {
    var random = SystemRandomNumberGenerator()
    a = random.next()
    b = random.next()
    c = random.next() | 1
  }

  @inline(__always)
  static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }

  @inline(__always)
  func hash(_ address: Address) -> UInt32 {
    let x = HashSeed.fold(address.low ^ a, address.middle ^ b)
    let y = HashSeed.fold(x ^ UInt64(address.high), c)
    return UInt32(truncatingIfNeeded: y ^ y >> 32)
  }

  func hash(_ address: Address, _ key: Word) -> UInt32 {
    hash(Int(truncatingIfNeeded: hash(address)), key)
  }

  @inline(__always)
  func hash(_ account: Int, _ key: Word) -> UInt32 {
    let x = HashSeed.fold(key.limb0 ^ a, key.limb1 ^ b)
    let y = HashSeed.fold(key.limb2 ^ b, key.limb3 ^ c)
    let z = HashSeed.fold(x ^ y &+ UInt64(truncatingIfNeeded: account), c)
    return UInt32(truncatingIfNeeded: z ^ z >> 32)
  }
}
