import ChainTypes
import Testing

@testable import Statements

@Suite struct ReadingFields {
  @Test func `a hash is read whole, and one that is cut off is refused where it ends`() throws {
    let bytes = (0..<40).map { UInt8($0) }
    var reader = FieldReader(bytes, within: 5..<40)
    #expect(try reader.hash() == Hash(bytes: Array(bytes[5..<37])))
    #expect(throws: FieldError.truncated(at: 32)) { try reader.uint32() }
    for length in 0..<32 {
      var short = FieldReader(bytes, within: 5..<5 + length)
      #expect(throws: FieldError.truncated(at: length / 8 * 8)) { try short.hash() }
    }
  }

  @Test func `lanes are told apart by board and term, whatever their hash`() {
    let boards = [Address(Word(1)), Address(Word(2)), Address(high: 7, middle: 0, low: 1)]
    var seen: Set<Lane> = []
    for board in boards {
      for term in 0..<4 as Range<UInt64> { seen.insert(Lane(board: board, term: term)) }
    }
    #expect(seen.count == 12)
  }
}
