/// Where an agent's files are, below its data folder.
public struct AgentFolder: Sendable, Equatable {
  public let path: String

  public init(_ path: String) {
    self.path = path.hasSuffix("/") && path.utf8.count > 1 ? String(path.dropLast()) : path
  }

  /// Blocks and state.
  public var ledger: String { path + "/ledger" }
  /// What the lane begins with.
  public var genesis: String { path + "/genesis.json" }
  /// The board's key, unless the configuration names another place.
  public var key: String { path + "/board.key" }
  /// Where JSON-RPC is served, unless the configuration names another place.
  public var socket: String { path + "/cairn.ipc" }
}
