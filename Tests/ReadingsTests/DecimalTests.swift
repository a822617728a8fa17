import Foundation
import Readings
import Testing

struct DecimalTests {
  @Test func `text keeps every digit and every zero`() throws {
    for text in [
      "0", "21.50", "21.5", "-0.05", "1000", "0.000", "-9223372036854775808",
      "9223372036854775807", "0.9223372036854775807",
    ] {
      #expect(try DecimalValue(text: text).text == text)
    }
    for (text, plain) in [
      ("+1", "1"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1.5E-3", "0.0015"),
      ("0e99", "0"), ("-0", "0"), ("1500e-29", "0.000000000000000000000000015"),
      ("00012", "12"), ("12e+1", "120"), ("9223372036854775807000", "9223372036854775807000"),
      ("9223372036854775807.000", "9223372036854775807"),
      ("10000000000000000000000.00", "10000000000000000000000"),
    ] {
      #expect(try DecimalValue(text: text).text == plain, "\(text)")
    }
  }

  @Test func `what is no number, or does not fit, is refused with its place`() {
    for (text, error) in [
      ("", DecimalError.empty), (".", .malformed(at: 1)), ("-", .malformed(at: 1)),
      ("1e", .malformed(at: 2)), ("1 ", .malformed(at: 1)), ("0x1", .malformed(at: 1)),
      ("nan", .malformed(at: 0)), ("1.2.3", .malformed(at: 3)), ("--1", .malformed(at: 1)),
      ("9223372036854775808", .tooManyDigits),
      ("10000000000000000000000.01", .tooManyDigits), ("-9223372036854775809", .tooManyDigits),
      ("1e46", .outOfRange), ("1e-28", .outOfRange), ("1e99999999999", .outOfRange),
      (String(repeating: "0", count: 65), .tooManyDigits),
    ] {
      #expect(throws: error, "\(text)") { try DecimalValue(text: text) }
    }
    #expect(throws: Never.self) { try DecimalValue(text: "1e45") }
  }

  /// Oracle/make_decimals.py computes in exact fractions.
  @Test func `arithmetic is exact, or rounds once, half to even`() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/decimals.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2000)
    for line in lines {
      let parts = line.split(separator: " ").map(String.init)
      let (a, b) = (try Self.number(parts[1]), try Self.number(parts[2]))
      let found: DecimalValue? =
        switch parts[0] {
        case "add": try? a.adding(b)
        case "subtract": try? a.subtracting(b)
        case "multiply": try? a.multiplied(by: b)
        case "divide": try? a.divided(by: b)
        default: try? a.rounded(toExponent: Int(b.exponent))
        }
      let text = found.map { "\($0.mantissa):\($0.exponent)" } ?? "none"
      #expect(text == parts[3], "\(line)")
    }
  }

  private static func number(_ text: String) throws -> DecimalValue {
    let parts = text.split(separator: ":")
    return DecimalValue(
      try #require(Int64(parts[0])), exponent: try #require(Int(parts[1])))
  }

  @Test func `numbers compare by value, and equal ones hash alike`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let a = DecimalValue(
        Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 64),
        exponent: Int(random.next() % 55) - 27)
      let b = DecimalValue(
        Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 64),
        exponent: Int(random.next() % 55) - 27)
      #expect((a < b) != (b <= a), "seed \(seed)")
      #expect((a == b) == (!(a < b) && !(b < a)), "seed \(seed)")
      let same = a.normalised
      #expect(same == a && same.hashValue == a.hashValue, "seed \(seed): \(a)")
      if let finer = try? a.rounded(toExponent: max(-27, Int(a.exponent) - 2)) {
        #expect(finer == a && finer.hashValue == a.hashValue, "seed \(seed): \(a)")
      }
      #expect(try DecimalValue(text: same.text).normalised == same, "seed \(seed)")
    }
  }

  @Test func `a record's value keeps its zeros`() throws {
    #expect(DecimalValue(2150, exponent: -2) == DecimalValue(215, exponent: -1))
    #expect(!DecimalValue(2150, exponent: -2).isIdentical(to: DecimalValue(215, exponent: -1)))
  }

  @Test func `binary fractions become the decimal that was meant`() throws {
    for text in ["230.1", "0.1", "-40", "3.4028235e+38", "1e-27", "16777216"] {
      let float = try #require(Float(text))
      if let value = try? DecimalValue(float: float) {
        #expect(Float(value.text) == float, "\(text)")
      } else {
        #expect(text.contains("e+38"))
      }
    }
    #expect(try DecimalValue(float: 230.1).text == "230.1")
    #expect(try DecimalValue(double: 21.35).text == "21.35")
    #expect(throws: SensorDataError.notFinite) { try DecimalValue(float: .nan) }
    #expect(throws: SensorDataError.notFinite) { try DecimalValue(double: -.infinity) }
  }
}
