import BlockExecution
import ChainTypes
import EVM

extension RPCServer {
  func addCallMethods() {
    add("eth_call", 1...2) { (server, values) throws(RPCError) in
      let request = try server.callRequest(values)
      let result = try server.simulation(values) { (run) throws(RPCError) in
        try run.execute(request, gas: run.gas(request))
      }
      guard result.isSuccess else { throw CallFailure.error(result) }
      return .data(result.output)
    }
    add("eth_estimateGas", 1...2) { (server, values) throws(RPCError) in
      let request = try server.callRequest(values)
      return .quantity(
        try server.simulation(values) { (run) throws(RPCError) in try run.estimate(request) })
    }
  }

  private func callRequest(_ values: RPCParameters) throws(RPCError) -> CallRequest {
    try values.read(0) { (value) throws(RPCValueError) in try CallRequest(value, limits: limits) }
  }

  /// Runs calls on the state after the block that the second parameter names, as if they were in
  /// that block.
  private func simulation<T>(
    _ values: RPCParameters, _ body: (Simulation<Chain.State>) throws(RPCError) -> T
  ) throws(RPCError) -> T {
    let number = try resolveState(try values.blockTag(1))
    guard let stored = try chain.block(at: number) else { throw .unknownBlock }
    let context = chain.executor.context(of: stored.block.header)
    return try chain.withState(at: number) { (state) throws(RPCError) in
      try body(
        Simulation(
          executor: chain.executor.transactions, context: context, state: state,
          codes: chain.codes, gasCap: limits.callGas))
    }
  }
}

/// Calls on one state, each by itself.
struct Simulation<State: StateSource> {
  let executor: TransactionExecutor
  let context: BlockContext
  let state: State
  let codes: CodeCache
  let gasCap: UInt64

  /// The gas that a call gets.
  func gas(_ request: CallRequest) -> UInt64 { min(request.gas ?? gasCap, gasCap) }

  func execute(_ request: CallRequest, gas: UInt64) throws(RPCError) -> TransactionResult {
    var context = context
    // Who names no price pays none, whatever the block's base fee is.
    if request.hasNoPrice { context.environment.baseFee = .zero }
    context.environment.gasLimit = max(context.environment.gasLimit, gasCap)
    let journal = Journal(source: state, codes: codes)
    journal.begin(fork: context.environment.fork)
    let nonce = state.account(request.from)?.nonce ?? 0
    let transaction = request.transaction(gas: gas, nonce: min(nonce, .max - 1))
    do throws(InvalidTransaction) {
      return try executor.simulate(transaction, sender: request.from, in: context, on: journal)
    } catch {
      throw .failed("err: \(error) (supplied gas \(gas))")
    }
  }

  /// The least gas with which the call succeeds, found by halving: some contracts look at how much
  /// they have, and 63 of 64 parts reach a callee (EIP-150). Exact where the gas that was used is
  /// enough, otherwise within 1.5 %, as go-ethereum.
  func estimate(_ request: CallRequest) throws(RPCError) -> UInt64 {
    var high = min(gas(request), mostOfTransaction)
    if let affordable = affordable(request) { high = min(high, affordable) }
    let result = try execute(request, gas: high)
    guard result.isSuccess else {
      if result.halt == .outOfGas {
        throw .failed("gas required exceeds allowance (\(high))")
      }
      throw CallFailure.error(result)
    }
    // What most calls use is what they need, to the unit.
    if try succeeds(request, gas: result.gasUsed) { return result.gasUsed }
    var low = result.gasUsed
    let likely = (result.gasUsed + result.gasRefunded + 2_300) * 64 / 63
    if likely < high { try halve(request, at: likely, &low, &high) }
    while low + 1 < high, Double(high - low) / Double(high) >= 0.015 {
      // Most need little more than they use, so the first guesses lie low.
      let middle = low + (high - low) / 2
      try halve(request, at: low > 0 && middle > low * 2 ? low * 2 : middle, &low, &high)
    }
    return high
  }

  private func halve(
    _ request: CallRequest, at gas: UInt64, _ low: inout UInt64, _ high: inout UInt64
  ) throws(RPCError) {
    if try succeeds(request, gas: gas) { high = gas } else { low = max(low, gas) }
  }

  /// Too little gas to begin with is a failure like any other here.
  private func succeeds(_ request: CallRequest, gas: UInt64) throws(RPCError) -> Bool {
    let least = request.transaction(gas: gas, nonce: 0).intrinsicGas(
      in: context.environment.fork)
    guard gas >= least.regular, gas >= least.floor else { return false }
    return try execute(request, gas: gas).isSuccess
  }

  private var mostOfTransaction: UInt64 {
    let block = context.environment.gasLimit
    return context.environment.fork >= .osaka ? min(block, TransactionRules.gasCap) : block
  }

  /// How much gas the sender can pay for; nil when it costs nothing.
  private func affordable(_ request: CallRequest) -> UInt64? {
    let price = request.gasPrice ?? request.maxFee ?? .zero
    if price.isZero { return nil }
    let balance = state.account(request.from)?.balance ?? .zero
    guard request.value <= balance else { return 0 }
    return (balance &- request.value).divided(by: price).asUInt64
  }
}
