import ChainTypes

/// Hashes `abi.encode` of fields as they come, without an array: integers are extended to 32 bytes
/// with their sign, `bytesN` stand on the left (EIP-712, "Definition of encodeData").
public struct StructHasher: FieldSink {
  private var sponge = Keccak256()

  public init(_ typeHash: Hash) { sponge.update(typeHash.word) }

  public mutating func append(_ value: Hash) { sponge.update(value.word) }
  public mutating func append(_ value: Address) { sponge.update(value.word) }
  public mutating func append(_ value: UInt64) { sponge.update(Word(value)) }
  public mutating func append(_ value: UInt32) { sponge.update(Word(UInt64(value))) }
  public mutating func append(_ value: UInt8) { sponge.update(Word(UInt64(value))) }
  public mutating func append(_ value: Int64) { sponge.update(Self.extended(value)) }
  public mutating func append(_ value: Int8) { sponge.update(Self.extended(Int64(value))) }

  public mutating func append(_ value: UInt128) {
    let low = UInt64(truncatingIfNeeded: value)
    sponge.update(Word(0, 0, low, UInt64(truncatingIfNeeded: value >> 64)))
  }

  public func finish() -> Hash { sponge.finalize() }

  private static func extended(_ value: Int64) -> Word {
    let sign: UInt64 = value < 0 ? .max : 0
    return Word(UInt64(bitPattern: value), sign, sign, sign)
  }
}
