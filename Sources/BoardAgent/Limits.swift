import Readings

/// The bounds of the agent's own.
public enum AgentLimits {
  /// A genesis in JSON.
  static let genesisBytes = 4 << 20
  /// Gas that the pool's transactions may use in one block, beside the board's own.
  static let poolGas: UInt64 = 200_000_000
  /// Bytes of waiting transactions that outlast a stop.
  static let keptPoolBytes = 1 << 20
  /// Milliseconds after the start when it gives back what starting took, and between later times.
  static let settleAfter: UInt64 = 30_000
  static let settleInterval: UInt64 = 600_000
  /// Signatures of the board's own that are remembered: those of several blocks.
  static let ownSignatures = 64
  /// Milliseconds between two looks at the clock.
  static let clockInterval: UInt64 = 1_000
  /// Milliseconds before a block that could not be stored is tried again.
  static let storeRetry: UInt64 = 2_000
  /// How often an instrument's refused batch is tried again, in blocks, at most.
  static let refusalPause = 64
  /// Milliseconds between two looks at the disk's room while there is too little.
  static let roomPause: UInt64 = 2_000
  /// Clock corrections of one block; what is more waits for the next.
  static let corrections = ReadingsLimits.clockSegments
  /// Milliseconds for the broker's goodbye: the stop must not wait for a dead network.
  static let brokerGoodbye = 200
  /// Milliseconds between two words of the board about itself on the broker.
  static let statusPause: UInt64 = 5_000
  /// Alerts of the fleet that are remembered for `status`.
  static let alerts = 32
  /// Parts of a state between two lines of the log.
  static let loggedParts: UInt64 = 16
  /// Tokens of the loop's poll set.
  static let signalToken = 0
  static let inputToken = 1
  static let brokerToken = 2
  static let fleetToken = 3
  static let controlToken = 16
  /// Gas of a call of the reading log: for itself, and for each word of records.
  static let callGas: UInt64 = 1_000_000
  static let wordGas: UInt64 = 60_000
}
