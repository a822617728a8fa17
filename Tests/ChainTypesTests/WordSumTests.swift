import ChainTypes
import Testing

@Suite struct WordSums {
  @Test func `a sum carries through all limbs`() {
    #expect(Word.max &+ 1 == Word.zero)
    #expect(Word.max.addingReportingOverflow(1).overflow)
  }

  @Test func `a difference borrows through all limbs`() {
    #expect(Word.zero &- 1 == Word.max)
    #expect(Word(0, 0, 0, 1) &- 1 == Word(.max, .max, .max, 0))
  }
}
