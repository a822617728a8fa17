import CLinux

/// Files read or written in one go. For tools: nothing here is durable.
public enum WholeFile {
  /// The content of a file; fails with EFBIG when it has more than `limit` bytes.
  public static func read(
    _ path: String, limit: Int = Limits.wholeFile
  ) throws(SystemError) -> [UInt8] {
    do throws(SystemError) {
      return try FileDescriptor(opening: path, for: .read).readAll(limit: limit)
    } catch {
      // read(2) knows its descriptor only.
      throw SystemError(error.code, call: error.call, subject: path)
    }
  }

  /// Everything that arrives at the standard input until its end.
  public static func readStandardInput(
    limit: Int = Limits.wholeFile
  ) throws(SystemError) -> [UInt8] {
    // A copy of the descriptor, because a FileDescriptor closes what it owns; fcntl(2).
    let number = try SystemCall.retrying("fcntl", "standard input") {
      cairn_duplicate(STDIN_FILENO)
    }
    return try FileDescriptor(owning: number).readAll(limit: limit)
  }

  /// Replaces the content of a file.
  public static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    do throws(SystemError) {
      try FileDescriptor(opening: path, for: .replace).write(all: bytes)
    } catch {
      throw SystemError(error.code, call: error.call, subject: path)
    }
  }
}
