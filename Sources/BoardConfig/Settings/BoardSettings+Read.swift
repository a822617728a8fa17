import ConfigFile

extension BoardSettings {
  /// Reads a configuration's tree, or tells everything that is wrong with it.
  public init(_ tree: ConfigNode) throws(SettingProblems) {
    let problems = ProblemList()
    try self.init(tree, problems)
  }

  /// As above; the list also learns which keys may stand in the file.
  init(_ tree: ConfigNode, _ problems: ProblemList) throws(SettingProblems) {
    var reader = SettingReader(tree, "the file", problems)
    board = IdentitySettings(reader.node("board"), problems)
    readings = BatchSettings(reader.node("readings"), problems)
    store = StoreSettings(reader.node("store"), problems)
    broker = BrokerSettings(reader.node("broker"), problems)
    catchUp = CatchUpSettings(reader.node("catch_up"), problems)
    keys = KeySettings(reader.node("keys"), problems)
    control = ControlSettings(reader.node("control"), problems)
    log = LogSettings(reader.node("log"), problems)
    ports = PortSettings.list(reader.node("ports"), problems)
    sensors = SensorSettings.list(reader.node("sensors"), problems)
    reader.finish()
    checkReferences(problems)
    try problems.refuse()
  }

  /// Reads a configuration's text; its syntax counts as a problem like any other.
  public init(parsing bytes: [UInt8]) throws(SettingProblems) {
    let tree: ConfigNode
    do throws(ConfigError) { tree = try ConfigText.parse(bytes) } catch {
      // What libyaml says begins with the place, which stands in front already.
      let problem = SettingProblem(
        line: error.line, column: error.column, what: error.sentence,
        advice: "See configs/board.yaml for what a configuration looks like.")
      throw SettingProblems(problems: [problem])
    }
    try self.init(tree)
  }

  /// What a board does when its file says nothing.
  public static var defaults: BoardSettings {
    do throws(SettingProblems) {
      return try BoardSettings(parsing: Array("board:\n".utf8))
    } catch {
      preconditionFailure("an empty section has its defaults")
    }
  }
}

extension IdentitySettings {
  init(_ node: ConfigNode?, _ problems: ProblemList) {
    var reader = SettingReader(node, "board", problems)
    name = reader.text("name")
    dataFolder = reader.text("data") ?? "/var/lib/cairn"
    root = reader.text("root") ?? "/"
    reader.finish()
  }
}

extension BatchSettings {
  init(_ node: ConfigNode?, _ problems: ProblemList) {
    var reader = SettingReader(node, "readings", problems)
    batchInterval = reader.duration("batch", in: BoardConfigLimits.batchIntervals) ?? 10_000
    batchCount = reader.integer("batch_count", in: BoardConfigLimits.batchReadings) ?? 500
    heartbeat = reader.duration("heartbeat", in: 1000...604_800_000) ?? 600_000
    reader.finish()
  }
}

extension CatchUpSettings {
  init(_ node: ConfigNode?, _ problems: ProblemList) {
    var reader = SettingReader(node, "catch_up", problems)
    stateAfter = reader.integer("state_after", in: BoardConfigLimits.stateAfter) ?? 0
    givesStates = reader.flag("give_states", default: false)
    reader.finish()
  }
}

extension StoreSettings {
  init(_ node: ConfigNode?, _ problems: ProblemList) {
    let megabyte: Int64 = 1_000_000
    let bounds = BoardConfigLimits.storeMegabytes
    var reader = SettingReader(node, "store", problems)
    size =
      reader.size(
        "size", in: Int64(bounds.lowerBound) * megabyte...Int64(bounds.upperBound) * megabyte)
      ?? 512 * megabyte
    keepDays = reader.days("keep")
    reserve = reader.size("reserve", in: 0...Int64.max) ?? 64 * megabyte
    flushBlocks = reader.integer("flush_blocks", in: 1...4096) ?? 64
    reader.finish()
  }
}

extension KeySettings {
  init(_ node: ConfigNode?, _ problems: ProblemList) {
    var reader = SettingReader(node, "keys", problems)
    board = reader.text("board")
    if let board, !board.hasPrefix("file:"), !board.hasPrefix("creds:"),
      let node = reader.node("board")
    {
      reader.complain(
        node, "\"board\" names no place of a key",
        "Write file:PATH, or creds:NAME for a credential of systemd.")
    }
    reader.finish()
  }
}

extension ControlSettings {
  init(_ node: ConfigNode?, _ problems: ProblemList) {
    var reader = SettingReader(node, "control", problems)
    socket = reader.text("socket")
    connections = reader.integer("connections", in: 1...256) ?? 16
    let named = reader.addresses("senders", BoardConfigLimits.senders)
    senders = reader.node("senders") == nil ? nil : named
    mode = 0o660
    if let text = reader.text("mode") {
      if let value = Int(text, radix: 8), 0...0o777 ~= value {
        mode = value
      } else if let node = reader.node("mode") {
        reader.complain(node, "\"mode\" has to be three octal digits, such as 660")
      }
    }
    reader.finish()
  }
}

extension LogSettings {
  init(_ node: ConfigNode?, _ problems: ProblemList) {
    var reader = SettingReader(node, "log", problems)
    level = reader.choice(
      "level", [("error", .error), ("warning", .warning), ("info", .info), ("debug", .debug)],
      default: .info)
    readings = reader.flag("readings", default: false)
    reader.finish()
  }
}
