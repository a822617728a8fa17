import ChainTypes
import Statements

/// The parts of a proof, as its file names them, in the order in which they are checked: each is
/// held against those before it.
public enum ProofPart: String, Sendable, CaseIterable {
  case file, fleetKey, manifests, seal, header, headers, cosignatures, receipts, checkpoint
  case transaction, delegation, batch, reading, sensor
}

/// One step of the check.
public struct ProofStep: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    case holds
    /// The proof says nothing about it.
    case absent
    case fails
  }

  public var part: ProofPart
  public var outcome: Outcome
  /// A sentence without its full stop.
  public var text: String
}

/// What a proof shows.
public struct ProofReport: Sendable {
  public enum Verdict: Hashable, Sendable {
    /// It holds for the fleet whose key was given.
    case trusted
    /// Nothing in it contradicts anything, and nobody said whom to trust, or the board is not shown
    /// to be of the fleet.
    case consistent
    /// A part is not what it should be.
    case broken(ProofPart)
  }

  public internal(set) var steps: [ProofStep] = []
  public internal(set) var verdict: Verdict = .consistent
  /// The reading in words, when the file could be read.
  public internal(set) var reading: String?
  /// Enough witnesses cosigned.
  public internal(set) var isFinal = false
  /// An aggregator has it.
  public internal(set) var isStored = false
  /// It is in an aggregator's log.
  public internal(set) var isLogged = false
  public internal(set) var isMember = false

  /// A report on what could not even be read.
  public init(unreadable error: ProofFileError) {
    steps = [ProofStep(part: .file, outcome: .fails, text: error.description)]
    verdict = .broken(.file)
  }

  init() {}

  /// What no such proof can tell, for whoever reads it for the first time.
  public static let limits = [
    "that the sensor measured right, or was where it should be: only what the board signed",
    "that the clock was right: only what the board knew of its own clock",
    "that whoever holds the board's key is the board",
    "that the fleet did not revoke the board after the newest manifest in this file",
  ]
}
