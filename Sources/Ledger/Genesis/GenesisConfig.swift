import BlockExecution
import ChainTypes
import EVM

/// The `config` of a genesis document: go-ethereum's `ChainConfig` with a lane's switches.
struct GenesisConfig {
  var chainID: UInt64
  var schedule: ForkSchedule
  var lane: LaneSwitches?
  /// When each fork begins, by its key.
  private var starts: [(key: String, value: UInt64)] = []
  private let reader: GenesisReader

  init(_ reader: GenesisReader) throws(GenesisError) {
    self.reader = reader
    chainID = try reader.required("chainId").number()
    schedule = ForkSchedule(activations: [])
    try refuseUnknown()
    try readStarts()
    try checkOrder()
    let total = try reader.optional("terminalTotalDifficulty")?.word()
    setActivations(isByTotal: total != nil)
    try setParis(total)
    try setDAO()
    try setBlobs()
    for bomb in GenesisForks.bombs {
      guard let block = start(bomb.key) else { continue }
      schedule.bombDelays.append(.init(block: block, delay: bomb.delay))
    }
    schedule.depositContract = try reader.optional("depositContractAddress")?.address() ?? .zero
    lane = try reader.optional("cairn").map { (reader) throws(GenesisError) in
      try LaneSwitches(reader)
    }
  }

  private func start(_ key: String) -> UInt64? {
    starts.first { $0.key == key }?.value
  }

  private func path(_ key: String) -> JSONPath { .member(reader.field.path, key) }

  private func refuseUnknown() throws(GenesisError) {
    for entry in GenesisForks.unsupported {
      guard let found = try reader.optional(entry.key) else { continue }
      if case .bool(false) = found.field.value { continue }
      // How some write never.
      if case .string(let text) = found.field.value, text == "18446744073709551615" { continue }
      throw .unsupported(path(entry.key), reason: entry.reason)
    }
    try reader.knows(
      GenesisForks.rows.map { $0.key } + GenesisForks.idle
        + GenesisForks.unsupported.map { $0.key },
      also: [
        "chainId", "daoForkSupport", "terminalTotalDifficulty", "blobSchedule",
        "depositContractAddress", "cairn",
      ])
  }

  private mutating func readStarts() throws(GenesisError) {
    for row in GenesisForks.rows {
      guard let found = try reader.optional(row.key) else { continue }
      starts.append((row.key, try found.number()))
    }
  }

  /// go-ethereum's `CheckConfigForkOrder`: all forks up to the last one are there, but for those
  /// that are optional, and none begins before an earlier one.
  private func checkOrder() throws(GenesisError) {
    var last: GenesisForks.Row?
    for row in GenesisForks.rows {
      let begin = start(row.key)
      if let last, let begin {
        guard let before = start(last.key) else {
          throw .forkWithoutEarlier(path(row.key), missing: last.key)
        }
        if last.isTime == row.isTime, before > begin {
          throw .forkTooEarly(path(row.key), earlier: last.key)
        }
      }
      if !row.isOptional || begin != nil { last = row }
    }
    guard start("eip155Block") == start("eip158Block") else {
      throw .unsupported(
        path("eip158Block"), reason: "Spurious Dragon is one fork here, with eip155Block")
    }
  }

  private mutating func setActivations(isByTotal: Bool) {
    schedule.activations = [ForkSchedule.Activation(.frontier)]
    // What comes by time needs London's block (`ChainConfig.IsShanghai`), and the merge.
    let merged = max(start("londonBlock") ?? 0, isByTotal ? 0 : start("mergeNetsplitBlock") ?? 0)
    for row in GenesisForks.rows {
      guard let fork = row.fork, let begin = start(row.key) else { continue }
      schedule.activations.append(
        row.isTime
          ? .init(fork, block: merged, timestamp: begin)
          : .init(fork, block: begin))
      // Without a block of its own, Petersburg comes with Constantinople.
      if fork == .constantinople, start("petersburgBlock") == nil {
        schedule.activations.append(.init(.petersburg, block: begin))
      }
    }
  }

  /// Paris by total difficulty, as go-ethereum has it, or at `mergeNetsplitBlock`.
  private mutating func setParis(_ total: Word?) throws(GenesisError) {
    let netsplit = start("mergeNetsplitBlock")
    guard total != nil || netsplit != nil else {
      guard start("shanghaiTime") == nil else {
        throw .forkWithoutEarlier(path("shanghaiTime"), missing: "terminalTotalDifficulty")
      }
      return
    }
    guard let london = start("londonBlock") else {
      // A total that is never reached before London does no harm.
      if total != nil, netsplit == nil { return }
      throw .forkWithoutEarlier(path("mergeNetsplitBlock"), missing: "londonBlock")
    }
    schedule.terminalTotalDifficulty = total
    // By total difficulty, the netsplit block says only what nodes tell each other.
    let block = total != nil ? london : netsplit ?? london
    let place =
      schedule.activations.firstIndex { $0.fork > .paris } ?? schedule.activations.count
    schedule.activations.insert(.init(.paris, block: block), at: place)
  }

  private mutating func setDAO() throws(GenesisError) {
    let supports = try reader.optional("daoForkSupport")?.bool() ?? false
    guard let block = start("daoForkBlock") else { return }
    if supports { schedule.daoBlock = block }
  }

  /// A fork without an entry has the parameters of its EIP: `genesis.json` files from before
  /// EIP-7840 have none. Blob parameter forks are nothing without one.
  private mutating func setBlobs() throws(GenesisError) {
    let blobs = try reader.optional("blobSchedule")
    let forks: [(key: String, fork: Fork)] = [
      ("cancun", .cancun), ("prague", .prague), ("osaka", .osaka),
    ]
    let parameterForks = (1...5).map { "bpo\($0)" }
    try blobs?.knows(forks.map { $0.key }, also: parameterForks + ["amsterdam", "bogota"])
    var latest: BlobSchedule?
    for entry in forks {
      let own = try blobs?.optional(entry.key).map { (reader) throws(GenesisError) in
        try BlobSchedule(reader)
      }
      latest = own ?? latest
      // Osaka takes over Prague's parameters when it has none.
      if let own = own ?? (entry.fork == .osaka ? latest : nil) {
        schedule.blobSchedules[entry.fork] = own
      }
    }
    for name in parameterForks {
      guard let time = start(name + "Time") else { continue }
      guard let own = try blobs?.optional(name) else {
        throw .value(.missing(.member(path("blobSchedule"), name)))
      }
      schedule.blobActivations.append(.init(timestamp: time, schedule: try BlobSchedule(own)))
    }
  }
}

extension BlobSchedule {
  init(_ reader: GenesisReader) throws(GenesisError) {
    try reader.knows(["target", "max", "baseFeeUpdateFraction"])
    let target = try reader.required("target").number()
    let most = try reader.required("max").number()
    let fraction = try reader.required("baseFeeUpdateFraction").number()
    guard most > 0, target <= most, fraction > 0, most < 1 << 20 else {
      throw .value(.outOfRange(reader.field.path))
    }
    self.init(target: target, max: most, updateFraction: fraction)
  }
}
