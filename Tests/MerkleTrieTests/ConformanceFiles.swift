import ChainTypes
import Foundation
import Testing

/// The trie tests of the conformance data, found through CAIRN_ETHEREUM_TESTS.
enum ConformanceFiles {
  static let folder = ProcessInfo.processInfo.environment["CAIRN_ETHEREUM_TESTS"]
    .map { $0 + "/ethtests_misc/TrieTests" }

  static var arePresent: Bool {
    folder.map { FileManager.default.fileExists(atPath: $0) } ?? false
  }

  struct Case {
    var name: String
    /// In order; a nil value removes.
    var changes: [(key: [UInt8], value: [UInt8]?)]
    var root: Hash
  }

  static func cases(_ file: String) throws -> [Case] {
    try object(file).map { name, test in
      let test = try #require(test as? [String: Any])
      let root = try #require(test["root"] as? String)
      return Case(
        name: name, changes: try changes(test["in"]), root: try #require(Hash(hex: root)))
    }
  }

  static func object(_ file: String) throws -> [String: Any] {
    let path = try #require(folder) + "/" + file
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
    return try #require(json as? [String: Any])
  }

  private static func changes(_ input: Any?) throws -> [(key: [UInt8], value: [UInt8]?)] {
    if let pairs = input as? [String: String] {
      return try pairs.map { (try bytes($0.key), try bytes($0.value)) }
    }
    return try #require(input as? [[Any]]).map { pair in
      let key = try #require(pair[0] as? String)
      return (try bytes(key), try (pair[1] as? String).map(bytes))
    }
  }

  private static func bytes(_ text: String) throws -> [UInt8] {
    text.hasPrefix("0x") ? try Hex.decode(text) : Array(text.utf8)
  }
}
