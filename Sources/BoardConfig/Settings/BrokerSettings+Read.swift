import ConfigFile

extension BrokerSettings {
  /// Nil when the section is not there.
  init?(_ node: ConfigNode?, _ problems: ProblemList) {
    guard let node else { return nil }
    var reader = SettingReader(node, "broker", problems)
    let url = reader.requiredText("url", "Write mqtts://HOST or, in the open, mqtt://HOST.")
    let place = Self.place(url)
    if place == nil, let value = reader.node("url") {
      reader.complain(
        value, "\"url\" names no broker", "Write mqtts://HOST[:PORT] or mqtt://HOST[:PORT].")
    }
    (isEncrypted, host, port) = place ?? (true, "", 8883)
    clientID = reader.text("client_id")
    user = reader.text("user")
    passwordFile = reader.text("password_file")
    authorityFile = reader.text("authority")
    certificateFile = reader.text("certificate")
    keyFile = reader.text("key")
    version = reader.choice(
      "version", [("newest", .newest), ("5", .v5), ("3.1.1", .v311)], default: .newest)
    keepAlive = (reader.duration("keep_alive", in: 5000...65_535_000) ?? 30_000) / 1000
    longestPause = reader.duration("longest_pause", in: 1000...3_600_000) ?? 120_000
    window = reader.integer("window", in: 1...8) ?? 8
    fleet = reader.text("fleet")
    checkPairs(&reader)
    reader.finish()
  }

  /// What only makes sense together.
  private func checkPairs(_ reader: inout SettingReader) {
    if (certificateFile == nil) != (keyFile == nil),
      let node = reader.node(certificateFile == nil ? "key" : "certificate")
    {
      reader.complain(node, "a client certificate needs its key, and a key its certificate")
    }
    if passwordFile != nil, user == nil, let node = reader.node("password_file") {
      reader.complain(node, "a password needs a user", "Add the key \"user\".")
    }
    let files = ["authority", "certificate", "key"]
    if !isEncrypted, let key = files.first(where: { reader.node($0) != nil }),
      let node = reader.node(key)
    {
      reader.complain(
        node, "\"\(key)\" has no effect without encryption", "Write mqtts:// in \"url\".")
    }
  }

  /// Whether it is encrypted, the host and the port.
  private static func place(_ url: String) -> (Bool, String, Int)? {
    let bytes = Array(url.utf8)
    let schemes = [("mqtts://", true), ("mqtt://", false)]
    guard let scheme = schemes.first(where: { url.hasPrefix($0.0) }) else { return nil }
    var host = bytes[scheme.0.utf8.count...]
    if host.last == UInt8(ascii: "/") { host = host.dropLast() }
    // The ports that IANA has registered for MQTT.
    var port = scheme.1 ? 8883 : 1883
    // The colons of an IPv6 address stand in brackets.
    let bracket = host.lastIndex(of: UInt8(ascii: "]")) ?? host.startIndex
    if let colon = host[bracket...].lastIndex(of: UInt8(ascii: ":")) {
      guard let number = Int(String(decoding: host[(colon + 1)...], as: UTF8.self)),
        1...65535 ~= number
      else { return nil }
      port = number
      host = host[..<colon]
    }
    if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
      host = host.dropFirst().dropLast()
    }
    let isName = host.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") }
    guard !host.isEmpty, isName else { return nil }
    return (scheme.1, String(decoding: host, as: UTF8.self), port)
  }
}
