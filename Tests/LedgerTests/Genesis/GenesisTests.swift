import BlockExecution
import ChainTypes
import EVM
import Foundation
import JSONText
import Testing

@testable import Ledger

@Suite struct GenesisTests {
  static func read(_ text: String) throws -> ChainGenesis {
    let bytes = GenesisText.quotingLongIntegers(Array(text.utf8))
    return try ChainGenesis(try JSONReader.parse(bytes), document: bytes)
  }

  /// A configuration with all forks up to one, from the start.
  static func document(config: String, more: String = "", alloc: String = "{}") -> String {
    """
    {"config": {"chainId": 1, \(config)}, "gasLimit": "0x1c9c380", "difficulty": "0x20000",
     \(more) "alloc": \(alloc)}
    """
  }

  static let toLondon = """
    "homesteadBlock": 0, "eip150Block": 0, "eip155Block": 0, "eip158Block": 0, "byzantiumBlock": 0,
    "constantinopleBlock": 0, "petersburgBlock": 0, "istanbulBlock": 0, "berlinBlock": 0,
    "londonBlock": 0
    """

  /// go-ethereum's own test of genesis blocks (`TestSetupGenesis`) has this one, with its hash.
  @Test func `an account with a slot gives the hash that go-ethereum states`() throws {
    let key = "0x01" + String(repeating: "0", count: 62)
    let genesis = try Self.read(
      """
      {"config": {"chainId": 1, "homesteadBlock": 3}, "gasLimit": "0", "difficulty": "131072",
       "alloc": {"0100000000000000000000000000000000000000":
         {"balance": "1", "storage": {"\(key)": "\(key)"}}}}
      """)
    #expect(
      genesis.header.hash.hex
        == "0x89c99d90b79719238d2645c7642f2c9295246e80775b38cfd162b696817fbd50")
    #expect(genesis.schedule.fork(number: 2, timestamp: 0) == .frontier)
    #expect(genesis.schedule.fork(number: 3, timestamp: 0) == .homestead)
  }

  @Test func `Sepolia's genesis has its hash`() throws {
    let million = "0xd3c21bcecceda1000000"
    let more = "0x52b7d2dcc80cd2e4000000"
    let rich = [
      "a2a6d93439144ffe4d27c9e088dcd8b783946263", "bc11295936aa79d594139de1b2e12629414f3bdb",
      "7cf5b79bfe291a67ab02b393e456ccc4c266f753", "aaec86394441f915bce3e6ab399977e9906f3b69",
      "f47cae1cf79ca6758bfc787dbd21e6bdbe7112b8", "d7eddb78ed295b3c9629240e8924fb8d8874ddd8",
      "8b7f0977bb4f0fbe7076fa22bc24aca043583f5e", "e2e2659028143784d557bcec6ff3a0721048880a",
      "d9a5179f091d85051d3c982785efd1455cec8699", "beef32ca5b9a198d27b4e02f4c70439fe60356cf",
    ]
    var alloc = rich.map { "\"\($0)\": {\"balance\": \"\(million)\"}" }
    for address in [
      "b21c33de1fab3fa15499c62b59fe0cc3250020d1", "10f5d45854e038071485ac9e402308cf80d2d2fe",
      "d7d76c58b3a519e9fa6cc4d22dc017259bc49f1e",
    ] { alloc.append("\"\(address)\": {\"balance\": \"\(more)\"}") }
    alloc.append(
      "\"0000006916a87b82333f4245046623b23794c65c\": {\"balance\": \"0x84595161401484a000000\"}")
    alloc.append(
      "\"799d329e5f583419167cd722962485926e338f4a\": {\"balance\": \"0xde0b6b3a7640000\"}")
    let genesis = try Self.read(
      """
      {"config": {"chainId": 11155111, \(Self.toLondon), "muirGlacierBlock": 0,
         "terminalTotalDifficulty": 17000000000000000, "mergeNetsplitBlock": 1735371,
         "shanghaiTime": 1677557088, "cancunTime": 1706655072, "pragueTime": 1741159776},
       "timestamp": 1633267481, "gasLimit": "0x1c9c380", "difficulty": "0x20000",
       "extraData": "0x5365706f6c69612c20417468656e732c204174746963612c2047726565636521",
       "alloc": {\(alloc.joined(separator: ","))}}
      """)
    #expect(
      genesis.header.hash.hex
        == "0x25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9")
  }

  @Test func `a terminal total difficulty beyond 64 bits is read`() throws {
    let genesis = try Self.read(
      Self.document(
        config: "\(Self.toLondon), \"terminalTotalDifficulty\": 58750000000000000000000",
        more: "\"extraData\": \"0x\\u0031\\u0031\","))
    #expect(
      genesis.schedule.terminalTotalDifficulty == Word(decimal: "58750000000000000000000"))
    #expect(genesis.header.extraData == [0x11] && genesis.header.baseFee == 1_000_000_000)
  }

  @Test func `by total difficulty Paris begins with the first block without difficulty`() throws {
    let genesis = try Self.read(
      Self.document(
        config: """
          \(Self.toLondon), "terminalTotalDifficulty": 131072, "mergeNetsplitBlock": 9,
          "shanghaiTime": 100, "cancunTime": 200, "pragueTime": 200
          """))
    var header = BlockHeader()
    header.number = 1
    header.timestamp = 150
    #expect(genesis.schedule.fork(of: header) == .shanghai)
    header.difficulty = 1
    #expect(genesis.schedule.fork(of: header) == .london)
    header.timestamp = 200
    header.difficulty = .zero
    #expect(genesis.schedule.fork(of: header) == .prague)
    #expect(genesis.header.withdrawalsRoot == nil)
  }

  @Test func `by netsplit block Paris begins there, and later forks not before it`() throws {
    let genesis = try Self.read(
      Self.document(
        config: "\(Self.toLondon), \"mergeNetsplitBlock\": 9, \"shanghaiTime\": 100"))
    #expect(genesis.schedule.fork(number: 8, timestamp: 500) == .london)
    #expect(genesis.schedule.fork(number: 9, timestamp: 99) == .paris)
    #expect(genesis.schedule.fork(number: 9, timestamp: 100) == .shanghai)
  }

  @Test func `all forks at once, blob parameters and bombs are where they were set`() throws {
    let blobs = { (target: Int) in
      "{\"target\": \(target), \"max\": \(target + 3), \"baseFeeUpdateFraction\": 5}"
    }
    let genesis = try Self.read(
      Self.document(
        config: """
          "homesteadBlock": 1, "daoForkBlock": 2, "daoForkSupport": true, "eip150Block": 3,
          "eip155Block": 4, "eip158Block": 4, "byzantiumBlock": 5, "constantinopleBlock": 6,
          "petersburgBlock": 7, "istanbulBlock": 8, "muirGlacierBlock": 9, "berlinBlock": 10,
          "londonBlock": 11, "arrowGlacierBlock": 12, "grayGlacierBlock": 13,
          "mergeNetsplitBlock": 14, "shanghaiTime": 15, "cancunTime": 16, "pragueTime": 17,
          "osakaTime": 18, "bpo1Time": 19, "bpo2Time": 20, "depositContractAddress":
          "0x00000000219ab540356cbb839cbe05303d7705fa", "blobSchedule": {"cancun": \(blobs(1)),
          "prague": \(blobs(2)), "bpo1": \(blobs(4)), "bpo2": \(blobs(5))}
          """))
    let schedule = genesis.schedule
    let starts = [0, 1, 3, 4, 5, 6, 7, 8, 10, 11, 14].map { UInt64($0) }
    for (fork, start) in zip(Fork.allCases, starts) {
      #expect(schedule.fork(number: start, timestamp: 0) == fork)
    }
    #expect(schedule.daoBlock == 2 && schedule.depositContract == Requests.depositContract)
    for (time, target) in [(16, 1), (17, 2), (18, 2), (19, 4), (20, 5)] as [(UInt64, UInt64)] {
      #expect(schedule.blobSchedule(number: 20, timestamp: time)?.target == target)
    }
    let delays: [(UInt64, UInt64)] = [
      (4, 0), (5, 3), (6, 5), (8, 5), (9, 9), (10, 9), (11, 9), (12, 10), (13, 11),
    ]
    for (block, millions) in delays {
      let fork = schedule.fork(number: block, timestamp: 0)
      #expect(schedule.bombDelay(number: block, fork: fork) / 1_000_000 == millions, "\(block)")
    }
  }

  @Test func `fields of later forks come with them, with go-ethereum's values`() throws {
    // The shape of a developer's chain: everything from the start, no difficulty.
    let genesis = try Self.read(
      """
      {"config": {"chainId": 1337, \(Self.toLondon), "terminalTotalDifficulty": 0,
         "shanghaiTime": 0, "cancunTime": 0, "pragueTime": 0},
       "gasLimit": "11500000", "difficulty": "0x0", "baseFeePerGas": "0x3b9aca00",
       "alloc": {"0x0000000000000000000000000000000000000001": {"balance": "0x1"}}}
      """)
    let header = genesis.header
    #expect(header.baseFee == 1_000_000_000 && header.excessBlobGas == 0)
    #expect(header.parentBeaconRoot == .zero && header.withdrawalsRoot != nil)
    #expect(
      header.requestsHash?.hex
        == "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(genesis.schedule.fork(of: header) == .prague)
  }

  @Test func `the example of a lane is a lane's genesis`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: root.appendingPathComponent("configs/genesis.json"))
    let genesis = try ChainGenesis(try JSONReader.parse(Array(bytes)), document: Array(bytes))
    #expect(genesis.lane?.term == 1 && genesis.rules.equalTimestamps)
    #expect(genesis.schedule.fork(of: genesis.header) == .osaka)
    #expect(genesis.header.baseFee == .zero)
    #expect(genesis.chainID > 1 << 40 && genesis.chainID < 4_503_599_627_370_476)
    for contract in [
      SystemContract.beaconRoots, .blockHashes, .withdrawals, .consolidations,
    ] {
      let account = genesis.accounts.first { $0.address == contract.address }
      #expect(account.map { !$0.code.isEmpty && $0.nonce == 1 } == true)
    }
  }

  @Test func `numbers are hexadecimal or decimal, slots short or long`() throws {
    let genesis = try Self.read(
      Self.document(
        config: "\"homesteadBlock\": 0",
        alloc: """
          {"00000000000000000000000000000000000000aa": {"balance": 15, "nonce": "0x2"},
           "0x00000000000000000000000000000000000000bb": {"balance": "15", "code": "0x6001",
             "storage": {"0x1": "2", "02": "0x00", "": "0x0a"}}}
          """))
    #expect(genesis.accounts.map(\.balance) == [15, 15] && genesis.accounts[0].nonce == 2)
    #expect(genesis.accounts[1].storage.map(\.key) == [0, 1])
    #expect(genesis.accounts[1].storage.map(\.value) == [10, 2])
  }

  @Test func `what Go's reader of JSON takes, is taken`() throws {
    let genesis = try Self.read(
      """
      {"config": {"chainid": 7, "HomesteadBlock": 0}, "gaslimit": "0X1C9c380", "difficulty": 131072,
       "mixhash": "0x2c85bcbce56429100b2108254bb56906257582aeafcbd682bc9af67a9f5aee46",
       "nonce": "0x78cc16f7b4f65485", "extradata": "", "timestamp": "", "number": "0x0",
       "coinBase": "0x8888f1f195afa192cfee860698584c030f4c9db1",
       "alloc": {"a94f5374fce5edbc8e2a8697c15331677e6ebf0b": {"Balance": "0x09184e72a000"},
         "0xB94F5374fce5edbc8e2a8697c15331677e6ebf0b": {"balance": "", "code": "", "nonce": "7"}}}
      """)
    #expect(genesis.ignored.isEmpty && genesis.chainID == 7)
    #expect(genesis.header.gasLimit == 30_000_000 && genesis.header.timestamp == 0)
    #expect(genesis.header.nonce == 0x78cc_16f7_b4f6_5485 && genesis.header.extraData.isEmpty)
    #expect(genesis.header.prevRandao.hex.hasSuffix("5aee46"))
    #expect(genesis.header.coinbase.hex.hasSuffix("4c9db1"))
    #expect(genesis.accounts.map(\.balance) == [0x0918_4e72_a000, 0])
    #expect(genesis.schedule.fork(number: 0, timestamp: 0) == .homestead)
  }

  /// `toBlockWithRoot` of go-ethereum copies the base fee before it asks for London.
  @Test func `a base fee before London is in the header`() throws {
    let config = "\"homesteadBlock\": 0"
    let genesis = try Self.read(Self.document(config: config, more: "\"baseFeePerGas\": \"0x7\","))
    #expect(genesis.header.baseFee == 7)
    #expect(try Self.read(Self.document(config: config)).header.baseFee == nil)
  }

  @Test func `forks by block, by total difficulty and by time stand in one configuration`() throws {
    // The shape of hive's test of GraphQL.
    let genesis = try Self.read(
      Self.document(
        config: """
          "frontierBlock": 0, "homesteadBlock": 33, "eip150Block": 33, "eip155Block": 33,
          "eip158Block": 33, "byzantiumBlock": 33, "constantinopleBlock": 33, "petersburgBlock": 33,
          "istanbulBlock": 33, "muirGlacierBlock": 33, "berlinBlock": 33, "londonBlock": 33,
          "terminalTotalDifficulty": 4357120, "terminalTotalDifficultyPassed": true,
          "shanghaiTime": 1444660030, "cancunTime": 1444660040
          """))
    let schedule = genesis.schedule
    #expect(genesis.ignored.isEmpty && schedule.terminalTotalDifficulty == 4_357_120)
    #expect(schedule.fork(number: 32, timestamp: 1_444_660_050) == .frontier)
    var mined = BlockHeader()
    (mined.number, mined.timestamp, mined.difficulty) = (33, 1_444_660_050, 131_072)
    #expect(schedule.fork(of: mined) == .london)
    #expect(schedule.fork(number: 34, timestamp: 1_444_660_030) == .shanghai)
    #expect(schedule.fork(number: 35, timestamp: 1_444_660_040) == .cancun)
  }
}
