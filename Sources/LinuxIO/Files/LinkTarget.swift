import CLinux

/// Where a symbolic link points.
public enum LinkTarget {
  /// The text of the link; nil when there is none; readlink(2).
  public static func read(_ path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: Limits.shortFile)
    // Safe: the call writes at most as many bytes as the array has.
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe readlink(path, buffer.bindMemory(to: CChar.self).baseAddress!, buffer.count)
    }
    return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
