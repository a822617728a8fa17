import CLinux

extension FileDescriptor {
  /// Writes all bytes to a descriptor that does not wait, giving it until the deadline.
  public func write(
    all bytes: [UInt8], until deadline: Deadline, subject: String = ""
  ) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      done += try writeSome(bytes, from: done, subject)
      if done == bytes.count { return }
      guard try waitWritable(until: deadline) else {
        throw SystemError(.timedOut, call: "write", subject: subject)
      }
    }
  }

  /// How many of the bytes from `start` on the descriptor took; 0 when it has no room.
  public func writeSome(
    _ bytes: [UInt8], from start: Int, _ subject: String = ""
  ) throws(SystemError) -> Int {
    if start >= bytes.count { return 0 }
    do throws(SystemError) {
      return try SystemCall.retrying("write", subject) {
        // Safe: `start` is below the count, so that the pointer stays inside the array.
        unsafe bytes.withUnsafeBytes {
          unsafe CLinux.write(number, $0.baseAddress! + start, $0.count - start)
        }
      }
    } catch {
      if error.code == .wouldBlock { return 0 }
      throw error
    }
  }
}
