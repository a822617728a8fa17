import ChainTypes
import LinuxIO

/// What the demo shows: on a terminal a table that stays in its place with lines above it,
/// elsewhere lines alone and now and then the table.
final class DemoScreen {
  private let output: (String) -> Void
  private let isQuiet: Bool
  private let width: Int?
  private var shown = 0

  init(isQuiet: Bool, output: @escaping (String) -> Void) {
    self.output = output
    self.isQuiet = isQuiet
    width = Terminal.outputWidth
  }

  /// A line of the story.
  func say(_ line: String) {
    if isQuiet { return }
    erase()
    output(line + "\n")
  }

  /// The table as it is now; off a terminal only when it is asked for.
  func show(_ table: [String], always: Bool = false) {
    guard !isQuiet, always || width != nil else { return }
    erase()
    for line in table { output(clip(line) + "\n") }
    // A table that is asked for stays.
    shown = always ? 0 : table.count
  }

  /// Takes the table away that stands at the end.
  func erase() {
    guard shown > 0 else { return }
    // Up, and clear to the end of the screen (ECMA-48, CUU and ED).
    output("\u{1b}[\(shown)A\u{1b}[J")
    shown = 0
  }

  /// A line that wraps would make the table higher than it is taken to be.
  private func clip(_ line: String) -> String {
    guard let width, line.count > width else { return line }
    return String(line.prefix(width))
  }
}
