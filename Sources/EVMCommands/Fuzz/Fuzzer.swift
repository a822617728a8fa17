import BlockExecution
import ChainTypes
import EVM
import NativeCrypto

/// Executes random and mutated contracts on every tier that the build has, and compares what came
/// of it. One fuzzer a thread.
final class Fuzzer {
  /// What one execution is made of; enough to repeat it.
  struct Case {
    var fork: Fork
    var codes: [[UInt8]]
    var input: [UInt8]
    var gas: Int64
    var isCreation: Bool
  }

  struct Disagreement: Sendable {
    var description: String
  }

  private(set) var executions = 0
  private var random: SeededRandom
  private var corpus: [[UInt8]]
  private let machines: [Machine]

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    corpus = BenchWorkload.shipped.flatMap { [$0.code] + $0.others.map { $0.code } }
    let tiers: [Tier] = Tier.hasThreadedCode ? [.raw, .threaded] : [.raw, .raw]
    machines = tiers.map { Machine(backend: .system, tier: $0) }
  }

  /// One case on every tier; what they disagree about, if they do.
  func step() -> Disagreement? {
    let item = makeCase()
    var results: [FuzzResult] = []
    for machine in machines {
      results.append(run(item, on: machine))
      executions += 1
    }
    guard let first = results.first else { return nil }
    for result in results {
      if let fault = result.fault(gas: item.gas) { return report(item, fault) }
      if result != first {
        return report(item, "the tiers disagree:\n  \(first.text)\n  \(result.text)")
      }
    }
    return nil
  }

  private func makeCase() -> Case {
    var codes: [[UInt8]] = []
    for _ in FuzzWorld.contracts {
      codes.append(random.oneIn(2) ? fresh() : mutated())
    }
    if let first = codes.first {
      if corpus.count < Limits.fuzzCorpus {
        corpus.append(first)
      } else if random.oneIn(8) {
        corpus[random.below(corpus.count)] = first
      }
    }
    return Case(
      fork: Fork.allCases[random.below(Fork.allCases.count)], codes: codes,
      input: random.bytes(random.below(100)),
      gas: Int64(random.below(Int(Limits.fuzzGas))), isCreation: random.oneIn(8))
  }

  private func fresh() -> [UInt8] {
    var generator = ProgramGenerator(random: SeededRandom(seed: random.next()))
    return generator.program()
  }

  private func mutated() -> [UInt8] {
    Mutation.mutate(random.pick(corpus), with: random.pick(corpus), &random)
  }

  private func run(_ item: Case, on machine: Machine) -> FuzzResult {
    let world = MemoryState()
    world.setAccount(FuzzWorld.sender, nonce: 1, balance: Word(1_000_000))
    for (address, code) in zip(FuzzWorld.contracts, item.codes) {
      world.setAccount(
        address, nonce: 1, balance: 1000, code: code, storage: [(1, 1), (2, 2)])
    }
    let journal = Journal(source: world)
    journal.begin(fork: item.fork)
    journal.beginTransaction()
    var environment = Environment(fork: item.fork)
    environment.number = 300
    environment.timestamp = 1_000_000
    environment.origin = FuzzWorld.sender
    environment.gasPrice = 7
    environment.baseFee = 7
    let target = item.isCreation ? Address(Word(0xc4ea7e)) : FuzzWorld.contracts[0]
    let message = Message(
      kind: item.isCreation ? .create : .call, caller: FuzzWorld.sender, target: target, value: 1,
      input: item.isCreation ? item.codes[0] : item.input, gas: item.gas)
    let outcome = machine.run(message, in: environment, host: journal)
    let logs = journal.transactionLogs
    journal.finishTransaction()
    return FuzzResult(outcome: outcome, logs: logs, changes: journal.changes)
  }

  private func report(_ item: Case, _ what: String) -> Disagreement {
    var text = "\(what)\n  fork \(item.fork.name), gas \(item.gas), creation \(item.isCreation)"
    text += "\n  input \(Hex.encode(item.input))"
    for (address, code) in zip(FuzzWorld.contracts, item.codes) {
      text += "\n  \(address.hex) \(Hex.encode(code))"
    }
    return Disagreement(description: text)
  }
}

/// What came of an execution, in a form that compares.
struct FuzzResult: Equatable {
  var halt: Halt
  var gasLeft: Int64
  var refund: Int64
  var output: [UInt8]
  var logs: [Log]
  /// Every account and slot that changed, as text.
  var state: [String]

  init(
    halt: Halt, gasLeft: Int64, refund: Int64, output: [UInt8], logs: [Log], state: [String]
  ) {
    self.halt = halt
    self.gasLeft = gasLeft
    self.refund = refund
    self.output = output
    self.logs = logs
    self.state = state
  }

  init(outcome: Outcome, logs: [Log], changes: StateChanges) {
    halt = outcome.halt
    gasLeft = outcome.gasLeft
    refund = outcome.refund
    output = outcome.output
    self.logs = logs
    state = []
    for change in changes.accounts {
      var line = change.address.hex
      if let after = change.after {
        line += " \(after.nonce) \(after.balance) \(after.codeHash.hex)"
      }
      for slot in change.slots { line += " \(slot.key)=\(slot.after)" }
      state.append(line)
    }
  }

  /// A block of instructions is checked at its head in threaded code, so which of several
  /// exceptional halts is met first is not the same; to every contract and every chain they are.
  static func == (a: FuzzResult, b: FuzzResult) -> Bool {
    (a.halt == b.halt || a.halt.isExceptional && b.halt.isExceptional)
      && a.gasLeft == b.gasLeft && a.refund == b.refund && a.output == b.output
      && a.logs == b.logs && a.state == b.state
  }

  /// What may never be, whatever the code was.
  func fault(gas: Int64) -> String? {
    if gasLeft < 0 || gasLeft > gas { return "gas left is \(gasLeft) of \(gas)" }
    if halt.isExceptional && gasLeft != 0 { return "an exceptional halt left gas" }
    if !halt.isSuccess && (!state.isEmpty || !logs.isEmpty) {
      return "a failed message changed the state: \(state)"
    }
    return nil
  }

  var text: String {
    "\(halt), gas left \(gasLeft), refund \(refund), output \(Hex.encode(output)), "
      + "\(logs.count) logs, state \(state)"
  }
}
