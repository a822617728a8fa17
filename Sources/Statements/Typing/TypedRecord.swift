import ChainTypes

/// A struct of EIP-712. It names its fields once, in order, and the struct hash, the bytes on the
/// wire and the way back follow from that.
///
/// All fields are of fixed width (a text is its 32 bytes or its hash), so `encodeData` of EIP-712
/// is plain `abi.encode`, in Solidity `keccak256(abi.encode(TYPE_HASH, a, b, …))`, in Vyper
/// `keccak256(abi_encode(TYPE_HASH, a, b, …))`.
public protocol TypedRecord: Hashable, Sendable {
  /// `encodeType` of EIP-712: `Name(type field,type field)`.
  static var typeText: String { get }
  /// The Keccak hash of `typeText`.
  static var typeHash: Hash { get }
  /// Hands each field to the sink, in the order of `typeText`.
  func write<Sink: FieldSink>(to sink: inout Sink)
  /// Reads the fields in the same order.
  init(from reader: inout FieldReader) throws(FieldError)
}

/// What takes the fields of a record, each in its own width.
public protocol FieldSink {
  mutating func append(_ value: Hash)
  mutating func append(_ value: Address)
  mutating func append(_ value: UInt64)
  mutating func append(_ value: UInt32)
  mutating func append(_ value: UInt8)
  mutating func append(_ value: Int64)
  mutating func append(_ value: Int8)
  /// A `bytes16`, most significant byte first.
  mutating func append(_ value: UInt128)
}

extension TypedRecord {
  /// `hashStruct` of EIP-712: the Keccak hash of the type hash and each field as a word.
  public var structHash: Hash {
    var hasher = StructHasher(Self.typeHash)
    write(to: &hasher)
    return hasher.finish()
  }

  /// The fields one behind the other, each in its own width, most significant byte first: the form
  /// on the wire and in storage. One record has one such form.
  public var packed: [UInt8] {
    var writer = PackedWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// From exactly the bytes of `packed`.
  public init(packed bytes: [UInt8]) throws(FieldError) {
    var reader = FieldReader(bytes)
    try self.init(from: &reader)
    try reader.finish()
  }
}
