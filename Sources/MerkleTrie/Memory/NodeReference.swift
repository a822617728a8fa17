import ChainTypes

/// What a parent keeps of a child: the Keccak hash of its encoding, or the encoding itself when
/// that is shorter than a hash (yellow paper, appendix D). In the order of the bytes, as four
/// words.
struct NodeReference {
  var word0: UInt64 = 0
  var word1: UInt64 = 0
  var word2: UInt64 = 0
  var word3: UInt64 = 0
  /// 0 for no node, 1 to 31 for an encoding, 32 for a hash.
  var count: UInt8 = 0

  static var none: NodeReference { NodeReference() }

  @inline(__always)
  init() {}

  @inline(__always)
  init(_ hash: Hash) {
    word0 = hash.word.limb3.bigEndian
    word1 = hash.word.limb2.bigEndian
    word2 = hash.word.limb1.bigEndian
    word3 = hash.word.limb0.bigEndian
    count = 32
  }

  /// An encoding of at most 31 bytes, or the 32 bytes of a hash.
  init(copying bytes: Span<UInt8>) {
    precondition(bytes.count <= Limits.referenceBytes)
    for index in 0..<bytes.count { set(index, bytes[index]) }
    count = UInt8(bytes.count)
  }

  var isNone: Bool { count == 0 }
  var isHash: Bool { count == 32 }

  /// Of a reference that is a hash.
  var hash: Hash {
    Hash(
      Word(
        UInt64(bigEndian: word3), UInt64(bigEndian: word2), UInt64(bigEndian: word1),
        UInt64(bigEndian: word0)))
  }

  /// The embedded encoding, or the bytes of the hash.
  var bytes: [UInt8] { (0..<Int(count)).map { byte($0) } }

  private func byte(_ index: Int) -> UInt8 {
    let word =
      switch index >> 3 {
      case 0: word0
      case 1: word1
      case 2: word2
      default: word3
      }
    return UInt8(truncatingIfNeeded: UInt64(littleEndian: word) >> UInt64((index & 7) << 3))
  }

  private mutating func set(_ index: Int, _ byte: UInt8) {
    let bits = (UInt64(byte) << UInt64((index & 7) << 3)).littleEndian
    switch index >> 3 {
    case 0: word0 |= bits
    case 1: word1 |= bits
    case 2: word2 |= bits
    default: word3 |= bits
    }
  }
}

extension NodeReference: Equatable {}

extension Block {
  /// A reference's 32 bytes; the count stands elsewhere in the layout.
  @inline(__always)
  func reference(_ offset: Int, count: UInt8) -> NodeReference {
    var reference = NodeReference()
    reference.word0 = load(offset, as: UInt64.self)
    reference.word1 = load(offset + 8, as: UInt64.self)
    reference.word2 = load(offset + 16, as: UInt64.self)
    reference.word3 = load(offset + 24, as: UInt64.self)
    reference.count = count
    return reference
  }

  @inline(__always)
  func storeReference(_ offset: Int, _ reference: NodeReference) {
    store(offset, reference.word0)
    store(offset + 8, reference.word1)
    store(offset + 16, reference.word2)
    store(offset + 24, reference.word3)
  }
}
