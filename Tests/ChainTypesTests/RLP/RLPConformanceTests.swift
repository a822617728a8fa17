import ChainTypes
import Foundation
import Testing

/// The RLP tests of the conformance data, found through CAIRN_ETHEREUM_TESTS.
@Suite(.enabled(if: RLPFiles.arePresent, "CAIRN_ETHEREUM_TESTS names no folder with RLPTests"))
struct RLPConformance {
  private func cases(_ file: String) throws -> [String: [String: Any]] {
    let path = try #require(RLPFiles.folder) + "/" + file
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
    return try #require(json as? [String: [String: Any]])
  }

  @Test func `every valid case encodes and decodes`() throws {
    let cases = try cases("rlptest.json")
    #expect(cases.count >= 20)
    for (name, test) in cases {
      let item = try item(try #require(test["in"]))
      let encoded = try Hex.decode(try #require(test["out"] as? String))
      #expect(RLP.encode(item) == encoded, "\(name)")
      #expect(try RLP.decode(encoded) == item, "\(name)")
    }
  }

  @Test func `every invalid case is refused`() throws {
    let cases = try cases("invalidRLPTest.json")
    #expect(cases.count >= 15)
    for (name, test) in cases {
      let encoded = try Hex.decode(try #require(test["out"] as? String))
      #expect(throws: RLPError.self, "\(name)") { try RLP.decode(encoded) }
    }
  }

  /// Text, numbers, decimal numbers behind `#`, and lists of these.
  private func item(_ json: Any) throws -> RLPItem {
    if let list = json as? [Any] { return .list(try list.map(item)) }
    if let number = json as? UInt64 { return .bytes(Word(number).minimalBytes) }
    let text = try #require(json as? String)
    return .bytes(text.hasPrefix("#") ? bytes(ofDecimal: text.dropFirst()) : Array(text.utf8))
  }

  /// One case is 2^256, which is no word.
  private func bytes(ofDecimal digits: Substring) -> [UInt8] {
    var littleEndian: [UInt8] = []
    for digit in digits.utf8 {
      var carry = Int(digit - UInt8(ascii: "0"))
      for index in littleEndian.indices {
        carry += 10 * Int(littleEndian[index])
        littleEndian[index] = UInt8(carry & 0xff)
        carry >>= 8
      }
      if carry > 0 { littleEndian.append(UInt8(carry)) }
    }
    return littleEndian.reversed()
  }
}

enum RLPFiles {
  static let folder = ProcessInfo.processInfo.environment["CAIRN_ETHEREUM_TESTS"]
    .map { $0 + "/ethtests_misc/RLPTests" }

  static var arePresent: Bool {
    folder.map { FileManager.default.fileExists(atPath: $0) } ?? false
  }
}
