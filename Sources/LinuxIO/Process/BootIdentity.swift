/// The random number that the kernel drew at this boot; random(4).
public enum BootIdentity {
  /// 16 bytes of the file, which holds them as a UUID.
  public static func read(
    _ path: String = "/proc/sys/kernel/random/boot_id"
  ) throws(SystemError) -> [UInt8] {
    let text = try WholeFile.read(path, limit: Limits.shortFile)
    var bytes: [UInt8] = []
    var high: UInt8?
    for byte in text {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { continue }
      if let first = high {
        bytes.append(first << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    guard bytes.count == 16, high == nil else {
      throw SystemError(.invalid, call: "read", subject: path)
    }
    return bytes
  }
}
