import SyncProtocol

/// What bounds the joining of protocol, broker and stores.
public enum LinkLimits {
  /// Events that are handled before the owner has its turn again.
  static let eventsPerStep = 64
  /// Messages that wait for room in the connection's window; the protocol gives no more than it has
  /// unacknowledged.
  static let waitingPublications = 64
  /// Lanes whose beginning is known and which have no store yet.
  static let knownPlans = 4_096
  /// Milliseconds between two questions, and two answers, about how a board's lane begins.
  static let originPause: UInt64 = 3_000
  static let answerPause: UInt64 = 1_000
  /// A genesis that is no plan travels as its text, in one message.
  public static let genesisBytes = 126 << 10
  /// Bytes of address space that the store of another's lane may take, and so its largest size.
  public static var laneMap: Int { Int.bitWidth == 32 ? 64 << 20 : 4 << 30 }
  /// The same of the node's own values.
  public static var ownMap: Int { Int.bitWidth == 32 ? 32 << 20 : 4 << 30 }
  /// Bytes of trie nodes that are kept in memory for a lane of another board.
  static let laneCache = 512 << 10
  /// Blocks behind the head among which a final one is looked for whose state is given.
  static let pivotReach = 128
  /// Missing blocks from which on a lane is being caught up with, and down to which: more than the
  /// first are never under way in ordinary times, and those of a window nearly always.
  static let catchUpFrom = SyncLimits.waitingBlocks
  static let catchUpUntil = SyncLimits.publishWindow
  /// Milliseconds between two lines about that, while it goes on and while it does not, and what
  /// its pace is taken over.
  static let progressPause: UInt64 = 10_000
  static let stalledPause: UInt64 = 60_000
  static let paceSpan: UInt64 = 5_000
  /// Bytes of another's lane that a board keeps.
  public static let boardLaneBytes: UInt64 = 64 << 20
  /// Bytes of the stack of a thread that executes blocks: many times what 1,024 calls deep take.
  static let laneStack = 2 << 20
  /// Transactions of a block from which on threads help with it: for fewer, waking one takes longer
  /// than what it does.
  static let smallestHelped = 4
  /// Blocks of which one is executed the other way, with help or without, to see what it takes.
  static let helpTrial = 32
  /// Milliseconds between two looks at the machine's temperature.
  static let heatInterval: UInt64 = 5_000
  /// Milliseconds for the broker's goodbye: a stop must not wait for a dead network.
  static let goodbye = 500
  /// Bytes of a fleet's file: versions of the manifest in hexadecimal digits.
  public static let fleetFile = 16 << 20
  /// Statuses of other nodes that are remembered, and bytes of each.
  static let statuses = 4_096
  static let statusBytes = 4_096
  /// What happened last, for people.
  public static let notes = 64
  /// Bytes of the file of the broker's password.
  static let passwordBytes = 4_096
  /// Tokens of messages that are not the protocol's begin here.
  static let ownTokens: UInt64 = 1 << 62
}
