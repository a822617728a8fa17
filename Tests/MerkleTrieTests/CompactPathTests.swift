import ChainTypes
import Foundation
import Testing

@testable import MerkleTrie

/// The compact form of nibble paths (yellow paper, appendix C) as the node writer makes it, checked
/// with BasicTests/hexencodetest.json of the conformance data.
@Suite(
  .enabled(if: CompactPathFile.isPresent, "CAIRN_ETHEREUM_TESTS names no hexencodetest.json"))
struct CompactPaths {
  @Test func `leaf and extension paths are those of the conformance data`() throws {
    let path = try #require(CompactPathFile.path)
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
    let cases = try #require(json as? [String: [String: Any]])
    #expect(cases.count >= 7)
    for (name, test) in cases {
      let nibbles = try #require(test["seq"] as? [Int])
      let isLeaf = try #require(test["term"] as? Bool)
      let expected = try Hex.decode(try #require(test["out"] as? String))
      #expect(try written(nibbles, isLeaf: isLeaf) == expected, "\(name)")
    }
  }

  /// The path as the first item of a node.
  private func written(_ nibbles: [Int], isLeaf: Bool) throws -> [UInt8] {
    var writer = NodeWriter()
    writer.begin(atMost: 64)
    if isLeaf {
      // The writer takes the end of a key: for an odd rest, from the middle of its first byte.
      let depth = nibbles.count % 2
      let whole = (depth == 1 ? [0] : []) + nibbles
      let key = stride(from: 0, to: whole.count, by: 2).map {
        UInt8(whole[$0] << 4 | whole[$0 + 1])
      }
      key.withUnsafeBytes { writer.append(leafPath: $0, from: depth) }
    } else {
      writer.append(extensionPathCount: nibbles.count) { nibbles[$0] }
    }
    writer.finish()
    var node = try RLPReader(list: Array(writer.encoding))
    return try node.readBytes()
  }
}

enum CompactPathFile {
  static let path = ProcessInfo.processInfo.environment["CAIRN_ETHEREUM_TESTS"]
    .map { $0 + "/ethtests_misc/BasicTests/hexencodetest.json" }

  static var isPresent: Bool { path.map { FileManager.default.fileExists(atPath: $0) } ?? false }
}
