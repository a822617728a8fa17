import ChainTypes
import CommandLineKit
import EVM
import LinuxIO

/// Measures contracts one at a time.
struct Measurement {
  var tier: Tier
  var fork: Fork
  var isCold = false
  /// Nil for as many as about a second takes.
  var runs: Int?

  func measure(_ workload: BenchWorkload) -> BenchRow {
    let accounts = workload.accounts
    let message = Message(
      caller: BenchWorld.sender, target: BenchWorld.contract, input: workload.input,
      gas: BenchWorld.gas)
    var session = CallSession(fork: fork, accounts: accounts, tier: tier)
    var times: [UInt64] = []
    var spent: UInt64 = 0
    var last: Outcome?
    while needsMore(times.count, spent) {
      if isCold { session = CallSession(fork: fork, accounts: accounts, tier: tier) }
      session.reset()
      let start = MonotonicClock.now()
      last = session.call(message)
      let time = MonotonicClock.now() - start
      times.append(time)
      spent += time
    }
    times.sort()
    guard let outcome = last else { preconditionFailure("a measurement has at least one run") }
    return BenchRow(
      name: workload.name, gas: BenchWorld.gas - outcome.gasLeft, ok: outcome.isSuccess,
      output: outcome.output, minimum: times[0], median: times[times.count / 2], tier: tier,
      isCold: isCold)
  }

  private func needsMore(_ done: Int, _ spent: UInt64) -> Bool {
    if let runs { return done < runs }
    return done < 2 || (spent < Limits.benchNanoseconds && done < Limits.benchRuns)
  }
}

extension BenchWorkload {
  var accounts: [FixtureAccount] {
    let sender = FixtureAccount(address: BenchWorld.sender, balance: Word(0, 0, 1, 0))
    let measured = FixtureAccount(
      address: BenchWorld.contract, nonce: 1, code: code, storage: storage)
    let called = others.map { FixtureAccount(address: $0.address, nonce: 1, code: $0.code) }
    return [sender, measured] + called
  }
}

/// What came of measuring one contract.
struct BenchRow {
  var name: String
  /// Of the execution only, refunds not taken off.
  var gas: Int64
  var ok: Bool
  var output: [UInt8]
  var minimum: UInt64
  var median: UInt64
  var tier: Tier
  var isCold: Bool

  var gasPerSecond: Int64 { Rate.perSecond(gas, in: median) }

  var json: String {
    var line = JSONLine()
    line.add("name", name)
    line.add("gas", Int(gas))
    line.add("ok", ok)
    line.add("output", Hex.encode(output))
    line.add("min_ns", Int(minimum))
    line.add("median_ns", Int(median))
    line.add("tier", tier.number)
    line.add("cold", isCold)
    return line.text
  }

  var text: String {
    let millions = gasPerSecond / 1_000_000
    let state = ok ? "" : "  HALTED"
    return "\(name): \(median) ns (best \(minimum)), \(gas) gas, \(millions) Mgas/s\(state)"
  }

  /// Of gas per second over all contracts, by bisection: logarithms would need the maths library.
  static func geometricMean(_ rows: [BenchRow]) -> Int64? {
    guard !rows.isEmpty else { return nil }
    var low = 1.0
    var high = 1e15
    // The mean m is where the product of (rate / m) is 1.
    for _ in 0..<100 {
      let middle = (low * high).squareRoot()
      var product = 1.0
      for row in rows { product *= Double(max(1, row.gasPerSecond)) / middle }
      if product > 1 { low = middle } else { high = middle }
    }
    return Int64(low)
  }
}

enum Rate {
  /// So much gas in so many nanoseconds; gas may be of any size.
  static func perSecond(_ gas: Int64, in nanoseconds: UInt64) -> Int64 {
    let product = UInt64(max(0, gas)).multipliedFullWidth(by: 1_000_000_000)
    let divisor = max(1, nanoseconds)
    guard product.high < divisor else { return .max }
    return Int64(clamping: divisor.dividingFullWidth(product).quotient)
  }
}
