import CommandLineKit
import LinuxIO

/// The files that the paths on a command line stand for.
enum FixtureFiles {
  /// Files as they are named, and every JSON file below the folders; each path once.
  static func collect(_ paths: [String], advice: String) throws(CommandError) -> [String] {
    guard !paths.isEmpty else {
      throw CommandError(.usage, "no file or folder is named", next: advice)
    }
    var files: [String] = []
    for path in paths {
      switch Folder.kind(path) {
      case .folder?:
        do throws(SystemError) {
          files += try Folder.files(below: path, ending: ".json")
        } catch {
          throw CommandError(error)
        }
      case .file?: files.append(path)
      default:
        throw CommandError(
          .world, "there is no such file or folder", at: path, next: "Check the path.")
      }
    }
    var seen: Set<String> = []
    return files.filter { seen.insert($0).inserted }
  }

  /// The files that a sample of so many percent takes: always the same ones, chosen by a hash of
  /// the path below the folder that was named, so that it does not matter where the data lies.
  static func sample(_ files: [String], percent: Int) -> [String] {
    if percent >= 100 { return files }
    return files.filter { file in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      // FNV-1a over the last three parts of the path.
      for byte in tail(file, parts: 3) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return (hash ^ hash >> 32) % 100 < UInt64(percent)
    }
  }

  private static func tail(_ path: String, parts: Int) -> ArraySlice<UInt8> {
    let bytes = Array(path.utf8)
    var start = bytes.count
    var left = parts
    while start > 0 {
      if bytes[start - 1] == UInt8(ascii: "/") {
        left -= 1
        if left == 0 { break }
      }
      start -= 1
    }
    return bytes[start...]
  }
}

extension CommandError {
  init(_ error: SystemError) {
    self.init(
      .world, "\(error.call) failed: \(error.code.meaning)", at: error.subject,
      next: error.code.advice)
  }
}
