import BlockExecution
import EVM

/// The names under which fixtures know chains.
enum FixtureNetwork {
  /// Whether two names mean the same fork or transition.
  static func same(_ a: String, _ b: String) -> Bool {
    if let first = Fork(named: a), let second = Fork(named: b) { return first == second }
    return a.lowercased() == b.lowercased()
  }

  static func schedule(
    _ name: String, blobs: [(fork: String, schedule: BlobSchedule)]
  ) -> ForkSchedule? {
    guard var schedule = ForkSchedule(named: name) else { return nil }
    for entry in blobs {
      if let fork = Fork(named: entry.fork) { schedule.blobSchedules[fork] = entry.schedule }
    }
    return schedule
  }
}
