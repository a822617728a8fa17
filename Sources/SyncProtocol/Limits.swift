/// What this module bounds. Times are milliseconds.
public enum SyncLimits {
  /// Bytes of one message on the broker: the smallest limit among the brokers served is 128 KB, of
  /// which topic and packet take some.
  public static let messageBytes = 127 << 10
  /// Bytes of a part of something larger, beside its ticket.
  public static let chunkBytes = 120 << 10
  /// Parts of one thing, and bytes of it: a block has at most 8 MiB.
  public static let chunks = 72
  public static let assembledBytes = 8 << 20
  /// Things that one sender may have in pieces at a time, and bytes of all of a sender's pieces.
  public static let assembliesPerSender = 2
  public static let assemblySenders = 64
  /// After so long an assembly that gets no more pieces is dropped.
  public static let assemblyPatience: UInt64 = 60_000

  /// Own blocks in flight beyond the last one that was delivered.
  public static let publishWindow: UInt64 = 8
  /// Messages that the broker has and has not acknowledged, as `BrokerClient` takes them.
  public static let unacknowledged = 8
  /// Messages, and their bytes, that wait for those.
  public static let queuedMessages = 1_024
  public static let queuedBytes = 4 << 20

  /// Blocks of one lane that wait for their predecessors, and bytes of all lanes' waiting blocks.
  public static let waitingBlocks: UInt64 = 32
  public static let waitingBytes = 16 << 20
  /// Bytes of the blocks of a lane that are executed together: what is large is slow, and the first
  /// of them waits for its receipt until the last is stored.
  static let runBytes = 256 << 10
  /// States that come at a time, bytes of one part of one, reads for others at a time.
  public static let snapshots = 2
  public static let snapshotBytes = 96 << 10
  public static let snapshotReads = 8
  /// Requests in vain for a part, or for a block whose state somebody has, before something else
  /// is tried.
  public static let snapshotPatience = 5
  public static let pivotPatience = 2
  /// After a state, and after one that came to nothing, it is so long by blocks.
  public static let snapshotPause: UInt64 = 600_000
  /// Blocks in one answer.
  public static let answeredBlocks: UInt64 = 32
  /// Heights behind a lane's head of which seals and cosignatures are kept in memory.
  public static let recentHeights: UInt64 = 64
  /// Witnesses of a lane, lanes of a fleet, aggregators, versions of a manifest in one message.
  public static let witnesses = 64
  public static let lanes = 100_000
  public static let aggregators = 16
  public static let manifestVersions = 512

  /// How often what is not pressing is looked after.
  public static let beat: UInt64 = 1_000
  /// A request is repeated after this, then after twice as long, up to the longest pause.
  public static let firstPause: UInt64 = 4_000
  public static let longestPause: UInt64 = 120_000
  /// How often in one doubt somebody's sign of life brings the next request forward, and to when
  /// behind the one before: an answer to that may be on its way.
  public static let hastenedAsks = 6
  public static let hastenedPause: UInt64 = 1_500
  /// Without a receipt for so long the window is published again.
  public static let receiptPatience: UInt64 = 30_000
  /// Who answers for an absent owner waits at least, and at most, so long.
  public static let earliestAnswer: UInt64 = 500
  public static let latestAnswer: UInt64 = 3_000
  /// Answers that wait for their time.
  public static let waitingAnswers = 64
  /// Requests of one asker: a new one each interval, and so many at once.
  public static let askInterval: UInt64 = 1_000
  public static let askBurst = 8
  /// Parts of a state that count as one request.
  static let partsPerAsk = 4
  public static let askers = 4_096
  /// Who asks about a frozen lane is shown the evidence so often at most, and for so many lanes
  /// that is remembered of an asker.
  public static let evidenceInterval: UInt64 = 30_000
  static let shownLanes = 16
  /// How often a board tells its head and its status although nothing happened.
  public static let announceInterval: UInt64 = 60_000
  /// How often everybody asks for a newer manifest although nothing says that there is one.
  public static let manifestInterval: UInt64 = 600_000
  /// How long a board that was not shut down in order, and has its card, waits for its peers before
  /// it goes on alone.
  public static let doubtPatience: UInt64 = 600_000
  /// Checkpoints of one log that are kept in memory to be compared.
  public static let checkpoints = 32
  /// Signers whose lies are kept.
  public static let barred = 256

  /// Whether the bounds fit one another.
  public static var areConsistent: Bool {
    chunkBytes + 1_024 <= messageBytes && snapshotBytes + 1_024 <= messageBytes
      && chunks * chunkBytes >= assembledBytes
      && publishWindow <= waitingBlocks && answeredBlocks <= waitingBlocks
      && waitingBlocks < recentHeights && firstPause < longestPause
      && earliestAnswer < latestAnswer && latestAnswer < firstPause
      && assembliesPerSender > 0 && unacknowledged <= queuedMessages
      && messageBytes <= queuedBytes && beat <= firstPause
  }
}
