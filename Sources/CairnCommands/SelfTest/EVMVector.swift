/// A transaction that calls a contract of `EVMWorld`, and what the execution specification says
/// comes of it. The contract keeps its results in storage, so the state root tells whether each was
/// right.
struct EVMVector: Sendable {
  let name: String
  /// The contract, and the call data, as hexadecimal digits.
  let code: String
  let input: String
  /// What the sender pays for.
  let gas: UInt64
  /// The state root afterwards.
  let root: String
  /// Keccak of the RLP of the logs.
  let logs: String

  init(
    _ name: String, code: String, input: String = "", gas: UInt64, root: String,
    logs: String = EVMVector.noLogs
  ) {
    self.name = name
    self.code = code
    self.input = input
    self.gas = gas
    self.root = root
    self.logs = logs
  }

  /// Keccak of the empty list.
  static var noLogs: String {
    "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"
  }

  var expected: String { "gas \(gas), state \(root), logs \(logs)" }
}
