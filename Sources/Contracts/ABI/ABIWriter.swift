import ChainTypes

/// Writes arguments as the contract ABI has them: a selector, a word for each argument, and behind
/// them the contents of the arguments of variable length, whose words say where they begin.
public struct ABIWriter: Sendable {
  private var head: [UInt8]
  private var tail: [UInt8] = []
  private let selectorCount: Int
  private let headCount: Int

  /// `words` is the number of arguments, each of which has one word in the head.
  public init(selector: UInt32, words: Int) {
    head = []
    head.reserveCapacity(4 + words * 32)
    for shift in [24, 16, 8, 0] as [UInt32] {
      head.append(UInt8(truncatingIfNeeded: selector &>> shift))
    }
    selectorCount = 4
    headCount = words * 32
  }

  /// Arguments without a selector, as they stand behind the code of a creation.
  public init(words: Int) {
    head = []
    selectorCount = 0
    headCount = words * 32
  }

  public mutating func append(_ value: Word) { head += value.bytes }
  public mutating func append(_ value: Hash) { head += value.word.bytes }
  public mutating func append(_ value: Address) { head += value.word.bytes }
  public mutating func append(_ value: UInt64) { head += Word(value).bytes }
  public mutating func append(_ value: Bool) { head += Word(value ? 1 : 0).bytes }

  /// A `bytes16`, at the word's begin.
  public mutating func append(_ value: UInt128) {
    let (high, low) = (value >> 64, value)
    head += Word(0, 0, UInt64(truncatingIfNeeded: low), UInt64(truncatingIfNeeded: high)).bytes
  }

  /// Two's complement over the whole word.
  public mutating func append(_ value: Int64) { head += Word(signed: value).bytes }

  public mutating func append(_ values: [Word]) {
    beginTail(count: values.count)
    for value in values { tail += value.bytes }
  }

  public mutating func append(_ values: [Hash]) {
    beginTail(count: values.count)
    for value in values { tail += value.word.bytes }
  }

  public mutating func append(_ bytes: [UInt8]) {
    beginTail(count: bytes.count)
    tail += bytes
    tail += [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32)
  }

  private mutating func beginTail(count: Int) {
    append(UInt64(headCount + tail.count))
    tail += Word(UInt64(count)).bytes
  }

  /// All of it.
  public func finish() -> [UInt8] {
    precondition(head.count == selectorCount + headCount, "as many arguments as were announced")
    return head + tail
  }
}

extension Word {
  /// The two's complement of a signed number.
  public init(signed value: Int64) {
    let sign: UInt64 = value < 0 ? .max : 0
    self.init(UInt64(bitPattern: value), sign, sign, sign)
  }

  /// The signed number when it fits into 64 bits.
  public var asInt64: Int64? {
    let value = Int64(bitPattern: limb0)
    return self == Word(signed: value) ? value : nil
  }
}
