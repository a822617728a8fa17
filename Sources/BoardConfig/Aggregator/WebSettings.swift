import ConfigFile

/// Where the aggregator tells over HTTP how it is.
public struct WebSettings: Hashable, Sendable {
  /// In digits.
  public var address: String
  public var port: Int
}

extension WebSettings {
  /// Nil when nothing is to listen.
  init?(_ node: ConfigNode?, _ problems: ProblemList) {
    var reader = SettingReader(node, "web", problems)
    guard let text = reader.text("listen") else {
      reader.finish()
      return nil
    }
    let place = WebSettings.place(text)
    if place == nil, let value = reader.node("listen") {
      reader.complain(
        value, "\"listen\" names no port to listen at",
        "Write a port, which is one of this machine only, or ADDRESS:PORT with an address in "
          + "digits, such as 0.0.0.0:9464 or [::]:9464.")
    }
    (address, port) = place ?? ("", 0)
    reader.finish()
  }

  /// Without an address only programs of this machine are answered.
  private static func place(_ text: String) -> (String, Int)? {
    let bytes = Array(text.utf8)
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else {
      return port(bytes[...]).map { ("127.0.0.1", $0) }
    }
    guard let port = port(bytes[(colon + 1)...]) else { return nil }
    var host = bytes[..<colon]
    if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
      host = host.dropFirst().dropLast()
      guard host.contains(UInt8(ascii: ":")) else { return nil }
    } else if host.contains(UInt8(ascii: ":")) {
      return nil
    }
    let digits = Array("0123456789abcdefABCDEF.:".utf8)
    guard !host.isEmpty, host.allSatisfy({ digits.contains($0) }) else { return nil }
    return (String(decoding: host, as: UTF8.self), port)
  }

  private static func port(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let port = Int(String(decoding: bytes, as: UTF8.self)), 1...65535 ~= port else {
      return nil
    }
    return port
  }
}
