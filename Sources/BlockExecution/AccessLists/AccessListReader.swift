import ChainTypes

/// A reader of RLP whose errors are those of an access list.
struct AccessListReader {
  private var rlp: RLPReader

  init(list bytes: [UInt8], limits: RLPLimits) throws(AccessListError) {
    do throws(RLPError) { rlp = try RLPReader(list: bytes, limits: limits) } catch {
      throw .rlp(error)
    }
  }

  private init(_ rlp: RLPReader) { self.rlp = rlp }

  var offset: Int { rlp.offset }
  var isAtEnd: Bool { rlp.isAtEnd }
  var isAtList: Bool { rlp.isAtList }

  mutating func list() throws(AccessListError) -> AccessListReader {
    do throws(RLPError) { return AccessListReader(try rlp.readList()) } catch { throw .rlp(error) }
  }

  mutating func address() throws(AccessListError) -> Address {
    do throws(RLPError) { return try rlp.readAddress() } catch { throw .rlp(error) }
  }

  mutating func word() throws(AccessListError) -> Word {
    do throws(RLPError) { return try rlp.readWord() } catch { throw .rlp(error) }
  }

  mutating func number() throws(AccessListError) -> UInt64 {
    do throws(RLPError) { return try rlp.readUInt64() } catch { throw .rlp(error) }
  }

  mutating func bytes() throws(AccessListError) -> [UInt8] {
    do throws(RLPError) { return try rlp.readBytes() } catch { throw .rlp(error) }
  }

  mutating func index() throws(AccessListError) -> UInt32 {
    let offset = offset
    let number = try number()
    guard let index = UInt32(exactly: number) else {
      throw .indexTooLarge(number, offset: offset)
    }
    return index
  }

  func finish() throws(AccessListError) {
    do throws(RLPError) { try rlp.finish() } catch { throw .rlp(error) }
  }

  /// Reads a list of pairs that begin with a rising index.
  mutating func pairs(
    _ part: AccessListError.Part,
    _ take: (UInt32, inout AccessListReader) throws(AccessListError) -> Void
  ) throws(AccessListError) {
    var items = try list()
    var last: UInt32?
    while !items.isAtEnd {
      let offset = items.offset
      var pair = try items.list()
      let index = try pair.index()
      if let last, last >= index { throw .notAscending(part, offset: offset) }
      last = index
      try take(index, &pair)
      try pair.finish()
    }
  }
}
