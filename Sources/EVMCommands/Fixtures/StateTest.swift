import BlockExecution
import ChainTypes

/// One named test of a state test file: a world, transactions that differ in data, gas and value,
/// and what each leads to under several forks.
struct StateTest {
  struct Environment {
    var coinbase: Address
    var gasLimit: UInt64
    var number: UInt64
    var timestamp: UInt64
    var difficulty: Word
    var random: Hash?
    var baseFee: Word?
    var excessBlobGas: UInt64?
  }

  /// Which of the transaction's alternatives a subtest takes.
  struct Indexes {
    var data: Int
    var gas: Int
    var value: Int

    var text: String { "d\(data)g\(gas)v\(value)" }
  }

  struct Expectation {
    var stateRoot: Hash
    var logsHash: Hash
    var indexes: Indexes
    /// The signed envelope, where the file has it.
    var encoded: [UInt8]?
    /// The name of the exception for which the transaction must be refused.
    var exception: String?
    /// The accounts after the transaction, where the file lists them.
    var state: JSONField?
  }

  var name: String
  var environment: Environment
  var pre: [FixtureAccount]
  /// Read anew for each subtest, because a field that does not fit makes that subtest's transaction
  /// invalid and not the file.
  var transaction: JSONField
  var posts: [(fork: String, expectations: [Expectation])]
  var chainID: UInt64
  var blobSchedules: [(fork: String, schedule: BlobSchedule)]
}
