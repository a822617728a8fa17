import ChainTypes
import MerkleTrie

/// Builds tries from pairs, in their order and as a whole, and compares roots.
enum TrieVectors {
  static func run(
    _ members: [(key: String, value: JSONValue)], isSecure: Bool, _ report: inout VectorReport
  ) {
    for (name, value) in members {
      let field = JSONField(value, path: .member(.root, name))
      report.check(name) { () throws(JSONError) in try check(field, isSecure) }
    }
  }

  private static func check(_ field: JSONField, _ isSecure: Bool) throws(JSONError) -> String? {
    let expected = try field.member("root").hash()
    let pairs = try pairs(field.member("in"))
    let trie = HexaryTrie(keys: isSecure ? .hashed : .plain)
    // Asking for the root after each change makes the trie go through every state on the way.
    for (key, value) in pairs {
      trie.set(key, value)
      _ = trie.root
    }
    if trie.root != expected { return "root \(trie.root.hex), expected \(expected.hex)" }
    var batch = TrieBatch()
    for (key, value) in pairs {
      if isSecure {
        batch.append(hashing: key, value: value)
      } else {
        batch.append(key: key, value: value)
      }
    }
    let root = SortedTrie.root(of: &batch)
    return root == expected ? nil : "root at once \(root.hex), expected \(expected.hex)"
  }

  private static func pairs(
    _ field: JSONField
  ) throws(JSONError) -> [(key: [UInt8], value: [UInt8])] {
    var result: [(key: [UInt8], value: [UInt8])] = []
    if case .object = field.value {
      for (key, value) in try field.members() { result.append((bytes(key), try bytes(value))) }
      return result
    }
    for pair in try field.elements() {
      result.append((try bytes(pair.element(0)), try bytes(pair.element(1))))
    }
    return result
  }

  /// Null stands for the removal of a key.
  private static func bytes(_ field: JSONField) throws(JSONError) -> [UInt8] {
    field.value.isNull ? [] : bytes(try field.string())
  }

  /// Text that begins with 0x is hexadecimal.
  private static func bytes(_ text: String) -> [UInt8] {
    if text.hasPrefix("0x"), let bytes = try? Hex.decode(text) { return bytes }
    return Array(text.utf8)
  }
}
