/// The words with which this process was started.
public enum ProcessArguments {
  /// The program's path first. Embedded Swift has no `CommandLine`; proc_pid_cmdline(5) holds the
  /// words, each ended by a zero byte.
  public static func all() throws(SystemError) -> [String] {
    let file = try FileDescriptor(opening: "/proc/self/cmdline", for: .read)
    let bytes = try file.readAll(limit: Limits.commandLine)
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
