import CLinux

/// An I²C bus, through the kernel's character device; linux/i2c-dev.h.
public struct I2CBus: ~Copyable, Sendable {
  private let descriptor: FileDescriptor
  private let path: String

  /// Addresses that devices may have: the rest is reserved (UM10204, section 3.1.12).
  public static let addresses = 0x08...0x77

  public init(opening path: String) throws(SystemError) {
    self.path = path
    descriptor = try FileDescriptor(opening: path, for: .readWrite)
  }

  /// Sends `bytes` to a device and reads `count` bytes from it, without giving up the bus in
  /// between. A device that is not there is ENXIO or EREMOTEIO.
  public func transfer(
    to address: Int, _ bytes: [UInt8], reading count: Int
  ) throws(SystemError) -> [UInt8] {
    precondition(Self.addresses.contains(address), "who describes a device checks its address")
    precondition(bytes.count <= Limits.i2cMessage && 0...Limits.i2cMessage ~= count)
    var answer = [UInt8](repeating: 0, count: count)
    // Safe: the kernel reads and writes as many bytes as the counts of the two arrays say.
    _ = try SystemCall.retrying("ioctl I2C_RDWR", path) {
      unsafe bytes.withUnsafeBufferPointer { out in
        unsafe answer.withUnsafeMutableBufferPointer { into in
          unsafe cairn_i2c_transfer(
            descriptor.number, UInt16(address), out.baseAddress, Int32(out.count),
            into.baseAddress, Int32(into.count))
        }
      }
    }
    return answer
  }
}
