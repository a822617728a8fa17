import ChainTypes
import Foundation
import Testing

@Suite struct JSONText {
  @Test func `members keep their order and integers stay exact`() {
    let value: JSONValue = [
      "z": 1, "a": [true, false, .null, []], "min": .integer(.min), "max": .integer(.max),
      "half": 0.5, "one": 1.0, "o": [:],
    ]
    #expect(
      value.text()
        == #"{"z":1,"a":[true,false,null,[]],"min":-9223372036854775808,"#
        + #""max":9223372036854775807,"half":0.5,"one":1.0,"o":{}}"#)
  }

  @Test func `pretty text has a line for each member`() {
    let value: JSONValue = ["a": [1, ["b": 2]], "c": []]
    #expect(
      value.text(pretty: true) == """
        {
          "a": [
            1,
            {
              "b": 2
            }
          ],
          "c": []
        }
        """)
  }

  @Test func `only what RFC 8259 demands is escaped`() {
    let value = JSONValue.string("\"\\/\u{8}\u{9}\u{a}\u{c}\u{d}\u{0}\u{1f}\u{7f}é\u{2028}😀")
    #expect(
      value.text() == "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u{7f}é\u{2028}😀\"")
  }

  @Test func `what JSON cannot say becomes null`() {
    #expect(JSONValue.array([.real(.nan), .real(.infinity)]).text() == "[null,null]")
  }

  @Test func `a real number reads back bit for bit and never as an integer`() {
    var random = SeededRandom(seed: 754)
    for _ in 0..<10_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let text = JSONValue.real(value).text()
      #expect(Double(text)?.bitPattern == value.bitPattern, "\(random.story): \(text)")
      #expect(text.contains { ".e".contains($0) }, "\(random.story): \(text)")
    }
    #expect(JSONValue.real(-0.0).text() == "-0.0")
    #expect(JSONValue.real(1e16).text() == "1e+16")
  }

  // Quarters only: Foundation reads long fractions through Decimal and misses the last bit.
  @Test func `Foundation reads every text as the same value`() throws {
    var random = SeededRandom(seed: 8259)
    for _ in 0..<2_000 {
      let value = randomValue(&random, depth: 3)
      for pretty in [false, true] {
        let text = value.text(pretty: pretty)
        let read = try JSONSerialization.jsonObject(
          with: Data(text.utf8), options: .fragmentsAllowed)
        #expect(matches(read, value), "\(random.story): \(text)")
      }
    }
  }

  private func randomValue(_ random: inout SeededRandom, depth: Int) -> JSONValue {
    switch random.below(depth == 0 ? 5 : 7) {
    case 0: .null
    case 1: .bool(random.below(2) == 0)
    case 2: .integer(Int64(bitPattern: random.next() >> UInt64(random.below(64))))
    case 3: .real(Double(Int32(truncatingIfNeeded: random.next())) / 4)
    case 4: .string(randomText(&random))
    case 5: .array((0..<random.below(5)).map { _ in randomValue(&random, depth: depth - 1) })
    default:
      .object(
        (0..<random.below(5)).map {
          ("\($0)" + randomText(&random), randomValue(&random, depth: depth - 1))
        })
    }
  }

  private func randomText(_ random: inout SeededRandom) -> String {
    var text = ""
    for _ in 0..<random.below(8) {
      text.unicodeScalars.append(Unicode.Scalar(UInt32(random.below(0xd800))) ?? "x")
    }
    return text
  }

  private func matches(_ read: Any, _ value: JSONValue) -> Bool {
    switch value {
    case .null: read is NSNull
    case .bool(let value): (read as? Bool) == value
    case .integer(let value): (read as? Int64) == value
    case .real(let value): (read as? Double) == value
    case .string(let value): (read as? String).map { Array($0.utf8) == Array(value.utf8) } ?? false
    case .array(let elements):
      (read as? [Any]).map { $0.count == elements.count && zip($0, elements).allSatisfy(matches) }
        ?? false
    case .object(let members):
      (read as? [String: Any]).map { object in
        members.allSatisfy { member in object[member.key].map { matches($0, member.value) } ?? false
        }
      } ?? false
    }
  }
}

@Suite struct JSONReading {
  let document: JSONValue = [
    "name": "kitchen", "nothing": .null,
    "tx": [["to": "0x0102030405060708090a0b0c0d0e0f1011121314", "value": "0x10", "gas": "21000"]],
    "big": .string("0x1" + String(repeating: "0", count: 64)), "share": 3, "minus": -1,
    "data": "0x00ff", "hash": .string(Hash(Word.one).hex),
  ]

  @Test func `values are found by name and place`() throws {
    #expect(document["name"]?.asString == "kitchen")
    #expect(document["tx"]?[0]?["gas"] == "21000")
    #expect(document["tx"]?[1] == nil)
    #expect(document["none"] == nil)
    let tx = try document.root.member("tx").element(0)
    #expect(try tx.member("to").address().bytes == (1...20).map { UInt8($0) })
    #expect(try tx.member("value").word() == 16)
    #expect(try tx.member("gas").unsigned() == 21000)
    #expect(try document.root.member("share").real() == 3)
    #expect(try document.root.member("data").bytes() == [0, 255])
    #expect(try document.root.member("hash").hash() == Hash(Word.one))
    #expect(try document.root.optionalMember("nothing")?.value == nil)
    #expect(try document.root.members().map(\.key).prefix(2) == ["name", "nothing"])
  }

  @Test func `an error says the path`() {
    let root = document.root
    let tx = JSONPath.member(.root, "tx")
    #expect(throws: JSONError.missing(.member(.element(tx, 0), "from"))) {
      try root.member("tx").element(0).member("from")
    }
    #expect(throws: JSONError.missing(.element(tx, 1))) { try root.member("tx").element(1) }
    #expect(
      throws: JSONError.wrongKind(.member(.root, "name"), expected: .integer, found: .string)
    ) { try root.member("name").integer() }
    #expect(throws: JSONError.outOfRange(.member(.root, "minus"))) {
      try root.member("minus").unsigned()
    }
    let digits = "a hash of 64 hexadecimal digits"
    #expect(throws: JSONError.malformed(.member(.root, "name"), expected: digits)) {
      try root.member("name").hash()
    }
    let error = JSONError.missing(.member(.element(tx, 3), "to"))
    #expect(error.description == "$.tx[3].to is missing")
  }

  @Test func `bounds of integers hold on both sides`() throws {
    let three = JSONValue.integer(3).root
    #expect(try three.integer(in: 3...3) == 3)
    #expect(throws: JSONError.outOfRange(.root)) { try three.integer(in: 4...5) }
    #expect(throws: JSONError.outOfRange(.root)) { try three.integer(in: 1...2) }
    #expect(throws: JSONError.self) { try document.root.member("big").word() }
  }

  @Test func `a member is replaced in its place or added as the last`() {
    var value: JSONValue = ["a": 1, "b": 2]
    value.set("a", 3)
    value.set("c", 4)
    #expect(value == ["a": 3, "b": 2, "c": 4])
    #expect(value != ["b": 2, "a": 3, "c": 4])
  }
}
