import ChainTypes
import ConfigFile

extension SettingReader {
  /// An address in hexadecimal digits; with capitals, those of its checksum.
  func address(_ node: ConfigNode, _ what: String) -> Address? {
    guard let text = node.text, let address = Address(hex: text), !address.isZero else {
      complain(node, "\(what) has to be an address: 0x and 40 hexadecimal digits")
      return nil
    }
    guard Address.hasValidChecksum(text) else {
      complain(
        node, "\(what) has a digit or a capital that is wrong",
        "Its capitals are a checksum (EIP-55): copy it again, or write small letters only.")
      return nil
    }
    return address
  }

  /// Addresses, each once.
  mutating func addresses(_ key: String, _ limit: Int) -> [Address] {
    guard let node = node(key) else { return [] }
    guard let values = node.values, values.count <= limit else {
      complain(
        node, "\"\(key)\" has to be a list of at most \(limit) addresses",
        "Write [0x…, 0x…], or one in a line behind \"- \".")
      return []
    }
    var found: [Address] = []
    for value in values {
      guard let address = address(value, "an entry of \"\(key)\"") else { continue }
      if found.contains(address) {
        complain(value, "\(address) stands in the list twice")
      } else {
        found.append(address)
      }
    }
    return found
  }
}
