import CLinux

extension Folder {
  /// Returns when the names in a folder are on the medium; fsync(2).
  public static func synchronize(_ path: String) throws(SystemError) {
    try FileDescriptor(opening: path, for: .read).synchronize()
  }

  /// Gives a file or folder another name in the same file system, at once and whole, in place of
  /// what had that name; rename(2). Durable after `synchronize` only.
  public static func move(_ path: String, to other: String) throws(SystemError) {
    if unsafe rename(path, other) != 0 {
      throw SystemError(.last, call: "rename", subject: path)
    }
  }

  /// As `move`, but fails with EEXIST when the other name is taken; renameat2(2), and link(2) on
  /// file systems that do not have it.
  public static func moveIfAbsent(_ path: String, to other: String) throws(SystemError) {
    if unsafe cairn_move_if_absent(path, other) != 0 {
      throw SystemError(.last, call: "rename", subject: other)
    }
  }

  /// Removes a file or an empty folder; remove(3). One that is not there is no failure.
  public static func remove(_ path: String) throws(SystemError) {
    if unsafe CLinux.remove(path) == 0 { return }
    let code = ErrorCode.last
    if code != .notFound { throw SystemError(code, call: "remove", subject: path) }
  }
}
