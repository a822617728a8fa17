import Foundation
import StateStore
import Testing

/// A folder that goes with the test.
final class TemporaryFolder {
  let path = NSTemporaryDirectory() + "cairn-store-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The bytes that a store lends, to be compared.
func bytes(of span: borrowing Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }

extension Store {
  /// Commits what the body writes.
  func write(_ body: (inout WriteTransaction) throws -> Void) throws {
    var transaction = try beginWriting()
    try body(&transaction)
    try transaction.commit()
  }
}

func fileSize(_ path: String) throws -> Int {
  try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
}
