import Readings
import Testing

struct LinePatternTests {
  func match(_ pattern: String, _ line: String) throws -> [String] {
    try LinePattern(pattern).match(Array(line.utf8)).map(\.text)
  }

  @Test func `numbers are taken from where their names stand`() throws {
    #expect(try match("T={t} C, H={h} %", "T=21.50 C, H=48 %\r\n") == ["21.50", "48"])
    #expect(try match("{a} {b}", "1 \t 2") == ["1", "2"])
    #expect(try match("{*}weight:{w} g{*}", "ST,GS weight:-0.125 g  ok") == ["-0.125"])
    #expect(try match("{{{x}}", "{5}") == ["5"])
    #expect(try match("{v}e", "5e") == ["5"])
    #expect(try match("{v}V", "1.5e-3V") == ["0.0015"])
    #expect(try match("{*} {n}", "abc 7") == ["7"])
    let pattern = try LinePattern("T={t} H={h}")
    #expect(pattern.names == ["t", "h"])
    #expect(try pattern.value(of: "h", in: Array("T=1 H=2".utf8)) == 2)
    #expect(throws: SensorDataError.missing("x")) {
      try pattern.value(of: "x", in: Array("T=1 H=2".utf8))
    }
  }

  @Test func `lines that differ are refused at the place of the difference`() throws {
    #expect(throws: SensorDataError.malformed(at: 0)) { try match("T={t}", "H=1") }
    #expect(throws: SensorDataError.malformed(at: 3)) { try match("T={t}", "T=1 C") }
    #expect(throws: SensorDataError.number(.empty)) { try match("T={t}", "T=") }
    #expect(throws: SensorDataError.number(.malformed(at: 1))) { try match("T={t}", "T=-") }
    #expect(throws: SensorDataError.number(.empty)) { try match("T={t}", "T=abc") }
    #expect(throws: SensorDataError.empty) { try match("T={t}", " \n") }
    #expect(throws: SensorDataError.malformed(at: 0)) { try match("{*}x{t}", "abc") }
    #expect(throws: SensorDataError.tooLong(limit: 1024)) {
      try match("{*}x{t}", String(repeating: "a", count: 1025))
    }
  }

  @Test func `patterns that mean nothing are refused`() {
    for (text, error) in [
      ("abc", LinePatternError.noNumber), ("", .noNumber), ("{*}", .noNumber),
      ("{a}{b}", .nothingBetween(at: 3)), ("{*}{b}", .nothingBetween(at: 3)),
      ("x{a", .unclosed(at: 1)), ("{}", .badName(at: 1)), ("{a b}", .badName(at: 1)),
      ("{a} {a}", .doubledName("a")),
      (String(repeating: "x", count: 1025), .tooLong(limit: 1024)),
    ] {
      #expect(throws: error, "\(text)") { try LinePattern(text) }
    }
  }

  /// A pattern of many gaps over a line of one letter is what breaks backtracking matchers.
  @Test func `the worst pattern ends at once`() throws {
    let pattern = String(repeating: "{*}a", count: 200) + "{x}"
    let line = String(repeating: "a", count: 1000)
    #expect(throws: SensorDataError.self) { try match(pattern, line) }
  }
}
