import CLinux

/// Room of a file system; statvfs(3).
public struct FileSystemSpace: Equatable, Sendable {
  public let totalBytes: UInt64
  /// What a user without privileges may still write.
  public let usableBytes: UInt64

  /// Of the file system that holds the path.
  public init(holding path: String) throws(SystemError) {
    var total: UInt64 = 0
    var usable: UInt64 = 0
    if unsafe cairn_space(path, &total, &usable) != 0 {
      throw SystemError(.last, call: "statvfs", subject: path)
    }
    totalBytes = total
    usableBytes = usable
  }
}
