import BlockExecution
import ChainTypes
import EVM
import LinuxIO
import NativeCrypto

extension StateSuite {
  /// Executes a subtest; nil when everything is as expected, else what differs.
  func check(_ item: StateCase, _ block: BlockContext) -> String? {
    do throws(Refusal) {
      let (transaction, sender) = try item.transaction()
      let result = try execute(transaction, sender, block, item.journal)
      let list = item.journal.takeAccessList()
      let changes = item.journal.takeChanges()
      let after = item.world.copy()
      after.apply(changes)
      return compare(item.expectation, result, after)
        ?? AccessListCheck.difference(list, changes, over: item.world)
    } catch {
      return judge(error, item)
    }
  }

  private func execute(
    _ transaction: Transaction, _ sender: Address, _ block: BlockContext,
    _ journal: Journal<MemoryState>
  ) throws(Refusal) -> TransactionResult {
    journal.begin(fork: block.environment.fork)
    journal.recordAccesses(at: 1)
    do throws(InvalidTransaction) {
      if let parallel = engine.parallel {
        var context = block
        return try parallel.execute(transaction, sender: sender, in: &context, on: journal)
      }
      guard options.trace else {
        return try engine.executor.execute(transaction, sender: sender, in: block, on: journal)
      }
      var tracer = TraceWriter(
        fork: block.environment.fork, line: { StandardStream.error.write($0 + "\n") })
      return try engine.executor.execute(
        transaction, sender: sender, in: block, on: journal, tracer: &tracer)
    } catch {
      throw .invalid(error)
    }
  }

  private func compare(
    _ expectation: StateTest.Expectation, _ result: TransactionResult, _ after: MemoryState
  ) -> String? {
    if let exception = expectation.exception {
      return "executed, but must be refused with \(exception)"
    }
    let logs = LogList.hash(result.logs)
    let root = after.root()
    if root != expectation.stateRoot {
      let accounts = expectation.state.map { StateDifference.text(expected: $0, found: after) }
      return "state root \(root.hex), expected \(expectation.stateRoot.hex)"
        + "; gas used \(result.gasUsed), \(result.halt)\(accounts ?? "")"
    }
    if logs != expectation.logsHash {
      return "logs hash \(logs.hex), expected \(expectation.logsHash.hex)"
    }
    return nil
  }

  private func judge(_ refusal: Refusal, _ item: StateCase) -> String? {
    if case .inconsistent(let what) = refusal { return what }
    guard item.expectation.exception != nil else { return "refused: \(refusal.text)" }
    let root = item.world.root()
    if root == item.expectation.stateRoot { return nil }
    return "refused, but the state root before is \(root.hex), "
      + "expected \(item.expectation.stateRoot.hex)"
  }
}

/// Why a subtest's transaction was not executed.
enum Refusal: Error {
  case invalid(InvalidTransaction)
  /// A field does not fit what it stands for.
  case unreadable(JSONError)
  /// The fixture's fields and its encoded transaction disagree as Cairn reads them.
  case inconsistent(String)

  var text: String {
    switch self {
    case .invalid(let reason): "\(reason.exceptionName): \(reason)"
    case .unreadable(let reason): "\(reason)"
    case .inconsistent(let what): what
    }
  }
}

extension StateCase {
  /// The transaction by its fields. Where the file has the signed bytes too and nothing is wrong
  /// with them, they must decode to the same fields and recover to the same sender.
  func transaction() throws(Refusal) -> (Transaction, Address) {
    let fields: Transaction
    let sender: Address
    do throws(JSONError) {
      fields = try test.transaction(expectation.indexes)
      sender = try test.sender()
    } catch {
      throw .unreadable(error)
    }
    if let bytes = expectation.encoded, expectation.exception == nil {
      try compare(bytes, fields, sender)
    }
    return (fields, sender)
  }

  private func compare(
    _ bytes: [UInt8], _ fields: Transaction, _ sender: Address
  ) throws(Refusal) {
    var decoded: Transaction
    do throws(TransactionDecodingError) {
      decoded = try Transaction(decoding: bytes)
    } catch {
      throw .invalid(.undecodable(error))
    }
    let signer: Address
    do throws(InvalidTransaction) {
      signer = try decoded.sender(chainID: test.chainID, fork: fork, using: .system)
    } catch {
      throw .invalid(error)
    }
    guard signer == sender else {
      throw .inconsistent("txbytes is signed by \(signer), the test says \(sender)")
    }
    decoded.signature = fields.signature
    if decoded.kind == .legacy { decoded.chainID = fields.chainID }
    guard decoded == fields else {
      throw .inconsistent("txbytes decodes to other fields than the test states")
    }
  }
}
