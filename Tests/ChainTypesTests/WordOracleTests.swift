import ChainTypes
import Foundation
import Testing

@Suite struct WordAgainstPython {
  @Test(arguments: WordOperation.allCases)
  func `every result is the one of Python's integers`(operation: WordOperation) {
    let cases = WordOracle.cases(operation)
    let expected = WordOracle.expected(operation)
    #expect(expected.count == cases.count)
    var failures = 0
    for (number, (operands, check)) in zip(cases, expected).enumerated() {
      let result = operation.result(operands)
      if WordOracle.check(result) == check { continue }
      Issue.record(
        """
        \(operation) \(operands) gives limbs or bytes \(result); what it should give tells
        python3 generate_word_vectors.py \(operation) \(number)
        """)
      failures += 1
      if failures == 5 { return }
    }
  }

  @Test func `the committed checks cover every operation and nothing else`() {
    #expect(WordOracle.checks.count == 4 * WordOracle.counts.reduce(0, +))
  }

  @Test func `a wrong limb changes the check`() {
    let right: [UInt64] = [1, 2, 3, 4]
    for limb in 0..<4 {
      for bit in 0..<64 {
        var wrong = right
        wrong[limb] ^= 1 << bit
        #expect(WordOracle.check(wrong) != WordOracle.check(right), "limb \(limb), bit \(bit)")
      }
    }
  }

  @Test(.enabled(if: WordOracle.python != nil, "python3 is not in the PATH"))
  func `the committed checks are what the generator writes`() throws {
    let process = Process()
    process.executableURL = URL(filePath: try #require(WordOracle.python))
    process.arguments = [WordOracle.script, "--compare"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
