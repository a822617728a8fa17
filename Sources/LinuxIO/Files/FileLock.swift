import CLinux

/// A file that one process at a time holds, and in which its number stands. The kernel lets go when
/// the process ends, however it ends; flock(2).
public struct FileLock: ~Copyable, Sendable {
  private let file: FileDescriptor

  /// Takes the lock, or fails at once with `wouldBlock` while somebody has it. The file is made
  /// when it is missing and stays.
  public init(at path: String) throws(SystemError) {
    let opened = try FileDescriptor(opening: path, for: .lock)
    let number = opened.number
    _ = try SystemCall.retrying("flock", path) { flock(number, LOCK_EX | LOCK_NB) }
    _ = try SystemCall.retrying("ftruncate", path) { ftruncate(number, 0) }
    try opened.write(all: Array("\(ProcessNumber.own)\n".utf8))
    file = opened
  }

  /// The process that wrote its number into a lock's file, or nil when none can be read there.
  public static func holder(at path: String) -> Int32? {
    guard let bytes = try? WholeFile.read(path, limit: Limits.lockFile) else { return nil }
    return Int32(String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self))
  }
}
