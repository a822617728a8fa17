import CLinux

/// A new folder that only this user may enter. It goes, with all that is in it, when its owner lets
/// go.
public struct TemporaryFolder: ~Copyable, Sendable {
  public let path: String

  /// Makes a folder below `parent` whose name begins with `prefix`; mkdtemp(3).
  public init(prefix: String, below parent: String = "/tmp") throws(SystemError) {
    let placeholder = String(repeating: "X", count: 6)
    var template = Array("\(parent)/\(prefix)\(placeholder)".utf8CString)
    // Safe: the template ends with a zero, and the call writes over its last six letters only.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
      guard let path = unsafe mkdtemp(buffer.baseAddress!) else { return nil }
      return unsafe String(cString: path)
    }
    guard let made else { throw SystemError(.last, call: "mkdtemp", subject: parent) }
    path = made
  }

  deinit {
    // What cannot be removed stays in /tmp, which the system clears; there is nobody to tell.
    Folder.removeAll(path)
  }
}
