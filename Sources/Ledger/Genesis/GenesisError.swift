import ChainTypes

/// Why a genesis document is none, and where.
public enum GenesisError: Error, Equatable, Sendable {
  /// A member is missing, of another kind, or out of range.
  case value(JSONError)
  /// Neither go-ethereum nor Cairn knows the key.
  case unknownKey(JSONPath)
  /// The chain asks for rules that Cairn does not have.
  case unsupported(JSONPath, reason: String)
  /// A fork is set, but one before it is not.
  case forkWithoutEarlier(JSONPath, missing: String)
  /// A fork begins before one that it builds on.
  case forkTooEarly(JSONPath, earlier: String)
  /// The same account, or the same slot, stands there twice.
  case repeated(JSONPath)
  /// A lane's state has no empty accounts (EIP-161).
  case emptyAccount(JSONPath)
}

extension GenesisError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .value(let error): "genesis: \(error)"
    case .unknownKey(let path): "genesis: \(path.text) is not known"
    case .unsupported(let path, let reason): "genesis: \(path.text): \(reason)"
    case .forkWithoutEarlier(let path, let missing):
      "genesis: \(path.text) is set, but \(missing) before it is not"
    case .forkTooEarly(let path, let earlier):
      "genesis: \(path.text) comes before \(earlier)"
    case .repeated(let path): "genesis: \(path.text) stands there twice"
    case .emptyAccount(let path):
      "genesis: \(path.text) has neither nonce, balance nor code; a lane has no such accounts"
    }
  }
}
