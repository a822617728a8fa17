import LinuxIO
import Readings

/// The folder below which `/sys`, `/proc` and `/dev` are looked for.
public struct InputFolder: Hashable, Sendable {
  private let prefix: String

  public init(_ path: String) {
    prefix = path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Where a path of the system is here.
  public func path(_ path: String) -> String { prefix + path }

  /// The content of a small file.
  func read(_ path: String) throws(InputFault) -> [UInt8] {
    do throws(SystemError) {
      return try WholeFile.read(self.path(path), limit: SensorInputLimits.fileBytes)
    } catch {
      if error.code == .notFound || error.code == .noDevice { throw .absent(path) }
      throw .system(error)
    }
  }

  /// The content of a small file; nil when there is none.
  func readIfThere(_ path: String) throws(InputFault) -> [UInt8]? {
    do throws(InputFault) { return try read(path) } catch {
      if case .absent = error { return nil }
      throw error
    }
  }

  /// The names in a folder; none when it is not there.
  func names(_ path: String) -> [String] {
    let names = try? Folder.names(self.path(path))
    return names ?? []
  }

  /// The first line of a file, spaces around it removed; nil when it cannot be read.
  func line(_ path: String) -> String? {
    guard let bytes = try? read(path) else { return nil }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }
    guard let first = line.firstIndex(where: { $0 > 0x20 }),
      let last = line.lastIndex(where: { $0 > 0x20 })
    else { return nil }
    return String(decoding: line[first...last], as: UTF8.self)
  }
}

/// Runs a decoder; what it refuses is a fault.
func decoding<Result>(
  _ body: () throws(SensorDataError) -> Result
) throws(InputFault) -> Result {
  do throws(SensorDataError) { return try body() } catch { throw .nonsense(error) }
}

/// Runs a system call; its failure is a fault.
func asking<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(InputFault) -> Result {
  do throws(SystemError) { return try body() } catch {
    switch error.code {
    case .notFound, .noDevice: throw .absent(error.subject)
    default: throw .system(error)
    }
  }
}
