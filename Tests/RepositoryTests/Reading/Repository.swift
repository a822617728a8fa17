import Foundation

/// The repository as its rules see it.
struct Repository {
  let root: URL

  /// The one that these tests stand in.
  static let current = Repository(root: findRoot())

  private static func findRoot() -> URL {
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while !FileManager.default.fileExists(
      atPath: folder.appendingPathComponent("Package.swift").path)
    {
      precondition(folder.path != "/", "the tests stand in a package")
      folder.deleteLastPathComponent()
    }
    return folder
  }

  func text(_ path: String) -> String {
    (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }

  /// The names at the top, dotfiles left out: they are the machine's or the tools'.
  var topLevel: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The text files below some folders, or the files themselves, in the order of their paths.
  func files(_ tops: String..., endings: [String]) -> [SourceFile] {
    tops.flatMap { paths(below: $0) }.sorted()
      .filter { path in endings.contains { path.hasSuffix($0) } }
      .map { SourceFile(path: $0, text: text($0)) }
  }

  private func paths(below top: String) -> [String] {
    let url = root.appendingPathComponent(top)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      return []
    }
    guard isFolder.boolValue else { return [top] }
    let names = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
    return names.filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
      .map { "\(top)/\($0)" }
  }

  /// Every Swift file of the product and its tests, read once.
  static let swiftFiles = current.files("Sources", "Tests", "Package.swift", endings: [".swift"])
  static let sources = swiftFiles.filter { $0.module != nil }
}
