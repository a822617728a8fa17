import CLinux

/// Asks the person at the keyboard.
public enum Terminal {
  /// How many characters a line of the standard output has; nil when it is no terminal.
  public static var outputWidth: Int? {
    let width = cairn_terminal_width(STDOUT_FILENO)
    return width > 0 ? Int(width) : nil
  }

  /// A line that is typed without being shown, without its newline. It is read from the terminal
  /// even when the standard input is something else; tty(4).
  public static func askSecret(_ prompt: String) throws(SystemError) -> [UInt8] {
    let terminal = try FileDescriptor(opening: "/dev/tty", for: .readWrite)
    try terminal.write(all: Array(prompt.utf8))
    let before = cairn_switch_echo(terminal.number, 0)
    if before < 0 { throw SystemError(.last, call: "tcsetattr", subject: "/dev/tty") }
    defer { if before == 1 { _ = cairn_switch_echo(terminal.number, 1) } }
    let line = try SecretLine.read(from: terminal)
    try terminal.write(all: Array("\n".utf8))
    return line
  }
}

/// Secrets that another program hands over.
public enum SecretLine {
  /// The first line of an open descriptor of this process, without its newline: what a caller
  /// passes with `3< file`. The descriptor stays open.
  public static func read(descriptor number: Int) throws(SystemError) -> [UInt8] {
    guard let number = Int32(exactly: number) else {
      throw SystemError(.badDescriptor, call: "dup")
    }
    let copy = try SystemCall.retrying("fcntl", "descriptor \(number)") { cairn_duplicate(number) }
    return try read(from: FileDescriptor(owning: copy))
  }

  /// Byte by byte, so that nothing behind the line is taken, into an array that never grows.
  static func read(from file: borrowing FileDescriptor) throws(SystemError) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(Limits.password)
    var byte: [UInt8] = [0]
    while case .bytes(1) = try file.read(into: &byte) {
      if byte[0] == UInt8(ascii: "\n") { break }
      guard line.count < Limits.password else { throw SystemError(.tooLarge, call: "read") }
      line.append(byte[0])
    }
    byte[0] = 0
    return line
  }
}
