import ChainTypes
import EVM

/// Runs code in a contract over a `PlainHost`, and says what came of it.
enum Programs {
  static let contract = Address(high: 0xcc, middle: 1, low: 2)
  static let sender = Address(high: 1, middle: 1, low: 1)

  /// No program here calls a precompile that needs a library.
  static let backend = CryptoBackend(
    recover: { _, _, _, _ in nil }, sha256: { _ in .zero }, ripemd160: { _ in [] },
    modularPower: { _, _, _ in [] }, verifyP256: { _, _, _, _, _ in false })

  static func run(
    _ code: [UInt8], tier: Tier = .raw, fork: Fork = .osaka, input: [UInt8] = [],
    gas: Int64 = 200_000
  ) -> (outcome: Outcome, host: PlainHost) {
    let host = PlainHost()
    host.deploy(code, at: contract)
    host.begin()
    var environment = Environment(fork: fork)
    environment.origin = sender
    let message = Message(caller: sender, target: contract, input: input, gas: gas)
    let machine = Machine(backend: backend, tier: tier)
    return (machine.run(message, in: environment, host: host), host)
  }

  /// Everything that could tell two executions apart.
  static func summary(_ run: (outcome: Outcome, host: PlainHost)) -> String {
    let (outcome, host) = run
    guard !outcome.halt.isExceptional else { return "failed" }
    let slots = host.world.accounts[contract]?.slots.sorted { $0.key < $1.key } ?? []
    return "\(outcome.halt) \(outcome.gasLeft) \(outcome.output) \(slots) \(host.world.logs)"
  }
}
