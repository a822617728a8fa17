import ChainTypes
import EVM

/// A kind of conformance test: how one file of it is checked. Each job has a worker of its own.
protocol SuiteWorker: AnyObject {
  init(_ options: SuiteOptions)
  /// Runs every test of a file that has been read.
  func run(_ document: JSONDocument, into tally: inout Tally)
}

/// What the command line asks of a suite.
struct SuiteOptions: Sendable {
  /// How a parallel executor's workers are played.
  struct Schedule: Sendable {
    var workers: Int
    var seed: UInt64
  }

  /// Nil for the serial loop.
  var schedule: Schedule?
  /// Only this fork or network, in any of its names.
  var fork: String?
  /// Only tests whose name contains this.
  var test: String?
  var tier = Tier.automatic
  /// Prints each instruction.
  var trace = false
  var jobs = 1
  /// The share of the files that is run.
  var percent = 100
  /// Blockchain tests run on a ledger in LMDB instead of in memory.
  var onLedger = false
  /// Names each file as it begins, so that a crash has a place.
  var verbose = false

  func wants(fork name: String) -> Bool {
    guard let fork else { return true }
    return FixtureNetwork.same(fork, name)
  }
}

/// A fixture file that has been read.
struct JSONDocument {
  var file: String
  var content: JSONValue

  /// Calls the body for each named test that is wanted. Members that are no tests are left out.
  func forEachTest(
    _ options: SuiteOptions, _ tally: inout Tally,
    _ body: (String, JSONField, inout Tally) -> Void
  ) {
    guard case .object(let members) = content else {
      tally.fail(file, "", "", "the file is not an object of named tests")
      return
    }
    for (name, value) in members {
      if let wanted = options.test, !name.contains(wanted) { continue }
      body(name, JSONField(value, path: .member(.root, name)), &tally)
    }
  }
}
