import ChainTypes
import JSONText
import Testing

@testable import Ledger

/// What is wrong with a genesis is told with its place.
@Suite struct GenesisErrorTests {
  private func error(_ text: String) -> GenesisError? {
    do {
      _ = try GenesisTests.read(text)
      return nil
    } catch { return error as? GenesisError }
  }

  private func error(config: String, more: String = "", alloc: String = "{}") -> String? {
    error(GenesisTests.document(config: config, more: more, alloc: alloc))?.description
  }

  @Test func `keys that nobody knows are refused in a lane's genesis`() {
    let lane = "\"cairn\": {\"term\": 1}"
    #expect(
      error(config: "\"homesteadBlok\": 0, \(lane)")
        == "genesis: $.config.homesteadBlok is not known")
    #expect(
      error(config: lane, more: "\"gasLimits\": 1,") == "genesis: $.gasLimits is not known")
    #expect(
      error(config: "\"cairn\": {\"term\": 1, \"equalTimestamp\": true}")
        == "genesis: $.config.cairn.equalTimestamp is not known")
    let account = "{\"00000000000000000000000000000000000000aa\": {\"balance\": 1, \"none\": 1}}"
    #expect(
      error(config: lane, alloc: account)
        == "genesis: $.alloc.00000000000000000000000000000000000000aa.none is not known")
  }

  @Test func `keys that nobody knows are left out of another chain's genesis, and told`() throws {
    let account = """
      {"00000000000000000000000000000000000000aa": {"balance": "1", "privateKey": "x"}}
      """
    let genesis = try GenesisTests.read(
      GenesisTests.document(
        config: "\"homesteadBlok\": 0, \"frontierBlock\": 0, \"berachain\": {\"a\": 1}",
        more: "\"comment\": [1],", alloc: account))
    #expect(
      genesis.ignored.sorted() == [
        "$.alloc.00000000000000000000000000000000000000aa.privateKey", "$.comment",
        "$.config.berachain", "$.config.homesteadBlok",
      ])
    #expect(genesis.schedule.fork(number: 0, timestamp: 0) == .frontier)
  }

  @Test func `forks out of order, or without those before them, are refused`() {
    #expect(
      error(config: "\"homesteadBlock\": 5, \"eip150Block\": 4")
        == "genesis: $.config.eip150Block comes before homesteadBlock")
    #expect(
      error(config: "\"homesteadBlock\": 5, \"byzantiumBlock\": 6")
        == "genesis: $.config.byzantiumBlock is set, but eip158Block before it is not")
    #expect(
      error(
        config: "\(GenesisTests.toLondon), \"mergeNetsplitBlock\": 0, \"cancunTime\": 1")
        == "genesis: $.config.cancunTime is set, but shanghaiTime before it is not")
    #expect(
      error(
        config: """
          \(GenesisTests.toLondon), "mergeNetsplitBlock": 0, "shanghaiTime": 9, "cancunTime": 8
          """) == "genesis: $.config.cancunTime comes before shanghaiTime")
    #expect(
      error(config: "\(GenesisTests.toLondon), \"shanghaiTime\": 9")
        == "genesis: $.config.shanghaiTime is set, but terminalTotalDifficulty before it is not")
    // An optional fork may be left out, but not be late.
    #expect(
      error(config: "\(GenesisTests.toLondon), \"arrowGlacierBlock\": 4, \"grayGlacierBlock\": 3")
        == "genesis: $.config.grayGlacierBlock comes before arrowGlacierBlock")
  }

  @Test func `rules that Cairn does not have are refused by name`() {
    #expect(
      error(config: "\"clique\": {\"period\": 5}")?.contains("$.config.clique: headers") == true)
    #expect(error(config: "\"amsterdamTime\": 5")?.contains("$.config.amsterdamTime") == true)
    #expect(error(config: "\"ubtTime\": 5")?.contains("$.config.ubtTime: binary tries") == true)
    #expect(error(config: "\"amsterdamTime\": 18446744073709551615, \"clique\": null") == nil)
    #expect(
      error(config: "\"homesteadBlock\": 0", more: "\"number\": \"0x1\",")
        == "genesis: $.number: a chain begins with block 0")
    #expect(error(config: "\"enableVerkleAtGenesis\": false") == nil)
    #expect(
      error(
        config: """
          "homesteadBlock": 0, "eip150Block": 0, "eip155Block": 0, "eip158Block": 1
          """)?.contains("$.config.eip158Block: Spurious Dragon is one fork") == true)
  }

  @Test func `what is missing or malformed is told with its path`() {
    #expect(error("{\"config\": {}, \"alloc\": {}}") == .value(.missing(path("config", "chainId"))))
    #expect(
      error("{\"config\": {\"chainId\": 1}, \"alloc\": {}}")
        == .value(.missing(.member(.root, "gasLimit"))))
    #expect(
      error(config: "\"homesteadBlock\": -1") == "genesis: $.config.homesteadBlock is out of range")
    #expect(
      error(config: "\"homesteadBlock\": 0", alloc: "{\"0xaa\": {\"balance\": 1}}")
        == "genesis: $.alloc.0xaa is not an account under an address of 40 hexadecimal digits")
    let more = "\"mixHash\": \"0x00\","
    #expect(error(config: "\"homesteadBlock\": 0", more: more)?.contains("$.mixHash") == true)
    let bpo = """
      \(GenesisTests.toLondon), "mergeNetsplitBlock": 0, "shanghaiTime": 0, "cancunTime": 0,
      "bpo1Time": 5
      """
    #expect(error(config: bpo) == "genesis: $.config.blobSchedule.bpo1 is missing")
  }

  @Test func `an account or a slot that stands there twice is refused`() {
    let address = "00000000000000000000000000000000000000aa"
    #expect(
      error(
        config: "\"homesteadBlock\": 0",
        alloc: "{\"\(address)\": {\"balance\": 1}, \"0x\(address)\": {\"balance\": 1}}")?
        .contains("stands there twice") == true)
    #expect(
      error(
        config: "\"homesteadBlock\": 0",
        alloc: "{\"\(address)\": {\"balance\": 1, \"storage\": {\"01\": \"1\", \"0x1\": \"1\"}}}")
        == "genesis: $.alloc.\(address).storage.0x1 stands there twice")
  }

  @Test func `a lane has no empty accounts, another chain may`() {
    let alloc = "{\"00000000000000000000000000000000000000aa\": {\"balance\": 0}}"
    #expect(error(config: "\"homesteadBlock\": 0", alloc: alloc) == nil)
    #expect(
      error(config: "\"cairn\": {\"term\": 1}", alloc: alloc)?.contains("neither nonce") == true)
  }

  private func path(_ keys: String...) -> JSONPath {
    keys.reduce(.root) { .member($0, $1) }
  }
}
