import ChainTypes
import Statements
import SyncProtocol

/// Signatures that cost a few multiplications: s is the signer, r a mixture of signer and digest.
/// Nobody in the simulation makes one but by `sign`, so they stand for real ones.
struct CheapCrypto: SyncCrypto {
  let address: Address

  init(node: Int) {
    let high = UInt32(truncatingIfNeeded: mixed(UInt64(node) &+ 77) >> 32)
    address = Address(high: high, middle: mixed(UInt64(node)), low: UInt64(node) + 1)
  }

  func sign(_ digest: Hash) -> StatementSignature? {
    try? StatementSignature(r: Self.mark(digest, address), s: address.word, yIsOdd: false)
  }

  func signer(of digest: Hash, _ signature: StatementSignature) -> Address? {
    let claimed = Address(signature.s)
    guard signature.r == Self.mark(digest, claimed), claimed.word == signature.s else { return nil }
    return claimed
  }

  /// A few multiplications instead of EIP-712's five permutations.
  func digest<Content: Statement>(of content: Content, in domain: FleetDomain) -> Hash {
    var sink = MixingSink(UInt64(Content.kind.rawValue) ^ domain.separator.word.limb0)
    content.write(to: &sink)
    return Hash(Word(sink.state))
  }

  /// Eight bytes at a time, instead of Keccak.
  func hash(_ bytes: ArraySlice<UInt8>) -> Hash { Self.hash(bytes) }

  static func hash(_ bytes: ArraySlice<UInt8>) -> Hash {
    let span = bytes.span
    var state = mixed(UInt64(bytes.count))
    var index = 0
    while index < span.count {
      var limb: UInt64 = 0
      for place in index..<min(index + 8, span.count) { limb = limb << 8 | UInt64(span[place]) }
      state = mixed(state &+ limb)
      index += 8
    }
    return Hash(Word(state, mixed(state), 1, 0))
  }

  private static func mark(_ digest: Hash, _ address: Address) -> Word {
    var value = mixed(digest.word.limb0 ^ address.low)
    value = mixed(value ^ digest.word.limb1)
    value = mixed(value ^ digest.word.limb2 ^ address.middle)
    value = mixed(value ^ digest.word.limb3)
    return Word(value | 1)
  }

  func signed<Content: Statement>(_ content: Content, _ domain: FleetDomain) -> Signed<Content> {
    guard let signature = sign(digest(of: content, in: domain)) else {
      preconditionFailure("every mark is a canonical signature")
    }
    return Signed(content, signature: signature)
  }
}

/// Takes the fields of a statement into 64 bits.
private struct MixingSink: FieldSink {
  var state: UInt64

  init(_ state: UInt64) { self.state = mixed(state) }

  mutating func append(_ value: UInt64) { state = mixed(state &+ value) }

  mutating func append(_ value: Hash) {
    let word = value.word
    append(word.limb0 ^ mixed(word.limb1))
    append(word.limb2 ^ mixed(word.limb3))
  }

  mutating func append(_ value: Address) {
    append(UInt64(value.high) ^ mixed(value.middle))
    append(value.low)
  }

  mutating func append(_ value: UInt32) { append(UInt64(value)) }
  mutating func append(_ value: UInt8) { append(UInt64(value)) }
  mutating func append(_ value: Int64) { append(UInt64(bitPattern: value)) }
  mutating func append(_ value: Int8) { append(UInt64(UInt8(bitPattern: value))) }

  mutating func append(_ value: UInt128) {
    append(UInt64(truncatingIfNeeded: value))
    append(UInt64(truncatingIfNeeded: value >> 64))
  }
}
