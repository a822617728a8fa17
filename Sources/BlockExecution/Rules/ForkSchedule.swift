import ChainTypes
import EVM

/// When each fork of a chain begins: by block number up to Paris, by timestamp from Shanghai on.
public struct ForkSchedule: Sendable, Equatable {
  /// A fork and the block and time that both must be reached for it.
  public struct Activation: Sendable, Equatable {
    public var fork: Fork
    public var block: UInt64
    public var timestamp: UInt64

    public init(_ fork: Fork, block: UInt64 = 0, timestamp: UInt64 = 0) {
      self.fork = fork
      self.block = block
      self.timestamp = timestamp
    }
  }

  /// A blob schedule that holds from a time on: EIP-7892's blob-parameter-only forks.
  public struct BlobActivation: Sendable, Equatable {
    public var timestamp: UInt64
    public var schedule: BlobSchedule

    public init(timestamp: UInt64, schedule: BlobSchedule) {
      self.timestamp = timestamp
      self.schedule = schedule
    }
  }

  /// In order of the forks.
  public var activations: [Activation]
  /// What replaces the forks' own blob schedules, in order of time.
  public var blobActivations: [BlobActivation]
  /// Replacements for the blob schedule of single forks (a test's `config.blobSchedule`).
  public var blobSchedules: [Fork: BlobSchedule]
  /// From which block on the difficulty bomb is delayed beyond what the fork's own rule says, and
  /// by how many blocks in all (Muir, Arrow and Gray Glacier).
  public var bombDelays: [BombDelay]

  /// The block at which the balances of the DAO move (EIP-779); nil on all chains but the main one.
  public var daoBlock: UInt64?

  /// Paris begins, once its block is reached, with the first block without difficulty: on a chain
  /// that was merged by total difficulty, no number is known beforehand. What the total must be is
  /// for those to check who know it; as in today's go-ethereum, difficulty does not come back.
  public var terminalTotalDifficulty: Word?
  /// Whose logs are deposit requests (EIP-6110).
  public var depositContract = Requests.depositContract

  /// The difficulty bomb counts from so many blocks later, from a block on.
  public struct BombDelay: Sendable, Equatable {
    public var block: UInt64
    public var delay: UInt64

    public init(block: UInt64, delay: UInt64) {
      self.block = block
      self.delay = delay
    }
  }
}
