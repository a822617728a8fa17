import Foundation
import Testing

/// A process that appends blocks is killed at random moments. What it wrote is still in the
/// kernel's cache: this shows that no order of steps inside the process matters, not that anything
/// is durable.
@Suite struct Kills {
  static var kills: Int { Programs.trials(500, variable: "CAIRN_KILLS") }

  @Test func `a killed ledger is at its last acknowledged block or one after, and holds`() throws {
    let checker = try Checker(mode: "check-ledger")
    var appended: UInt64 = 0
    var folder = try TestFolder()
    var head: UInt64 = 0
    for seed in 1...Kills.kills {
      var random = SeededRandom(seed: UInt64(seed))
      // Now and then a new one, so that its making is met too.
      if seed % 10 == 1 { (folder, head) = (try TestFolder(), 0) }
      let writer = try KilledWriter(folder: folder.path)
      let acknowledged = try writer.kill(
        afterLines: Int(random.next(below: 24)), microseconds: random.next(below: 4_000))
      let last = acknowledged ?? head
      let answer = try checker.head(of: folder.path)
      guard let now = UInt64(answer), now == last || now == last + 1 else {
        Issue.record("seed \(seed): acknowledged \(last), found \(answer)")
        return
      }
      appended += now - min(now, head)
      // The check has appended one block.
      head = now + 1
    }
    // The writers came to write between the kills, or nothing was shown.
    #expect(appended > UInt64(Kills.kills) * 3)
  }
}

/// A process that appends blocks and says each height when it is durable.
private final class KilledWriter {
  private let process = Process()
  private let output = Pipe()

  init(folder: String) throws {
    process.executableURL = try Programs.crashWriter()
    process.arguments = ["write-ledger", folder, "1000000"]
    process.standardOutput = output
    try process.run()
  }

  /// Kills it some time after it said so many lines, and gives the last number that it said.
  func kill(afterLines lines: Int, microseconds: UInt64) throws -> UInt64? {
    var said = Data()
    while said.count(where: { $0 == 0x0a }) < lines {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      said += more
    }
    usleep(UInt32(microseconds))
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    said += try output.fileHandleForReading.readToEnd() ?? Data()
    // A line that is not ended was not said.
    let lines = String(decoding: said, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).dropLast()
    return lines.last.flatMap { UInt64($0) }
  }
}
