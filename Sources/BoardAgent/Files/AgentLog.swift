import BoardConfig
import LinuxIO

/// One line an event, on standard error: a word for what happened, then `name=value`. Under systemd
/// each begins with its priority, as sd-daemon(3) has them, and journald brings the time.
public struct AgentLog: Sendable {
  public let level: LogSettings.Level
  private let isJournal: Bool

  public init(level: LogSettings.Level) {
    self.level = level
    isJournal = Environment.value("JOURNAL_STREAM") != nil
  }

  public func error(_ event: String, _ fields: String = "") { write(.error, event, fields) }
  public func warning(_ event: String, _ fields: String = "") { write(.warning, event, fields) }
  public func info(_ event: String, _ fields: String = "") { write(.info, event, fields) }
  public func debug(_ event: String, _ fields: String = "") { write(.debug, event, fields) }

  private func write(_ level: LogSettings.Level, _ event: String, _ fields: String) {
    guard level <= self.level else { return }
    let line = fields.isEmpty ? event : "\(event) \(fields)"
    let prefix = isJournal ? level.priority : "\(level.name): "
    StandardStream.error.write("\(prefix)\(AgentLog.oneLine(line))\n")
  }

  /// Names of sensors and texts of errors come from outside: no line of theirs is one of ours.
  private static func oneLine(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) { return text }
    let bytes = text.utf8.map { $0 < 0x20 || $0 == 0x7f ? UInt8(ascii: " ") : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension LogSettings.Level {
  fileprivate var priority: String {
    switch self {
    case .error: "<3>"
    case .warning: "<4>"
    case .info: "<6>"
    case .debug: "<7>"
    }
  }

  fileprivate var name: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .info: "info"
    case .debug: "debug"
    }
  }
}
