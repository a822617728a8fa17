import SyncProtocol

/// What bounds the aggregator beside the protocol's own limits.
public enum AggregatorLimits {
  /// Entries of the log that one commit takes: the next has its turn after it.
  static let entriesPerCheckpoint = 10_000
  /// Milliseconds between two looks at who is silent or behind.
  static let lookInterval: UInt64 = 1_000
  /// Things that happened and are remembered for `status`.
  static let alerts = 256
  /// Requests to be taken in that wait for the operator.
  static let enrolments = 256
  /// Tokens of the loop's poll set.
  static let signalToken = 0
  static let brokerToken = 1
  static let webToken = 2
  static let controlToken = 64
  /// Clients of the web server at once: their tokens lie between.
  static let webClients = 32
  /// Blocks of a lane that are stored by one commit: as many as its board sends without receipts.
  static let verifyRun = Int(SyncLimits.publishWindow)
  /// Threads that execute and store blocks. One that waits for the disk needs no processor, so
  /// there are more of them.
  static let threadsPerProcessor = 4
  static let laneThreads = 32
  /// Lanes told in one answer.
  static let listedLanes = 10_000
}
