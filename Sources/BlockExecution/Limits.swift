/// The bounds of this module.
public enum BlockExecutionLimits {
  /// Places that each of the journal's tables starts with.
  public static let tableStart = 64
  /// The same for tables that most batches leave empty.
  public static let smallTableStart = 16
  /// Bytes of code that one half of the code cache holds.
  public static let codeCacheBytes = 4 << 20
  /// A batch with fewer transactions left, or with less work than waking workers costs, is not
  /// shared.
  public static let smallestShared = 4
  public static let smallestSharedNanoseconds: UInt64 = 120_000
  /// The same of work on receipts alone, which is taken when nothing is executed ahead.
  static let smallestCompletedNanoseconds: UInt64 = 100_000
  /// Looks of a worker that finds nothing to do before it goes home, and results that are laid out
  /// before it is called again.
  static let idleLooks = 300
  static let callEvery = 32
  /// Transactions between the committer and the first that a worker executes ahead.
  public static let lead = 4
  /// Transactions that a worker executes behind the committer, for the sake of those that follow in
  /// their lane.
  static let repeatedForLane = 2
  /// Results of no use after which workers stop executing ahead, when fewer were of use; and the
  /// batches until it is tried again.
  public static let killSwitch = 6
  public static let pausedBatches = 15
  /// Threads that help with a batch at most: beyond, they find nothing to do in one of 500.
  public static let mostWorkers = 7
  /// Thousandths of a degree below the point at which the kernel slows the board down: nearer than
  /// this no workers help, or half of them; and so much further away they come back.
  public static let marginOfNone = 5_000
  public static let marginOfHalf = 10_000
  public static let marginOfReturn = 3_000
  /// Functions of contracts whose behaviour is remembered, transactions that each is learnt from,
  /// slots that it is expected to write, and places that are tried for mappings.
  public static let predictedCalls = 4_096
  public static let laneSamples = 3
  public static let predictedSlots = 4
  public static let lanePlaces: UInt8 = 16
  /// Blocks that BLOCKHASH reaches back, and with them the window of ancestors.
  public static let ancestors = 256
}
