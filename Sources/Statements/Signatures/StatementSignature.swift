import ChainTypes

/// A signature of a statement, in the form that Ethereum's `ecrecover` takes: 65 bytes r ‖ s ‖ v.
///
/// There is one form of each: v is 27 or 28; s is in the lower half of the group's order (EIP-2,
/// else anybody could make a second signature of the same statement); r and s are neither zero nor
/// beyond the order. Whoever is recovered is never the zero address.
public struct StatementSignature: Hashable, Sendable {
  public let r: Word
  public let s: Word
  /// Whether the y coordinate of the signature's point is odd: v is 27 or 28 by it.
  public let yIsOdd: Bool

  /// Refuses what is not canonical.
  public init(r: Word, s: Word, yIsOdd: Bool) throws(SignatureError) {
    guard !r.isZero, r < Self.order else { throw .rOutOfRange }
    guard !s.isZero, s < Self.order else { throw .sOutOfRange }
    guard s <= Self.order >> 1 else { throw .highS }
    self.r = r
    self.s = s
    self.yIsOdd = yIsOdd
  }
}

extension StatementSignature {
  public static var byteCount: Int { 65 }

  /// The order of secp256k1's group (SEC 2, section 2.4.1).
  public static var order: Word {
    Word(
      0xbfd2_5e8c_d036_4141, 0xbaae_dce6_af48_a03b, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff)
  }

  /// 27 or 28.
  public var v: UInt8 { yIsOdd ? 28 : 27 }

  /// The 65 bytes.
  public var bytes: [UInt8] { r.bytes + s.bytes + [v] }

  /// From exactly 65 bytes.
  public init(bytes: [UInt8]) throws(SignatureError) {
    guard bytes.count == Self.byteCount else { throw .wrongLength(bytes.count) }
    try self.init(bytes: bytes, at: 0)
  }

  /// From the 65 bytes at a place, where there are so many.
  init(bytes: [UInt8], at place: Int) throws(SignatureError) {
    let v = bytes[place + 64]
    guard v == 27 || v == 28 else { throw .wrongV(v) }
    let r: Hash
    let s: Hash
    do throws(FieldError) {
      var reader = FieldReader(bytes, within: place..<place + 64)
      r = try reader.hash()
      s = try reader.hash()
    } catch { throw .wrongLength(bytes.count - place) }
    try self.init(r: r.word, s: s.word, yIsOdd: v == 28)
  }
}

/// Why a signature is refused.
public enum SignatureError: Error, Equatable, Sendable {
  case wrongLength(Int)
  case wrongV(UInt8)
  case rOutOfRange
  case sOutOfRange
  case highS
  /// No key can have made it, or the recovered address is zero.
  case noSigner
  /// Somebody else signed.
  case otherSigner(Address)
}

extension SignatureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wrongLength(let count): "signature: \(count) bytes instead of 65"
    case .wrongV(let v): "signature: v is \(v) instead of 27 or 28"
    case .rOutOfRange: "signature: r is zero or beyond the group's order"
    case .sOutOfRange: "signature: s is zero or beyond the group's order"
    case .highS: "signature: s is in the upper half of the group's order (EIP-2)"
    case .noSigner: "signature: no key can have made it"
    case .otherSigner(let signer): "signature: made by \(signer)"
    }
  }
}
