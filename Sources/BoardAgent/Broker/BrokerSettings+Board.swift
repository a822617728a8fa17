import BoardConfig
import BrokerClient
import LinuxIO

extension BrokerClient.BrokerSettings {
  /// What the configuration says of the broker. `clientID` is the name when it gives none.
  init(_ settings: BoardConfig.BrokerSettings, clientID: String) throws(AgentFailure) {
    let tls = TLSSettings(
      authorityFile: settings.authorityFile, certificateFile: settings.certificateFile,
      keyFile: settings.keyFile)
    self.init(
      host: settings.host, port: settings.port, clientID: settings.clientID ?? clientID,
      tls: settings.isEncrypted ? tls : nil)
    userName = settings.user
    if let file = settings.passwordFile { password = try Self.password(file) }
    version =
      switch settings.version {
      case .newest: .newestThatWorks
      case .v5: .only(.v5)
      case .v311: .only(.v311)
      }
    keepAliveSeconds = settings.keepAlive
    longestPause = settings.longestPause
    window = settings.window
  }

  /// The first line of a file that only its owner can read.
  private static func password(_ file: String) throws(AgentFailure) -> BrokerPassword {
    do throws(SecretFileError) {
      var bytes = try SecretFile.read(file, limit: AgentLimits.passwordBytes)
      let end = bytes.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      if let end {
        // Cutting off would leave a copy of the rest in freed memory.
        for index in end..<bytes.count { bytes[index] = 0 }
      }
      return BrokerPassword(taking: &bytes)
    } catch {
      throw .configuration("the broker's password_file \(file): \(error.text)")
    }
  }
}
