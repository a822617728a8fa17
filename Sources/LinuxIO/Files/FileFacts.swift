import CLinux

/// What the file system knows about a file or folder.
public struct FileFacts: Equatable, Sendable {
  /// Which file it is, under whatever name.
  public struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
  }

  public let identity: Identity
  /// Bytes from the start to the end.
  public let size: Int64

  /// Asks, links followed; stat(2).
  public init(of path: String) throws(SystemError) {
    var (device, inode, size) = (UInt64(0), UInt64(0), Int64(0))
    let status = unsafe cairn_file_facts(path, &device, &inode, &size)
    if status != 0 { throw SystemError(.last, call: "stat", subject: path) }
    identity = Identity(device: device, inode: inode)
    self.size = size
  }
}
