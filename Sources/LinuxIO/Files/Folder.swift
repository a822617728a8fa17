import CLinux

/// The names in folders.
public enum Folder {
  public enum Kind: Sendable {
    case file
    case folder
    case other
  }

  /// What stands at a path, links followed; nil when nothing does.
  public static func kind(_ path: String) -> Kind? {
    switch unsafe cairn_path_kind(path) {
    case 1: .file
    case 2: .folder
    case 0: nil
    default: .other
    }
  }

  /// The entries of a folder in the order of their bytes, `.` and `..` left out.
  public static func names(_ path: String) throws(SystemError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      throw SystemError(.last, call: "opendir", subject: path)
    }
    defer { _ = unsafe closedir(folder) }
    var names: [String] = []
    // Safe: the name lives until the next call for the same folder, and is copied before.
    while let entry = unsafe cairn_next_name(folder) {
      let name = unsafe String(cString: entry)
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Every file below a folder whose name ends as given, in the order of their paths.
  public static func files(
    below path: String, ending suffix: String
  ) throws(SystemError) -> [String] {
    var found: [String] = []
    try walk(path, suffix, depth: 0, into: &found)
    return found
  }

  private static func walk(
    _ path: String, _ suffix: String, depth: Int, into found: inout [String]
  ) throws(SystemError) {
    if depth > Limits.folderDepth { return }
    for name in try names(path) {
      let child = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      switch kind(child) {
      case .folder?: try walk(child, suffix, depth: depth + 1, into: &found)
      case .file? where name.hasSuffix(suffix): found.append(child)
      default: break
      }
    }
  }
}

extension Folder {
  /// Makes a folder whose parent exists; mkdir(2). One that is there already is no failure.
  public static func create(_ path: String) throws(SystemError) {
    if unsafe mkdir(path, 0o777) == 0 { return }
    let code = ErrorCode.last
    if code != .exists { throw SystemError(code, call: "mkdir", subject: path) }
  }
}

extension Folder {
  /// Removes a folder with everything below it; links are removed, not followed. What cannot be
  /// removed stays, and the folder with it.
  public static func removeAll(_ path: String) { removeAll(path, depth: 0) }

  private static func removeAll(_ path: String, depth: Int) {
    if depth > Limits.folderDepth { return }
    for name in (try? names(path)) ?? [] {
      let child = "\(path)/\(name)"
      // unlink(2) refuses folders.
      if unsafe unlink(child) != 0 { removeAll(child, depth: depth + 1) }
    }
    _ = unsafe rmdir(path)
  }
}
