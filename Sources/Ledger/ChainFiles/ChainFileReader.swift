import ChainTypes

/// Cuts a file of concatenated RLP blocks, as go-ethereum exports and imports them, into its
/// blocks. It holds no more than a block and what was fed last.
///
///     var reader = ChainFileReader()
///     while let part = file.read() {
///       reader.feed(part)
///       while let block = try reader.next() { … }
///     }
///     try reader.finish()
public struct ChainFileReader: Sendable {
  private var buffer: [UInt8] = []
  /// Where the next block begins in the buffer, and the buffer in the file.
  private var position = 0
  private var base: UInt64 = 0
  private let limit: Int

  /// Takes blocks of at most `limit` bytes.
  public init(limit: Int = LedgerLimits.chainFileBlock) { self.limit = limit }

  /// The place in the file of the block that comes next.
  public var offset: UInt64 { base + UInt64(position) }

  /// Adds the bytes that follow in the file.
  public mutating func feed(_ bytes: some Collection<UInt8>) {
    if position > 0 {
      base += UInt64(position)
      buffer.removeFirst(position)
      position = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next block; nil when more bytes have to be fed for it.
  public mutating func next() throws(ChainFileError) -> ChainFileBlock? {
    guard let length = try length(), buffer.count - position >= length else { return nil }
    let bytes = Array(buffer[position..<position + length])
    let block = try ChainFileBlock(bytes, offset: offset)
    position += length
    return block
  }

  /// Demands that the file ends behind a block.
  public func finish() throws(ChainFileError) {
    let rest = buffer.count - position
    if rest == 0 { return }
    let needed = try length() ?? rest + 1
    throw .truncated(offset: offset, missing: UInt64(needed - rest))
  }

  /// The bytes of the next block by its first ones; nil when not even these are there.
  private func length() throws(ChainFileError) -> Int? {
    guard position < buffer.count else { return nil }
    let first = buffer[position]
    guard first >= 0xc0 else { throw .notAList(offset: offset, byte: first) }
    if first < 0xf8 { return 1 + Int(first - 0xc0) }
    let count = Int(first - 0xf7)
    guard buffer.count - position > count else { return nil }
    var length: UInt64 = 0
    for index in 1...count { length = length << 8 | UInt64(buffer[position + index]) }
    guard buffer[position + 1] != 0, length >= 56 else { throw .badLength(offset: offset) }
    guard length <= UInt64(limit) else {
      throw .blockTooLarge(offset: offset, length: length, limit: limit)
    }
    return 1 + count + Int(length)
  }
}

/// One block of a chain file, with what tells where it belongs.
public struct ChainFileBlock: Sendable {
  public let encoded: [UInt8]
  public let offset: UInt64
  public let number: UInt64
  public let hash: Hash
  public let parentHash: Hash
  /// Zero since Paris.
  public let difficulty: Word

  /// A block that stands by itself, or at an offset of a file. Only what is here is looked at.
  public init(_ encoded: [UInt8], offset: UInt64 = 0) throws(ChainFileError) {
    self.encoded = encoded
    self.offset = offset
    do throws(RLPError) {
      var block = try RLPReader(list: encoded)
      hash = Keccak256.hash(try ChainFileBlock.header(block))
      var header = try block.readList()
      parentHash = try header.readHash()
      // Ommers' hash, coinbase, three roots and the bloom.
      for _ in 0..<6 { _ = try header.rawItem() }
      difficulty = try header.readWord()
      number = try header.readUInt64()
    } catch { throw .notABlock(offset: offset) }
  }

  private static func header(_ block: RLPReader) throws(RLPError) -> [UInt8] {
    var block = block
    return Array(try block.rawItem())
  }
}
