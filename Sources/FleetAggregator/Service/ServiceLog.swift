import BoardConfig
import LinuxIO

/// One line an event, on standard error: a word for what happened, then `name=value`.
struct ServiceLog: Sendable {
  let level: LogSettings.Level

  func error(_ event: String, _ fields: String = "") { write(.error, "error", event, fields) }
  func warning(_ event: String, _ fields: String = "") {
    write(.warning, "warning", event, fields)
  }
  func info(_ event: String, _ fields: String = "") { write(.info, "info", event, fields) }

  private func write(
    _ level: LogSettings.Level, _ name: String, _ event: String, _ fields: String
  ) {
    guard level <= self.level else { return }
    let line = "\(name): \(event) \(fields)".utf8.map {
      // Texts of errors come from outside: no line of theirs is one of ours.
      $0 < 0x20 || $0 == 0x7f ? UInt8(ascii: " ") : $0
    }
    StandardStream.error.write(String(decoding: line + [UInt8(ascii: "\n")], as: UTF8.self))
  }
}
