import CLinux

/// How far a read got.
public enum ReadResult: Equatable, Sendable {
  case bytes(Int)
  case endOfFile
  /// Nothing is there yet, on a descriptor that does not wait.
  case wouldBlock
}

extension FileDescriptor {
  /// Reads into the buffer from its start; read(2).
  public func read(into buffer: inout [UInt8]) throws(SystemError) -> ReadResult {
    do throws(SystemError) {
      let count = try SystemCall.retrying("read") {
        // Safe: the pointer and the count belong to the same buffer and do not leave the closure.
        unsafe buffer.withUnsafeMutableBytes {
          unsafe CLinux.read(number, $0.baseAddress, $0.count)
        }
      }
      return count == 0 && !buffer.isEmpty ? .endOfFile : .bytes(count)
    } catch {
      if error.code == .wouldBlock { return .wouldBlock }
      throw error
    }
  }

  /// Reads to the end; fails with EFBIG when there is more than `limit`. Files of /proc and /sys
  /// state no size, so reading until the end is the only way.
  public func readAll(limit: Int) throws(SystemError) -> [UInt8] {
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit + 1, Limits.readChunk))
    while case .bytes(let count) = try read(into: &chunk) {
      guard result.count + count <= limit else { throw SystemError(.tooLarge, call: "read") }
      result += chunk[..<count]
    }
    return result
  }

  /// Writes all bytes, however many calls it takes; write(2).
  public func write(all bytes: [UInt8]) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      done += try SystemCall.retrying("write") {
        // Safe: `done` is below the count, so that the pointer stays inside the array.
        unsafe bytes.withUnsafeBytes {
          unsafe CLinux.write(number, $0.baseAddress! + done, $0.count - done)
        }
      }
    }
  }

  /// Returns when the bytes are on the medium; fsync(2).
  public func synchronize() throws(SystemError) {
    _ = try SystemCall.retrying("fsync") { fsync(number) }
  }
}
