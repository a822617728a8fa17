import Curves
import Foundation
import Testing

/// An input and what comes of it, both in hex.
struct KnownAnswer: Sendable, CustomTestStringConvertible {
  let name: String
  let input: String
  let expected: String

  init(_ name: String, _ input: String, _ expected: String) {
    self.name = name
    self.input = input
    self.expected = expected
  }

  var testDescription: String { name }
}

enum Hexadecimal {
  static func decode(_ text: String) -> [UInt8] {
    let digits = text.hasPrefix("0x") ? text.utf8.dropFirst(2) : Substring(text).utf8
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits {
      let value = digit < 58 ? digit - 48 : (digit | 32) - 87
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    precondition(high == nil, "odd number of digits")
    return bytes
  }

  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

/// The conformance data, if this machine has them.
enum ConformanceData {
  static let folder = ProcessInfo.processInfo.environment["CAIRN_ETHEREUM_TESTS"]
  static var isPresent: Bool { folder != nil }

  static func objects(_ path: String) throws -> [[String: Any]] {
    let url = URL(fileURLWithPath: try #require(folder))
      .appendingPathComponent("vectors/precompiles").appendingPathComponent(path)
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    return try #require(json as? [[String: Any]])
  }

  /// `[{Input, Expected, Name}]`, or `ExpectedError` in place of the result.
  static func vectors(_ path: String) throws -> [(answer: KnownAnswer, fails: Bool)] {
    try objects(path).map { object in
      let expected = object["Expected"] as? String
      let name = try #require(object["Name"] as? String)
      let input = try #require(object["Input"] as? String)
      return (KnownAnswer("\(path): \(name)", input, expected ?? ""), expected == nil)
    }
  }

  /// Runs an operation over a file's vectors: same bytes, or an error where one is expected. Of
  /// long files every so many-th is taken: `cairn-evm vectors` runs them whole.
  static func check(
    _ path: String, every stride: Int = 1, _ operation: ([UInt8]) throws -> [UInt8]
  ) throws {
    for (index, (answer, fails)) in try vectors(path).enumerated() {
      if !fails && index % stride != 0 { continue }
      let input = Hexadecimal.decode(answer.input)
      if fails {
        #expect(throws: CurveError.self, "\(answer.name)") { try operation(input) }
      } else {
        let output = try operation(input)
        #expect(Hexadecimal.encode(output) == answer.expected, "\(answer.name)")
      }
    }
  }
}

/// SplitMix64: the same numbers from the same seed.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
  }
}

extension CurveError {
  /// The name of the case.
  var name: String {
    switch self {
    case .invalidLength: "invalidLength"
    case .notInField: "notInField"
    case .nonzeroPadding: "nonzeroPadding"
    case .notAScalar: "notAScalar"
    case .notOnCurve: "notOnCurve"
    case .notInSubgroup: "notInSubgroup"
    case .invalidFlags: "invalidFlags"
    case .invalidFinalFlag: "invalidFinalFlag"
    case .proofDoesNotHold: "proofDoesNotHold"
    }
  }
}

/// The name of the error that an operation throws; nil where it throws none.
func errorName(_ operation: () throws(CurveError) -> Void) -> String? {
  do {
    try operation()
    return nil
  } catch {
    return error.name
  }
}
