import ConfigFile

/// Everything that an aggregator's configuration file says, with defaults where it says nothing.
public struct AggregatorSettings: Hashable, Sendable {
  /// Keys, lanes and log.
  public var dataFolder: String
  /// A URI: `file:PATH` or `creds:NAME`. Nil for `aggregator.key` in the data folder.
  public var key: String?
  public var broker: BrokerSettings
  /// The first hex digits of the boards whose lanes it follows.
  public var shards: [UInt8]
  /// Milliseconds between two checkpoints of the log, when it has grown.
  public var checkpointInterval: Int
  /// Milliseconds without a block after which a board is called silent.
  public var silentAfter: Int
  /// Blocks that a board may be ahead of what is stored here.
  public var behindBlocks: Int
  /// Nil for none.
  public var web: WebSettings?
  public var log: LogSettings
}

extension AggregatorSettings {
  /// Reads a configuration's text, or tells everything that is wrong with it.
  public init(parsing bytes: [UInt8]) throws(SettingProblems) {
    let tree: ConfigNode
    do throws(ConfigError) { tree = try ConfigText.parse(bytes) } catch {
      throw SettingProblems(problems: [
        SettingProblem(
          line: error.line, column: error.column, what: error.sentence,
          advice: "See configs/aggregator.yaml for what a configuration looks like.")
      ])
    }
    let problems = ProblemList()
    var reader = SettingReader(tree, "the file", problems)
    var own = SettingReader(reader.node("aggregator"), "aggregator", problems)
    dataFolder = own.text("data") ?? "/var/lib/cairn-aggregator"
    key = own.text("key")
    shards = Self.shards(&own)
    checkpointInterval = own.duration("checkpoint", in: 100...86_400_000) ?? 10_000
    own.finish()
    let broker = BrokerSettings(reader.node("broker"), problems)
    if broker == nil { reader.requireOnce("broker", "Without a broker no lane arrives.") }
    var alerts = SettingReader(reader.node("alerts"), "alerts", problems)
    silentAfter = alerts.duration("silent", in: 1_000...604_800_000) ?? 900_000
    behindBlocks = alerts.integer("behind", in: 1...1_000_000) ?? 20
    alerts.finish()
    web = WebSettings(reader.node("web"), problems)
    log = LogSettings(reader.node("log"), problems)
    reader.finish()
    try problems.refuse()
    guard let broker else { preconditionFailure("a missing broker is a problem") }
    self.broker = broker
  }

  /// Digits in a row, such as `0123456789abcdef`.
  private static func shards(_ reader: inout SettingReader) -> [UInt8] {
    let all = Array(0..<16 as Range<UInt8>)
    guard let text = reader.text("shards") else { return all }
    var found: [UInt8] = []
    for character in text.utf8 {
      let digit = UInt8(String(decoding: [character], as: UTF8.self), radix: 16)
      guard let digit, !found.contains(digit) else {
        if let node = reader.node("shards") {
          reader.complain(
            node, "\"shards\" has to be hexadecimal digits, each once",
            "Write 0123456789abcdef for all.")
        }
        return all
      }
      found.append(digit)
    }
    return found.sorted()
  }
}
