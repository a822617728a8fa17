import BlockExecution
import ChainTypes

extension StateTest {
  init(name: String, _ field: JSONField) throws(JSONError) {
    self.name = name
    environment = try Environment(field.member("env"))
    pre = try FixtureAccount.load(field.member("pre"))
    transaction = try field.member("transaction")
    posts = []
    for (fork, list) in try field.member("post").members() {
      var expectations: [Expectation] = []
      for entry in try list.elements() { expectations.append(try Expectation(entry)) }
      posts.append((fork, expectations))
    }
    let config = try field.optionalMember("config")
    chainID = try config?.optionalMember("chainid")?.quantity64() ?? 1
    blobSchedules = try BlobSchedule.loadAll(config?.optionalMember("blobSchedule"))
  }

  /// The transaction of a subtest. Throws where a field does not fit what it stands for.
  func transaction(_ indexes: Indexes) throws(JSONError) -> Transaction {
    let lists = try transaction.optionalMember("accessLists")
    let list = try lists?.element(indexes.data)
    let hasList = list.map { !$0.value.isNull } ?? false
    let kind = TransactionFields.impliedKind(transaction, hasAccessList: hasList)
    var result = try TransactionFields.load(transaction, kind: kind)
    result.data = try transaction.member("data").element(indexes.data).blob()
    result.gasLimit = try transaction.member("gasLimit").element(indexes.gas).quantity64()
    result.value = try transaction.member("value").element(indexes.value).quantity()
    if hasList, let list { result.accessList = try TransactionFields.accessList(list) }
    if kind != .legacy { result.chainID = chainID }
    return result
  }

  func sender() throws(JSONError) -> Address { try transaction.member("sender").address() }
}

extension StateTest.Environment {
  init(_ field: JSONField) throws(JSONError) {
    coinbase = try field.member("currentCoinbase").address()
    gasLimit = try field.member("currentGasLimit").quantity64()
    number = try field.member("currentNumber").quantity64()
    timestamp = try field.member("currentTimestamp").quantity64()
    difficulty = try field.optionalMember("currentDifficulty")?.quantity() ?? .zero
    random = try field.optionalMember("currentRandom")?.paddedHash()
    baseFee = try field.optionalMember("currentBaseFee")?.quantity()
    excessBlobGas = try field.optionalMember("currentExcessBlobGas")?.quantity64()
  }
}

extension StateTest.Expectation {
  init(_ field: JSONField) throws(JSONError) {
    stateRoot = try field.member("hash").hash()
    logsHash = try field.member("logs").hash()
    let indexes = try field.member("indexes")
    self.indexes = StateTest.Indexes(
      data: try StateTest.index(indexes.member("data")),
      gas: try StateTest.index(indexes.member("gas")),
      value: try StateTest.index(indexes.member("value")))
    encoded = try field.optionalMember("txbytes")?.blob()
    exception = try field.optionalMember("expectException")?.string()
    state = try field.optionalMember("state")
  }
}

extension StateTest {
  static func index(_ field: JSONField) throws(JSONError) -> Int {
    Int(try field.integer(in: 0...1_000_000))
  }
}

extension BlobSchedule {
  /// `config.blobSchedule`: fork names with their targets, maxima and update fractions.
  static func loadAll(
    _ field: JSONField?
  ) throws(JSONError) -> [(fork: String, schedule: BlobSchedule)] {
    guard let field else { return [] }
    var schedules: [(fork: String, schedule: BlobSchedule)] = []
    for (fork, entry) in try field.members() { schedules.append((fork, try BlobSchedule(entry))) }
    return schedules
  }

  init(_ field: JSONField) throws(JSONError) {
    self.init(
      target: try field.member("target").quantity64(), max: try field.member("max").quantity64(),
      updateFraction: try field.member("baseFeeUpdateFraction").quantity64())
  }
}
