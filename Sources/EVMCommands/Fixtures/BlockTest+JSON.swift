import BlockExecution
import ChainTypes

extension BlockTest {
  init(name: String, _ field: JSONField) throws(JSONError) {
    self.name = name
    network = try field.member("network").string()
    genesis = try field.optionalMember("genesisRLP")?.blob()
    let header = try field.member("genesisBlockHeader")
    genesisHeader = try BlockTest.header(header)
    genesisHash = try header.member("hash").hash()
    pre = try FixtureAccount.load(field.member("pre"))
    lastHash = try field.member("lastblockhash").hash()
    entries = []
    for block in try field.member("blocks").elements() {
      entries.append(try Entry(block, network: network))
    }
    if let accounts = try field.optionalMember("postState") {
      post = .accounts(try FixtureAccount.load(accounts))
    } else if let root = try field.optionalMember("postStateHash") {
      post = .root(try root.hash())
    }
    let config = try field.optionalMember("config")
    chainID = try config?.optionalMember("chainid")?.quantity64() ?? 1
    blobSchedules = try BlobSchedule.loadAll(config?.optionalMember("blobSchedule"))
  }

  /// A header as fixtures spell it out. The optional fields came with the forks.
  static func header(_ field: JSONField) throws(JSONError) -> BlockHeader {
    var header = BlockHeader()
    header.parentHash = try field.member("parentHash").hash()
    header.ommersHash = try field.member("uncleHash").hash()
    header.coinbase = try field.member("coinbase").address()
    header.stateRoot = try field.member("stateRoot").hash()
    header.transactionsRoot = try field.member("transactionsTrie").hash()
    header.receiptsRoot = try field.member("receiptTrie").hash()
    guard let bloom = Bloom(bytes: try field.member("bloom").blob()) else {
      throw .malformed(field.path, expected: "a bloom filter of 256 bytes")
    }
    header.bloom = bloom
    header.difficulty = try field.member("difficulty").quantity()
    header.number = try field.member("number").quantity64()
    header.gasLimit = try field.member("gasLimit").quantity64()
    header.gasUsed = try field.member("gasUsed").quantity64()
    header.timestamp = try field.member("timestamp").quantity64()
    header.extraData = try field.member("extraData").blob()
    header.prevRandao = try field.member("mixHash").hash()
    header.nonce = try field.member("nonce").quantity64()
    try readLaterFields(field, into: &header)
    return header
  }

  private static func readLaterFields(
    _ field: JSONField, into header: inout BlockHeader
  ) throws(JSONError) {
    header.baseFee = try field.optionalMember("baseFeePerGas")?.quantity()
    header.withdrawalsRoot = try field.optionalMember("withdrawalsRoot")?.hash()
    header.blobGasUsed = try field.optionalMember("blobGasUsed")?.quantity64()
    header.excessBlobGas = try field.optionalMember("excessBlobGas")?.quantity64()
    header.parentBeaconRoot = try field.optionalMember("parentBeaconBlockRoot")?.hash()
    header.requestsHash = try field.optionalMember("requestsHash")?.hash()
  }
}

extension BlockTest.Entry {
  init(_ field: JSONField, network: String) throws(JSONError) {
    encoded = try field.member("rlp").blob()
    // The oldest fixtures state the exception for each network, or for all of them.
    for key in ["expectException", "expectExceptionALL", "expectException\(network)"] {
      if let name = try field.optionalMember(key)?.string() { exception = name }
    }
    // A block that the fixture does not spell out is one that nobody can have accepted.
    if exception == nil, field.value["blockHeader"] == nil { exception = "any exception" }
  }
}
