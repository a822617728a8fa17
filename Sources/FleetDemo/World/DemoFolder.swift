import LinuxIO

/// The folder in which everything of a demo is: made anew, gone when it ends.
final class DemoFolder {
  private let folder: TemporaryFolder
  var path: String { folder.path }

  init() throws(DemoFailure) {
    do throws(SystemError) { folder = try TemporaryFolder(prefix: "cairn-demo-") } catch {
      throw DemoFailure(error)
    }
  }

  /// The path of a file or folder in it.
  func file(_ name: String) -> String { "\(folder.path)/\(name)" }

  func write(_ text: String, to name: String) throws(DemoFailure) -> String {
    do throws(SystemError) { try WholeFile.write(Array(text.utf8), to: file(name)) } catch {
      throw DemoFailure(error)
    }
    return file(name)
  }
}
