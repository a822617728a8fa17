import ChainTypes
import Foundation
import ReadingProofs
import Testing

/// A verifier in Python that was written from the byte rules, when there is one: the environment
/// variable `CAIRN_PROOF_PYTHON` names a Python that has the packages of Oracle/requirements.txt.
@Suite("The independent verifier")
struct IndependentTests {
  static let python = ProcessInfo.processInfo.environment["CAIRN_PROOF_PYTHON"]
  static let reason = Comment(
    "CAIRN_PROOF_PYTHON names no Python with eth_account, rlp and trie")

  /// Its words, one for each document.
  static func verdicts(_ documents: [JSONValue], _ key: Address?) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "cairn-\(UUID().uuidString).proofs")
    let text = documents.map { $0.text() }.joined(separator: "\n")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/verify_proof.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = ["-B", script.path, key?.hex ?? "-", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map { String($0) }
  }

  @Test(.enabled(if: python != nil, reason))
  func `it agrees on good proofs, weaker ones and every changed value`() throws {
    let (world, file) = try ProofWorld.full()
    var bare = file
    (bare.cosignatures, bare.receipts, bare.checkpoint) = ([], [], nil)
    bare.headers = []
    let good = [file, bare].map { $0.json }
    let key = world.fleetKey.address
    #expect(try Self.verdicts(good, key) == ["trusted", "trusted"])
    #expect(try Self.verdicts(good, nil) == ["consistent", "consistent"])
    #expect(try Self.verdicts(good, world.board.address) == ["broken fleetKey", "broken fleetKey"])
    let alone = try ProofWorld(ownFleet: true)
    try alone.measure([0, 1, 2])
    try alone.measure([0, 1, 2], missing: 1)
    let own = [try alone.proof(0, 1).json, try alone.proof(1, 3).json]
    #expect(try Self.verdicts(own, alone.board.address) == ["trusted", "trusted"])
    // A quarter of them: recovering keys in Python takes its time.
    let changes = TamperTests.changes(file.json).enumerated().filter { $0.offset % 4 == 1 }
      .map { $0.element }
    let words = try Self.verdicts(changes.map { $0.1 }, key)
    #expect(words.count == changes.count)
    for (change, word) in zip(changes, words) {
      let ours = TamperTests.verdict(change.1, world).verdict
      // What one cannot read the other may read and find wrong.
      let agrees =
        if case .broken(let part) = ours {
          word == "broken \(part.rawValue)" || word.hasPrefix("broken file") || part == .file
        } else { false }
      #expect(agrees && word.hasPrefix("broken"), "\(change.0): \(word), ours \(ours)")
    }
  }
}
