import ChainTypes
import JSONText
import Testing

@Suite struct JSONTexts {
  @Test func `every kind of value is read, members in their order`() throws {
    let value = try JSONReader.parse(
      """
      {"z": null, "a": [true, false], "n": -9223372036854775808, "r": 1.5e3,
       "s": "\\u00e9\\u0000\\ud83d\\ude00", "o": {}}
      """)
    let expected: JSONValue = .object([
      ("z", .null), ("a", .array([.bool(true), .bool(false)])), ("n", .integer(.min)),
      ("r", .real(1500)), ("s", .string("é\u{0}😀")), ("o", .object([])),
    ])
    #expect(value == expected)
  }

  @Test(arguments: ["1", "\"a\"", "null", " true "])
  func `a scalar is a text`(text: String) throws {
    #expect(throws: Never.self) { try JSONReader.parse(text) }
  }

  @Test func `what is written is read again`() throws {
    let value = try JSONReader.parse("{\"a\": [1, -2.5, \"x\\n\\\"\", {\"b\": null}]}")
    #expect(try JSONReader.parse(value.text(pretty: true)) == value)
    #expect(try JSONReader.parse(value.text(pretty: false)) == value)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "01", "+1", "nul", "\"\n\"", "'a'", "[1] 2", "{\"a\" 1}",
    "\"\\x\"",
    "NaN", "\"\\ud800\"",
  ])
  func `what is no JSON is refused with words`(text: String) {
    let error = #expect(throws: JSONTextError.self) { try JSONReader.parse(text) }
    guard case .syntax(let sentence)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!sentence.isEmpty)
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: JSONTextError.self) { try JSONReader.parse([0x22, 0xC3, 0x28, 0x22]) }
  }

  @Test func `a mistake is told with its line`() {
    let error = #expect(throws: JSONTextError.self) {
      try JSONReader.parse("{\n  \"a\": 1,\n  b\n}")
    }
    #expect(error?.line == 3)
  }

  @Test func `a key twice is refused`() {
    let error = #expect(throws: JSONTextError.self) {
      try JSONReader.parse("{\"a\": 1,\n \"a\": 2}")
    }
    #expect(error?.reason == .duplicateKey)
    #expect(error?.line == 2)
  }

  @Test func `an integer beyond 64 bits is refused`() throws {
    #expect(try JSONReader.parse("9223372036854775807") == .integer(.max))
    let error = #expect(throws: JSONTextError.self) {
      try JSONReader.parse("9223372036854775808")
    }
    #expect(error?.reason == .integerTooLarge)
  }

  @Test func `nesting ends at its limit, and the error knows where`() throws {
    func nested(_ depth: Int) -> String {
      "\"[\\\"\",\n" + String(repeating: "[", count: depth - 1)
        + String(repeating: "]", count: depth - 1)
    }
    let most = JSONTextLimits.depth
    _ = try JSONReader.parse("[" + nested(most) + "]")
    let error = #expect(throws: JSONTextError.self) {
      try JSONReader.parse("[" + nested(most + 1) + "]")
    }
    #expect(error == JSONTextError(reason: .tooDeep, line: 2, column: most))
    let far = #expect(throws: JSONTextError.self) {
      try JSONReader.parse(String(repeating: "[", count: 100_000))
    }
    #expect(far?.reason == .tooDeep)
  }

  @Test func `size ends at its limit`() throws {
    #expect(try JSONReader.parse([0x31, 0x32], limit: 2) == .integer(12))
    let error = #expect(throws: JSONTextError.self) {
      try JSONReader.parse([0x31, 0x32, 0x33], limit: 2)
    }
    #expect(error?.reason == .tooLarge(3, limit: 2))
  }
}
