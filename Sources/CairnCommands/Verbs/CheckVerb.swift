import BoardConfig
import ChainTypes
import CommandLineKit
import LinuxIO
import SensorInputs

enum CheckVerb {
  static var verb: Verb {
    Verb(
      "check", "check a configuration without running it, and say what it costs a day",
      options: ConfigurationFile.options, example: "--config configs/board.yaml", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let path = ConfigurationFile.path(invocation)
    let bytes = try ConfigurationFile.bytes(invocation)
    do throws(SettingProblems) {
      let settings = try BoardSettings(parsing: bytes)
      let root = ConfigurationFile.root(invocation, settings)
      let disk = disk(holding: root.path(settings.board.dataFolder))
      if invocation.wantsJSON {
        console.line(json(settings, disk).text())
      } else {
        tell(path, settings, disk, console)
      }
      return .yes
    } catch {
      if invocation.wantsJSON { tellJSON(path, error, console) }
      console.error("\(error.text(file: path))\n")
      return .no
    }
  }

  /// The disk that will hold a folder that may not exist yet.
  private static func disk(holding folder: String) -> FileSystemSpace? {
    var path = folder
    while true {
      if let space = try? FileSystemSpace(holding: path) { return space }
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
      path = String(path[..<slash])
      if path.isEmpty { return try? FileSystemSpace(holding: "/") }
    }
  }

  private static func tell(
    _ path: String, _ settings: BoardSettings, _ disk: FileSystemSpace?, _ console: Console
  ) {
    let volume = DailyVolume(settings)
    let enabled = settings.sensors.filter { $0.isEnabled }.count
    console.line("\(path): well. \(enabled) sensors, \(volume.readings) readings a day at most.")
    console.line("\nA day costs, at a batch every \(settings.readings.batchInterval) ms:")
    console.line("  \(volume.blocks) blocks of about \(volume.blockBytes) bytes")
    let (kept, written) = (Amount.text(volume.storedBytes), Amount.text(volume.writtenBytes))
    console.line("  disk    \(kept) kept, \(written) written")
    console.line("  network \(Amount.text(volume.networkBytes))")
    console.line(
      "  the database is full after \(volume.daysUntilFull(settings.store)) days;"
        + " then the oldest blocks that a checkpoint covers go")
    if let disk {
      let years = volume.yearsOfWear(diskBytes: Int64(clamping: disk.totalBytes))
      console.line(
        "  a disk of \(Amount.text(Int64(clamping: disk.totalBytes))) bears it for"
          + " \(years) years (rule of thumb for SD cards)")
      warnWhenSmall(settings, disk, console)
    }
    console.line("\nOther intervals, disk written and network a day:")
    for (name, milliseconds) in intervals {
      var other = settings
      other.readings.batchInterval = milliseconds
      let volume = DailyVolume(other)
      console.line(
        "  \(name): \(Amount.text(volume.writtenBytes)), \(Amount.text(volume.networkBytes))")
    }
  }

  private static let intervals = [
    ("1 s", 1000), ("10 s", 10_000), ("1 min", 60_000), ("10 min", 600_000),
  ]

  private static func warnWhenSmall(
    _ settings: BoardSettings, _ disk: FileSystemSpace, _ console: Console
  ) {
    let needed = settings.store.size + settings.store.reserve
    guard Int64(clamping: disk.usableBytes) < needed else { return }
    console.line(
      "  warning: the disk has \(Amount.text(Int64(clamping: disk.usableBytes))) left, and the"
        + " database may take \(Amount.text(settings.store.size)): make store.size smaller")
  }

  private static func json(_ settings: BoardSettings, _ disk: FileSystemSpace?) -> JSONValue {
    let volume = DailyVolume(settings)
    var members: [(key: String, value: JSONValue)] = [
      ("well", .bool(true)), ("readings", .integer(volume.readings)),
      ("blocks", .integer(volume.blocks)), ("block_bytes", .integer(volume.blockBytes)),
      ("stored_bytes", .integer(volume.storedBytes)),
      ("written_bytes", .integer(volume.writtenBytes)),
      ("network_bytes", .integer(volume.networkBytes)),
      ("days_until_full", .integer(volume.daysUntilFull(settings.store))),
    ]
    if let disk {
      let bytes = Int64(clamping: disk.totalBytes)
      members.append(("years_of_wear", .integer(volume.yearsOfWear(diskBytes: bytes))))
    }
    return .object(members)
  }

  private static func tellJSON(_ path: String, _ error: SettingProblems, _ console: Console) {
    let problems = error.problems.map { problem in
      JSONValue.object([
        ("file", .string(path)), ("line", .integer(Int64(problem.line))),
        ("column", .integer(Int64(problem.column))), ("what", .string(problem.what)),
        ("advice", .string(problem.advice)),
      ])
    }
    let line = JSONValue.object([("well", .bool(false)), ("problems", .array(problems))])
    console.line(line.text())
  }
}

/// Numbers of bytes for people.
enum Amount {
  /// With one decimal of the largest unit: `12.3 MB`.
  static func text(_ bytes: Int64) -> String {
    let units: [(String, Int64)] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
    guard let unit = units.first(where: { bytes >= $0.1 }) else { return "\(bytes) B" }
    return "\(bytes / unit.1).\(bytes % unit.1 * 10 / unit.1) \(unit.0)"
  }
}
