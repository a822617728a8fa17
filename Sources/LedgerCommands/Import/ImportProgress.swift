import CommandLineKit
import Ledger
import LinuxIO

/// What an import has done so far, and how it tells.
struct ImportProgress {
  enum Style {
    /// One line that changes, for people at a terminal.
    case bar
    /// A line now and then.
    case lines
    case json
  }

  /// Bytes of all files; of those that are done, and up to where the present one is.
  var total: UInt64 = 0
  private var doneFiles: UInt64 = 0
  private var place: UInt64 = 0
  private var imported = 0
  private var skipped = 0
  private var beside = 0
  private var transactions = 0
  private var gas: UInt64 = 0
  private var head: UInt64 = 0
  private let style: Style
  private let console: Console
  private let start = MonotonicClock.now()
  private var lastShown = MonotonicClock.now()
  /// Nanoseconds and bytes when the first new block came: what is skipped says nothing of the rest.
  private var firstNew: (time: UInt64, bytes: UInt64)?

  init(style: Style, console: Console) {
    self.style = style
    self.console = console
  }

  mutating func count(
    _ outcome: ImportOutcome, at offset: UInt64, head: UInt64
  ) {
    let isNew = outcome != .known
    if isNew && firstNew == nil {
      firstNew = (MonotonicClock.now(), doneFiles + place)
      tellSkipped()
    }
    place = offset
    self.head = head
    switch outcome {
    case .known: skipped += 1
    case .extended(let gas, let transactions):
      imported += 1
      self.gas += gas
      self.transactions += transactions
    case .beside, .reorganised: beside += 1
    }
    showIfDue()
  }

  mutating func finishFile(_ size: UInt64) {
    doneFiles += size
    place = 0
  }

  private func tellSkipped() {
    guard skipped > 0, style != .json else { return }
    clear()
    console.error(
      skipped == 1 ? "1 block is there already\n" : "\(skipped) blocks are there already\n")
  }

  private mutating func showIfDue() {
    let now = MonotonicClock.now()
    let interval =
      style == .bar ? LedgerCommandLimits.barInterval : LedgerCommandLimits.lineInterval
    guard now - lastShown >= interval else { return }
    lastShown = now
    switch style {
    case .bar: console.error("\r\(bar) \(status)\u{1b}[K")
    case .lines: console.error("\(status)\n")
    case .json: console.line(line(kind: "progress").text)
    }
  }

  /// Leaves the terminal's line to what comes.
  func finish() { clear() }

  private func clear() { if style == .bar { console.error("\r\u{1b}[K") } }

  private var nanoseconds: UInt64 { max(1, MonotonicClock.now() - (firstNew?.time ?? start)) }

  private var gasPerSecond: UInt64 {
    gas > UInt64.max / 1_000_000
      ? gas / (nanoseconds / 1_000_000_000 + 1)
      : gas * 1_000_000 / (nanoseconds / 1000 + 1)
  }

  private var bar: String {
    let share = total == 0 ? 0 : min(total, doneFiles + place) * 1000 / total
    let filled = Int(share) * LedgerCommandLimits.barWidth / 1000
    let rest = LedgerCommandLimits.barWidth - filled
    return "[\(String(repeating: "#", count: filled))\(String(repeating: ".", count: rest))] "
      + "\(share / 10)%"
  }

  private var status: String {
    "block \(head), \(imported) imported, \(ImportProgress.mega(gasPerSecond)) Mgas/s, \(remaining)"
  }

  private var remaining: String {
    let from = firstNew?.bytes ?? 0
    let done = doneFiles + place
    guard done > from, total > done else { return "0s left" }
    // Bytes are below 2^50 and seconds below 2^30, so that no product overflows.
    let seconds =
      nanoseconds / 1_000_000_000 * ((total - done) / 1024 + 1)
      / ((done - from) / 1024 + 1)
    return "\(ImportProgress.duration(seconds)) left"
  }

  static func duration(_ seconds: UInt64) -> String {
    if seconds >= 3600 { return "\(seconds / 3600)h\(seconds % 3600 / 60)m" }
    return seconds >= 60 ? "\(seconds / 60)m\(seconds % 60)s" : "\(seconds)s"
  }

  static func mega(_ value: UInt64) -> String {
    Decimal.text(thousandths: Int(truncatingIfNeeded: value / 1000))
  }

  var summary: String {
    let seconds = Decimal.text(thousandths: Int(truncatingIfNeeded: nanoseconds / 1_000_000))
    var text = "\(imported) blocks with \(transactions) transactions imported in \(seconds) s"
    if gas > 0 { text += ", \(ImportProgress.mega(gasPerSecond)) Mgas/s" }
    if skipped > 0 { text += "; \(skipped) skipped that were there" }
    if beside > 0 { text += "; \(beside) of other branches" }
    return text
  }

  func line(kind: String) -> JSONLine {
    var line = JSONLine()
    line.add("event", kind)
    line.add("block", Int(truncatingIfNeeded: head))
    line.add("imported", imported)
    line.add("skipped", skipped)
    line.add("beside", beside)
    line.add("transactions", transactions)
    line.add("gas", Int(truncatingIfNeeded: gas))
    line.add("gasPerSecond", Int(truncatingIfNeeded: gasPerSecond))
    line.add("bytes", Int(truncatingIfNeeded: doneFiles + place))
    line.add("totalBytes", Int(truncatingIfNeeded: total))
    line.add("milliseconds", Int(truncatingIfNeeded: nanoseconds / 1_000_000))
    return line
  }
}
