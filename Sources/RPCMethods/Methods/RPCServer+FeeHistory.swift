import BlockExecution
import ChainTypes
import EVM

extension RPCServer {
  func feeHistory(_ values: RPCParameters) throws(RPCError) -> JSONValue {
    let wanted = try blockCount(values)
    guard let newest = try resolve(try values.blockTag(1)) else {
      throw .failed("request beyond head block")
    }
    let percentiles = try percentiles(values.optional(2))
    let available = newest - min(newest, chain.oldestBlock) + 1
    let count = min(wanted, limits.feeHistory, available)
    guard count > 0 else {
      return .object([
        ("oldestBlock", .quantity(0 as UInt64)), ("gasUsedRatio", .array([])),
        ("baseFeePerGas", .array([])),
      ])
    }
    var history = FeeHistory(oldest: newest + 1 - count)
    for number in history.oldest...newest {
      guard let stored = try chain.block(at: number) else { throw .unknownBlock }
      history.append(stored.block, executor: chain.executor)
      guard let percentiles else { continue }
      let execution = try chain.execution(at: number)
      history.rewards.append(.array(rewards(stored.block, execution, percentiles)))
    }
    return history.json(hasRewards: percentiles != nil)
  }

  /// A number here may stand as such, or as a quantity.
  private func blockCount(_ values: RPCParameters) throws(RPCError) -> UInt64 {
    if let count = values.optional(0)?.asInteger, count >= 0 { return UInt64(count) }
    return try values.quantity(0)
  }

  private func percentiles(_ value: JSONValue?) throws(RPCError) -> [Double]? {
    guard let value else { return nil }
    guard let items = value.asArray, items.count <= 100 else {
      throw .invalidArgument(2, "expected at most 100 percentiles")
    }
    var result: [Double] = []
    for item in items {
      guard let percentile = item.asReal, percentile >= 0, percentile <= 100,
        percentile >= result.last ?? 0
      else { throw .failed("invalid reward percentile") }
      result.append(percentile)
    }
    return result.isEmpty ? nil : result
  }

  /// The tips that were paid at given shares of the block's gas.
  private func rewards(
    _ block: Block, _ execution: RPCExecution, _ percentiles: [Double]
  ) -> [JSONValue] {
    let baseFee = block.header.baseFee ?? .zero
    var paid: [(tip: Word, gas: UInt64)] = []
    var before: UInt64 = 0
    for (transaction, receipt) in zip(block.transactions, execution.receipts) {
      let price = transaction.effectiveGasPrice(baseFee)
      let tip = price < baseFee ? Word.zero : price &- baseFee
      paid.append((tip, receipt.cumulativeGasUsed &- before))
      before = receipt.cumulativeGasUsed
    }
    guard !paid.isEmpty else { return percentiles.map { _ in .quantity(0 as UInt64) } }
    paid.sort { $0.tip < $1.tip }
    var result: [JSONValue] = []
    var index = 0
    var sum = paid[0].gas
    for percentile in percentiles {
      let threshold = Double(block.header.gasUsed) * percentile / 100
      while Double(sum) < threshold, index < paid.count - 1 {
        index += 1
        sum += paid[index].gas
      }
      result.append(.quantity(paid[index].tip))
    }
    return result
  }
}

/// The answer as it grows.
private struct FeeHistory {
  let oldest: UInt64
  var rewards: [JSONValue] = []
  private var baseFees: [JSONValue] = []
  private var blobFees: [JSONValue] = []
  private var gasRatios: [JSONValue] = []
  private var blobRatios: [JSONValue] = []
  /// What the block after the last has.
  private var nextFee = Word.zero
  private var nextBlobFee = Word.zero

  init(oldest: UInt64) { self.oldest = oldest }

  mutating func append(_ block: Block, executor: BlockExecutor) {
    let header = block.header
    let context = executor.context(of: header)
    baseFees.append(.quantity(header.baseFee ?? .zero))
    let ratio = header.gasLimit == 0 ? 0 : Double(header.gasUsed) / Double(header.gasLimit)
    gasRatios.append(.real(ratio))
    nextFee = header.baseFee == nil ? .zero : BaseFee.next(after: header)
    guard let schedule = context.blobSchedule, let used = header.blobGasUsed else {
      blobFees.append(.quantity(0 as UInt64))
      blobRatios.append(.real(0))
      return
    }
    blobFees.append(.quantity(context.environment.blobBaseFee))
    blobRatios.append(.real(Double(used) / Double(max(1, schedule.max * BlobFee.gasPerBlob))))
    let excess = BlobFee.excess(
      after: header, schedule: schedule, fork: context.environment.fork)
    nextBlobFee = BlobFee.baseFee(excessBlobGas: excess, schedule: schedule)
  }

  func json(hasRewards: Bool) -> JSONValue {
    var members: Members = [("oldestBlock", .quantity(oldest))]
    if hasRewards { members.append(("reward", .array(rewards))) }
    members += [
      ("baseFeePerGas", .array(baseFees + [.quantity(nextFee)])),
      ("gasUsedRatio", .array(gasRatios)),
      ("baseFeePerBlobGas", .array(blobFees + [.quantity(nextBlobFee)])),
      ("blobGasUsedRatio", .array(blobRatios)),
    ]
    return .object(members)
  }
}
