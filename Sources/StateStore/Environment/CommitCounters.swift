/// What the commits of a store have written since it was opened.
struct CommitCounters {
  var commits: UInt64 = 0
  /// Nil when the kernel does not count what threads write.
  var bytes: UInt64? = 0
  var lastBytes: UInt64?

  mutating func add(_ written: UInt64?) {
    commits += 1
    lastBytes = written
    if let sum = bytes, let written { bytes = sum + written } else { bytes = nil }
  }
}
