import ChainTypes
import Foundation
import KeyCustody
import Signing
import SystemCrypto

/// A folder that goes with its test.
final class TestFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("cairn-keys-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o600) throws -> String {
    let path = file(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  func mode(_ name: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }
}

/// Vectors of Oracle/make_vectors.py: a word for the kind, and fields; `-` for an empty one.
struct VectorLines {
  static func named(_ kind: String) throws -> [[String]] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Oracle/vectors.txt")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: " ", maxSplits: 7).map(String.init) }
      .filter { $0.first == kind }.map { Array($0.dropFirst()) }
  }

  static func bytes(_ field: String) throws -> [UInt8] { field == "-" ? [] : try Hex.decode(field) }
}

func key(_ hex: String) throws -> SigningKey {
  var bytes = try Hex.decode(hex)
  return try SigningKey(taking: &bytes)
}

func secret(_ text: String) -> SecretBytes {
  var bytes = Array(text.utf8)
  return SecretBytes(taking: &bytes)
}

func secretHex(_ key: borrowing SigningKey) -> String {
  key.withSecret { bytes in
    var copy: [UInt8] = []
    for index in bytes.indices { copy.append(bytes[index]) }
    return Hex.digits(copy)
  }
}

/// Numbers that a seed repeats.
struct Draws: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
