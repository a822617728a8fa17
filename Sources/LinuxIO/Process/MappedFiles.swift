/// Parts of files that are mapped, as proc_pid_smaps(5) lists them.
package enum MappedFiles {
  /// From a heading "start-end perms offset device inode path" and lines of facts: what cannot be
  /// written to and has nothing in memory but the file's own pages, so that each of them comes back
  /// from there. Anything that is not so, or not understood, is left alone.
  package static func unchanged(in maps: [UInt8]) -> [Range<UInt>] {
    var found: [Range<UInt>] = []
    var candidate: Range<UInt>?
    for line in maps.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: true)
      guard let first = words.first else { continue }
      if first.last != UInt8(ascii: ":") {
        candidate = fileOnly(words)
      } else if first.elementsEqual("Anonymous:".utf8) {
        if let candidate, words.count == 3, words[1].elementsEqual("0".utf8) {
          found.append(candidate)
        }
        candidate = nil
      }
    }
    return found
  }

  private static func fileOnly(_ words: [ArraySlice<UInt8>]) -> Range<UInt>? {
    guard words.count >= 6, words[5].first == UInt8(ascii: "/"),
      words[1].elementsEqual("r-xp".utf8) || words[1].elementsEqual("r--p".utf8)
    else { return nil }
    let ends = words[0].split(separator: UInt8(ascii: "-"))
    guard ends.count == 2, let start = number(ends[0]), let end = number(ends[1]), start < end
    else { return nil }
    return start..<end
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt? {
    UInt(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
