import Foundation
import Testing

/// The power goes at random moments while a process commits. This holds for disks that keep what
/// they said was flushed.
@Suite(.enabled(if: Programs.hasCompiler, "a C compiler is needed for the recorder"))
struct PowerLoss {
  /// What was found after many cuts.
  struct Findings {
    var failures: [String] = []
    var cuts = 0
    /// Cuts at which something could be lost.
    var uncertain = 0
    /// Heads that were acknowledged, and those that are one above.
    var acknowledged = 0
    var above = 0
  }

  /// Seeds are the numbers from 1 to this one.
  static var seeds: Int { Programs.trials(2_000, variable: "CAIRN_POWER_LOSS_SEEDS") }

  @Test func `after a power loss the store holds every acknowledged commit and none half`() throws {
    let found = try PowerLoss.findings(mode: "", commits: 150, seeds: PowerLoss.seeds)
    #expect(found.failures.isEmpty, "\(found.failures.prefix(5))")
    // The cuts are of all kinds, or nothing was shown.
    #expect(found.uncertain > found.cuts / 4, "\(found)")
    #expect(found.acknowledged > found.cuts / 4, "\(found)")
    #expect(found.above > found.cuts / 50, "\(found)")
  }

  @Test func `without syncs acknowledged commits are lost, and the same check tells`() throws {
    let found = try PowerLoss.findings(
      mode: "", commits: 150, seeds: 30, environment: ["CAIRN_RECORDER_NO_SYNC": "1"])
    #expect(found.failures.count > 15, "\(found)")
  }

  @Test func `after a power loss the ledger holds every acknowledged block, its state and tries`()
    throws
  {
    let found = try PowerLoss.findings(mode: "-ledger", commits: 150, seeds: PowerLoss.seeds)
    #expect(found.failures.isEmpty, "\(found.failures.prefix(5))")
    #expect(found.uncertain > found.cuts / 4, "\(found)")
    #expect(found.acknowledged > found.cuts / 4, "\(found)")
    #expect(found.above > found.cuts / 50, "\(found)")
  }

  @Test func `without syncs acknowledged blocks are lost, and the same check tells`() throws {
    let found = try PowerLoss.findings(
      mode: "-ledger", commits: 150, seeds: 30, environment: ["CAIRN_RECORDER_NO_SYNC": "1"])
    #expect(found.failures.count > 15, "\(found)")
  }

  /// Records a writer and opens what the disk may hold after a cut for each seed.
  static func findings(
    mode: String, commits: Int, seeds: Int, environment: [String: String] = [:]
  ) throws -> Findings {
    let folder = try TestFolder()
    let recording = try record(mode, commits, in: folder.path, environment)
    // A cut needs its seed only, whatever the number of seeds is.
    let cuts = (1...seeds).map { seed in
      var random = SeededRandom(seed: UInt64(seed))
      return (seed, Int(random.next(below: UInt64(recording.events.count + 1))), random)
    }
    let checker = try Checker(mode: "check" + mode)
    var disk = PowerCut(recording)
    var found = Findings()
    for (seed, count, generator) in cuts.sorted(by: { $0.1 < $1.1 }) {
      var random = generator
      disk.advance(to: count)
      let answer = try check(disk, &random, checker, below: folder.path)
      found.cuts += 1
      found.uncertain += disk.uncertain > 0 ? 1 : 0
      switch UInt64(answer) {
      case disk.acknowledged: found.acknowledged += 1
      case disk.acknowledged + 1: found.above += 1
      default:
        found.failures.append(
          "seed \(seed), cut after event \(count), acknowledged \(disk.acknowledged): \(answer)")
      }
    }
    return found
  }

  private static func record(
    _ mode: String, _ commits: Int, in folder: String, _ environment: [String: String]
  ) throws -> Recording {
    let data = folder + "/recorded"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
    let recorder = [
      "LD_PRELOAD": try Programs.recorder(in: folder), "CAIRN_RECORDER_LOG": folder + "/log",
    ]
    let status = try Programs.run(
      try Programs.crashWriter(), ["write" + mode, data, "\(commits)"],
      environment: recorder.merging(environment) { $1 })
    try #require(status == 0)
    let recording = Recording(try Data(contentsOf: URL(fileURLWithPath: folder + "/log")))
    try #require(recording.events.count > 5 * commits)
    return recording
  }

  private static func check(
    _ disk: PowerCut, _ random: inout SeededRandom, _ checker: Checker, below folder: String
  ) throws -> String {
    let place = folder + "/found"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: place) }
    if let image = disk.image(drawing: &random) {
      try Data(image).write(to: URL(fileURLWithPath: place + "/data.mdb"))
    }
    return try checker.head(of: place)
  }
}
