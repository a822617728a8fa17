import ChainTypes
import KeyCustody
import Ledger
import LinuxIO
import StateStore

/// Why an agent cannot start or go on. Each says what to do.
public enum AgentFailure: Error, Sendable {
  case system(SystemError)
  case key(KeyError)
  case ledger(LedgerError<StoreError>)
  /// There is no genesis: the board was not initialised.
  case notInitialised(AgentFolder)
  /// A file of the data folder is not what it should be.
  case malformed(file: String, String)
  /// The key is not that of the lane.
  case otherBoard(key: Address, lane: Address)
  /// The configuration asks for more than there can be.
  case configuration(String)
  /// There is no proof of a reading.
  case proof(sensor: String, String)
}

extension AgentFailure {
  public var text: String {
    switch self {
    case .system(let error): error.text
    case .key(let error): error.text
    case .ledger(let error): error.text { $0.text } + "."
    case .notInitialised(let folder):
      "\(folder.path) has no genesis. Run: cairn init --data \(folder.path)"
    case .malformed(let file, let what): "\(file): \(what)."
    case .otherBoard(let key, let lane):
      "the key is that of \(key.hex), the lane in the data folder is \(lane.hex)'s. "
        + "Give the right key, or begin a new lane in another folder."
    case .configuration(let text): text
    case .proof(let sensor, let why): "no proof of \(sensor): \(why)"
    }
  }
}
