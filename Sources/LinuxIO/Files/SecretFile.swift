import CLinux

/// Why a file is not fit to hold a secret.
public enum SecretFileError: Error, Equatable, Sendable {
  case system(SystemError)
  /// A folder, device or pipe.
  case notAFile(path: String)
  /// Others may read or write it; the mode as the octal digits that ls and chmod speak of.
  case readableByOthers(path: String, mode: String)
  /// The numbers of the owner and of this process's user.
  case otherOwner(path: String, owner: UInt32, user: UInt32)
  case tooLarge(path: String, limit: Int)

  /// What is wrong, and what to do.
  public var text: String {
    switch self {
    case .system(let error): error.text
    case .notAFile(let path): "\(path) is no file. Name a file."
    case .readableByOthers(let path, let mode):
      "\(path) has mode \(mode), so that others may read or change it. Run: chmod 600 \(path)"
    case .otherOwner(let path, let owner, let user):
      "\(path) belongs to user \(owner), and this is user \(user). Run as its owner: sudo -u "
        + "'#\(owner)' …, or give it to this one: chown \(user) \(path)"
    case .tooLarge(let path, let limit):
      "\(path) has more than \(limit) bytes, which no key has. Check that it is the right file."
    }
  }
}

/// Files that hold secrets: whose they are and who may read them is looked at before they are
/// believed.
public enum SecretFile {
  /// Who vouches that nobody else can read the file.
  public enum Guard: Sendable {
    /// Its mode is 0600 or stricter and its owner is this process's user.
    case modeAndOwner
    /// The service manager, which keeps credentials in memory and gives them to one service.
    case serviceManager
  }

  /// The content, at most `limit` bytes. Everything is asked of the open file, so that nobody can
  /// exchange it in between.
  public static func read(
    _ path: String, limit: Int, guardedBy keeper: Guard = .modeAndOwner
  ) throws(SecretFileError) -> [UInt8] {
    let file: FileDescriptor
    do throws(SystemError) {
      // A pipe that nobody writes to would wait for ever.
      file = try FileDescriptor(opening: path, for: .readWithoutWaiting)
    } catch {
      throw .system(error)
    }
    try check(file, path, keeper)
    return try content(of: file, path, limit)
  }

  /// Writes a file that must not exist yet, for its owner only, durably: when it returns the bytes
  /// and the name are on the medium, and at no time was a part of it under that name.
  public static func create(_ path: String, _ bytes: [UInt8]) throws(SecretFileError) {
    let draft = "\(path).new-\(getpid())"
    do throws(SystemError) {
      let file = try FileDescriptor(opening: draft, for: .createSecret)
      do throws(SystemError) {
        try file.write(all: bytes)
        try file.synchronize()
        try Folder.moveIfAbsent(draft, to: path)
      } catch {
        // Whatever it holds by now is no key of anybody.
        try Folder.remove(draft)
        throw error
      }
      try Folder.synchronize(folder(of: path))
    } catch {
      throw .system(error)
    }
  }

  /// Overwrites a file with zeros and removes it. A flash card may keep the old bytes in a block
  /// that it has set aside: only exchanging the key makes a lost card harmless.
  public static func wipe(_ path: String) throws(SecretFileError) {
    var bytes = try read(path, limit: Limits.secretFile)
    for index in bytes.indices { bytes[index] = 0 }
    do throws(SystemError) {
      let file = try FileDescriptor(opening: path, for: .readWrite)
      try file.write(all: bytes)
      try file.synchronize()
      try file.close()
      try Folder.remove(path)
      try Folder.synchronize(folder(of: path))
    } catch {
      throw .system(error)
    }
  }

  private static func check(
    _ file: borrowing FileDescriptor, _ path: String, _ keeper: Guard
  ) throws(SecretFileError) {
    var (mode, owner, isFile) = (UInt32(0), UInt32(0), Int32(0))
    // Safe: three local numbers, written before the call returns.
    if unsafe cairn_descriptor_facts(file.number, &mode, &owner, &isFile) != 0 {
      throw .system(SystemError(.last, call: "fstat", subject: path))
    }
    if isFile == 0 { throw .notAFile(path: path) }
    guard keeper == .modeAndOwner else { return }
    let user = geteuid()
    if owner != user { throw .otherOwner(path: path, owner: owner, user: user) }
    if mode & 0o077 != 0 {
      let digits = String(mode, radix: 8)
      throw .readableByOthers(
        path: path, mode: String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits)
    }
  }

  /// Into one array that never grows: growing would leave copies of the secret in freed memory.
  private static func content(
    of file: borrowing FileDescriptor, _ path: String, _ limit: Int
  ) throws(SecretFileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while true {
      let read = unsafe bytes.withUnsafeMutableBytes { buffer in
        // Safe: `count` is at most the number of bytes.
        unsafe CLinux.read(file.number, buffer.baseAddress! + count, buffer.count - count)
      }
      if read < 0 {
        let code = ErrorCode.last
        if code == .interrupted { continue }
        throw .system(SystemError(code, call: "read", subject: path))
      }
      count += read
      if count > limit {
        for index in bytes.indices { bytes[index] = 0 }
        throw .tooLarge(path: path, limit: limit)
      }
      if read == 0 { break }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private static func folder(of path: String) -> String {
    let bytes = Array(path.utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
  }
}
