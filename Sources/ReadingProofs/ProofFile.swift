import ChainTypes
import FleetManifest
import Readings
import Statements

/// Everything that tells of one reading who measured it, when, and that nothing was altered: the
/// one file that an auditor gets. `ProofVerifier` walks through it.
public struct ProofFile: Sendable, Equatable {
  /// Signs the manifests; the fleet's id, and so the domain of every signature, follows from it.
  public var fleetKey: Address
  /// The sensor's name on its board.
  public var sensor: String
  public var reading: Reading
  /// The reading's place in its batch, and its path to the batch's root.
  public var index: UInt32
  public var path: [Hash]
  public var batch: Signed<ReadingBatch>
  /// The board's word for the instrument's key; nil where the board itself signed the batch.
  public var delegation: Signed<Delegation>?
  public var transaction: ProvedTransaction
  /// The header of the reading's block, in RLP.
  public var header: [UInt8]
  public var seal: Signed<Seal>
  /// Headers of the blocks behind it, each the next one's parent, up to the last that a
  /// cosignature, receipt or checkpoint names.
  public var headers: [[UInt8]] = []
  public var cosignatures: [Signed<Cosignature>] = []
  public var receipts: [Signed<StorageReceipt>] = []
  public var checkpoint: ProvedCheckpoint?
  /// From the oldest that a statement of the proof names to the newest that its maker knew.
  public var manifests: [ProvedManifest] = []
}

/// The transaction that brought the batch to the lane, and what came of it, with their paths in the
/// block's tries.
public struct ProvedTransaction: Sendable, Equatable {
  public var index: UInt32
  public var raw: [UInt8]
  public var nodes: [[UInt8]]
  public var receipt: [UInt8]
  public var receiptNodes: [[UInt8]]

  public init(
    index: UInt32, raw: [UInt8], nodes: [[UInt8]], receipt: [UInt8], receiptNodes: [[UInt8]]
  ) {
    self.index = index
    self.raw = raw
    self.nodes = nodes
    self.receipt = receipt
    self.receiptNodes = receiptNodes
  }
}

/// A checkpoint of an aggregator's log, and where in the log the block of a height is.
public struct ProvedCheckpoint: Sendable, Equatable {
  public var statement: Signed<Checkpoint>
  /// Of the reading's block, or of one behind it.
  public var height: UInt64
  public var index: UInt64
  public var path: [Hash]

  public init(statement: Signed<Checkpoint>, height: UInt64, index: UInt64, path: [Hash]) {
    self.statement = statement
    self.height = height
    self.index = index
    self.path = path
  }
}

/// A version of the manifest; its content may be left out where only the chain is of interest.
public struct ProvedManifest: Sendable, Equatable {
  public var statement: Signed<ManifestVersion>
  public var bytes: [UInt8]?

  public init(statement: Signed<ManifestVersion>, bytes: [UInt8]?) {
    self.statement = statement
    self.bytes = bytes
  }
}

extension ProvedManifest {
  /// All versions, with the content of those of which it is known.
  public static func list(
    _ versions: [Signed<ManifestVersion>], whole: [SignedManifest]
  ) -> [ProvedManifest] {
    versions.map { statement in
      ProvedManifest(
        statement: statement, bytes: whole.last { $0.statement == statement }?.content)
    }
  }
}
