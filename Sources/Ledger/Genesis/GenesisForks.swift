import BlockExecution
import ChainTypes
import EVM

/// The forks of go-ethereum's chain configuration, in the order that it checks them in.
enum GenesisForks {
  struct Row {
    var key: String
    /// Nil for what changes no rule that Cairn has: bombs and blob parameters are looked at apart.
    var fork: Fork?
    var isTime = false
    /// Later forks do without it.
    var isOptional = false
  }

  static let rows: [Row] = [
    Row(key: "homesteadBlock", fork: .homestead),
    Row(key: "daoForkBlock", isOptional: true),
    Row(key: "eip150Block", fork: .tangerineWhistle),
    Row(key: "eip155Block"),
    Row(key: "eip158Block", fork: .spuriousDragon),
    Row(key: "byzantiumBlock", fork: .byzantium),
    Row(key: "constantinopleBlock", fork: .constantinople),
    Row(key: "petersburgBlock", fork: .petersburg),
    Row(key: "istanbulBlock", fork: .istanbul),
    Row(key: "muirGlacierBlock", isOptional: true),
    Row(key: "berlinBlock", fork: .berlin),
    Row(key: "londonBlock", fork: .london),
    Row(key: "arrowGlacierBlock", isOptional: true),
    Row(key: "grayGlacierBlock", isOptional: true),
    Row(key: "mergeNetsplitBlock", isOptional: true),
    Row(key: "shanghaiTime", fork: .shanghai, isTime: true),
    Row(key: "cancunTime", fork: .cancun, isTime: true, isOptional: true),
    Row(key: "pragueTime", fork: .prague, isTime: true, isOptional: true),
    Row(key: "osakaTime", fork: .osaka, isTime: true, isOptional: true),
    Row(key: "bpo1Time", isTime: true, isOptional: true),
    Row(key: "bpo2Time", isTime: true, isOptional: true),
    Row(key: "bpo3Time", isTime: true, isOptional: true),
    Row(key: "bpo4Time", isTime: true, isOptional: true),
    Row(key: "bpo5Time", isTime: true, isOptional: true),
  ]

  /// Rules that come after those that Cairn has, and consensus that it has not.
  static let unsupported: [(key: String, reason: String)] = [
    ("amsterdamTime", "Amsterdam's rules are not known"),
    ("bogotaTime", "Bogota's rules are not known"),
    ("verkleTime", "Verkle tries are not known"),
    ("ubtTime", "binary tries are not known"),
    ("enableUBTAtGenesis", "binary tries are not known"),
    ("enableVerkleAtGenesis", "Verkle tries are not known"),
    ("clique", "headers of proof of authority are not known"),
  ]

  /// Keys that say nothing that matters here. The last ones are in files of hive.
  static let idle = [
    "ethash", "isDev", "terminalTotalDifficultyPassed", "eip150Hash", "frontierBlock", "parisBlock",
    "yolov1Block", "yolov2Block", "yolov3Block",
  ]

  /// The ways in which the difficulty bomb is delayed beyond the forks' own rules: EIP-2384, 4345
  /// and 5133.
  static let bombs: [(key: String, delay: UInt64)] = [
    ("muirGlacierBlock", 9_000_000), ("arrowGlacierBlock", 10_700_000),
    ("grayGlacierBlock", 11_400_000),
  ]
}
