import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainGenesis {
  /// A genesis in go-ethereum's format: header, `config` and `alloc`. The header's state root is
  /// that of the accounts. `document` is kept beside: the text that it was read from.
  public init(_ json: JSONValue, document: [UInt8] = []) throws(GenesisError) {
    let notes = GenesisNotes(isStrict: json["config"]?["cairn"] != nil)
    let reader = GenesisReader(json.root, notes)
    try reader.knows([
      "config", "nonce", "timestamp", "extraData", "gasLimit", "difficulty", "coinbase", "alloc",
      "number", "gasUsed", "parentHash", "baseFeePerGas", "excessBlobGas", "blobGasUsed",
      "mixHash",
    ])
    let config = try GenesisConfig(try reader.required("config"))
    let accounts = try GenesisAlloc.read(
      try reader.required("alloc"), refusesEmpty: config.lane != nil)
    var header = try GenesisHeader.read(reader, config.schedule)
    header.stateRoot = GenesisAlloc.stateRoot(accounts)
    self.init(
      header: header, accounts: accounts, chainID: config.chainID, schedule: config.schedule,
      rules: ChainRules(equalTimestamps: config.lane?.equalTimestamps ?? false),
      document: document)
    lane = config.lane
    ignored = notes.ignored.map { $0.text }
  }
}

/// The genesis block's header as go-ethereum makes it (`Genesis.toBlockWithRoot`).
enum GenesisHeader {
  static func read(
    _ reader: GenesisReader, _ schedule: ForkSchedule
  ) throws(GenesisError) -> BlockHeader {
    var header = BlockHeader()
    if let number = try reader.optional("number"), try number.number() != 0 {
      throw .unsupported(number.field.path, reason: "a chain begins with block 0")
    }
    header.nonce = try reader.optional("nonce")?.number() ?? 0
    header.timestamp = try reader.optional("timestamp")?.number() ?? 0
    header.extraData = try reader.optional("extraData")?.bytes() ?? []
    let gasLimit = try reader.required("gasLimit").number()
    // params.GenesisGasLimit stands in for zero.
    header.gasLimit = gasLimit == 0 ? 4_712_388 : gasLimit
    header.gasUsed = try reader.optional("gasUsed")?.number() ?? 0
    header.difficulty = try reader.required("difficulty").word()
    header.coinbase = try reader.optional("coinbase")?.address() ?? .zero
    header.parentHash = try reader.optional("parentHash")?.hash() ?? .zero
    header.prevRandao = try reader.optional("mixHash")?.hash() ?? .zero
    try readLater(reader, schedule, &header)
    return header
  }

  /// What the forks added, where they hold from the start. Like go-ethereum, this looks at London's
  /// block and at times, not at the merge; it leaves out values of forks that come later, but takes
  /// a base fee that is written there.
  private static func readLater(
    _ reader: GenesisReader, _ schedule: ForkSchedule, _ header: inout BlockHeader
  ) throws(GenesisError) {
    let baseFee = try reader.optional("baseFeePerGas")
    let excess = try reader.optional("excessBlobGas")
    let used = try reader.optional("blobGasUsed")
    let fork = schedule.fork(number: header.number, timestamp: header.timestamp)
    let hasLondon = schedule.fork(number: 0, timestamp: header.timestamp) >= .london
    header.baseFee = try baseFee?.word() ?? (hasLondon ? BaseFee.initial : nil)
    if fork >= .shanghai { header.withdrawalsRoot = Keccak256.emptyTrieRoot }
    if fork >= .cancun {
      header.parentBeaconRoot = .zero
      header.excessBlobGas = try excess?.number() ?? 0
      header.blobGasUsed = try used?.number() ?? 0
    }
    if fork >= .prague { header.requestsHash = emptyRequestsHash }
  }

  /// SHA-256 of nothing (EIP-7685), as core has no SHA-256.
  private static let emptyRequestsHash = Hash(
    Word(
      0xa495_991b_7852_b855, 0x27ae_41e4_649b_934c, 0x9afb_f4c8_996f_b924, 0xe3b0_c442_98fc_1c14))
}
