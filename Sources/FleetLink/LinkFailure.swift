import KeyCustody
import Ledger
import LinuxIO
import StateStore

/// Why a node cannot be joined to its fleet. Each says what to do.
public enum LinkFailure: Error, Sendable {
  case system(SystemError)
  case store(StoreError)
  case ledger(LedgerError<StoreError>)
  case key(KeyError)
  /// A file is not what it should be.
  case malformed(file: String, String)
  /// The settings ask for what cannot be.
  case settings(String)
}

extension LinkFailure {
  public var text: String {
    switch self {
    case .system(let error): error.text
    case .store(let error): error.text
    case .ledger(let error): error.text { $0.text } + "."
    case .key(let error): error.text
    case .malformed(let file, let what): "\(file): \(what)."
    case .settings(let text): text
    }
  }
}
