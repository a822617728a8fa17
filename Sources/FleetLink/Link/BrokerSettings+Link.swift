import BoardConfig
import BrokerClient
import LinuxIO

extension BrokerClient.BrokerSettings {
  /// What a configuration says of the broker. `clientID` is the name when it gives none.
  public init(
    link settings: BoardConfig.BrokerSettings, clientID: String
  ) throws(LinkFailure) {
    let tls = TLSSettings(
      authorityFile: settings.authorityFile, certificateFile: settings.certificateFile,
      keyFile: settings.keyFile)
    self.init(
      host: settings.host, port: settings.port, clientID: settings.clientID ?? clientID,
      tls: settings.isEncrypted ? tls : nil)
    userName = settings.user
    if let file = settings.passwordFile { password = try Self.linkPassword(file) }
    version =
      switch settings.version {
      case .newest: .newestThatWorks
      case .v5: .only(.v5)
      case .v311: .only(.v311)
      }
    keepAliveSeconds = settings.keepAlive
    longestPause = settings.longestPause
    firstPause = min(firstPause, longestPause)
    window = min(settings.window, Limits.windowMessages)
    // What was missed is asked for: a session that the broker keeps would only send it twice.
    sessionExpirySeconds = 0
  }

  /// The first line of a file that only its owner can read.
  private static func linkPassword(_ file: String) throws(LinkFailure) -> BrokerPassword {
    do throws(SecretFileError) {
      var bytes = try SecretFile.read(file, limit: LinkLimits.passwordBytes)
      let end = bytes.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      if let end {
        // Cutting off would leave a copy of the rest in freed memory.
        for index in end..<bytes.count { bytes[index] = 0 }
      }
      return BrokerPassword(taking: &bytes)
    } catch {
      throw .settings("the broker's password_file \(file): \(error.text)")
    }
  }
}
