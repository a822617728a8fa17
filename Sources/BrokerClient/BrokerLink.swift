import CMosquitto
import LinuxIO

/// What libmosquitto tells about one connection.
enum LinkEvent {
  case accepted(sessionPresent: Bool, maximumPacketSize: Int?)
  case answered(number: Int32, ReasonCode)
  case subscribed(number: Int32, ReasonCode)
  case received(IncomingMessage)
}

/// One connection, from the attempt to its end. Each attempt has a client of libmosquitto of its
/// own: what a client still had queued goes with it, so that nothing is sent twice or for ever
/// behind our back. Belongs to one thread.
@safe
final class BrokerLink {
  // Safe: made in the initialiser, destroyed in deinit, used by the owner's thread only.
  let client: OpaquePointer
  let version: ProtocolVersion
  let host: String
  private let onEvent: (LinkEvent) -> Void
  /// What libmosquitto said in its log, without any secret: it never logs payloads or passwords.
  private(set) var detail: String?
  /// What OpenSSL found wrong with the broker's certificate.
  private var certificateError: BrokerError?
  private(set) var end: BrokerError?

  /// A client that is not connected yet. `onEvent` is called from within this link's calls only.
  init(
    _ settings: BrokerSettings, version: ProtocolVersion, onEvent: @escaping (LinkEvent) -> Void
  ) throws(BrokerError) {
    guard BrokerLibrary.isReady else { throw .notSupported }
    let isNew = settings.sessionExpirySeconds == 0
    guard let client = unsafe mosquitto_new(settings.clientID, isNew, nil) else {
      // The library says no more than that: an id it cannot take, or no memory.
      throw .invalidSetting("libmosquitto does not take the client id")
    }
    unsafe self.client = client
    self.version = version
    self.host = settings.host
    self.onEvent = onEvent
    try configure(settings)
    setCallbacks()
  }

  deinit {
    // Safe: nobody else has the pointer; no callback runs after this.
    unsafe mosquitto_destroy(client)
  }

  /// The first reason for the end stays. Once TCP is connected nothing is unreachable any more.
  func remember(_ error: BrokerError) {
    guard end == nil else { return }
    let plain = if case .unreachable = error { BrokerError.connectionLost } else { error }
    end = certificateError ?? plain
  }

  func tell(_ event: LinkEvent) { onEvent(event) }

  /// A line of libmosquitto's log that tells of an error. OpenSSL's own say what kind of failure it
  /// was behind the last colon; which one, OpenSSL keeps beside the connection.
  func took(log line: String) {
    let parts = line.split(separator: ":")
    let isFromTLS = line.hasPrefix("OpenSSL Error")
    let text = isFromTLS ? parts.last.map { String($0) } ?? line : line
    if detail == nil || isFromTLS { detail = text }
    if isFromTLS, certificateError == nil {
      let result = unsafe Int(cairn_mosquitto_verification(client))
      certificateError = BrokerError(verification: result, detail: text)
    }
  }
}

extension BrokerLink {
  private func configure(_ settings: BrokerSettings) throws(BrokerError) {
    let number = version == .v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
    try check(unsafe mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, number))
    try check(unsafe mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1))
    if let name = settings.userName { try check(introduce(name, settings.password)) }
    if let will = settings.will {
      // Safe: libmosquitto copies the payload during the call.
      let code = unsafe will.payload.withUnsafeBytes { bytes in
        unsafe mosquitto_will_set(
          client, will.topic, Int32(bytes.count), bytes.baseAddress, 1, will.isRetained)
      }
      try check(code)
    }
    if let tls = settings.tls { try encrypt(tls) }
  }

  private func introduce(_ name: String, _ password: BrokerPassword?) -> Int32 {
    // Safe: libmosquitto copies both texts during the call.
    guard let password else { return unsafe mosquitto_username_pw_set(client, name, nil) }
    return unsafe password.withText { unsafe mosquitto_username_pw_set(client, name, $0) }
  }

  private func encrypt(_ tls: TLSSettings) throws(BrokerError) {
    // libmosquitto would only say that an argument is not valid.
    for file in [tls.authorityFile, tls.certificateFile, tls.keyFile] {
      guard let file else { continue }
      do throws(SystemError) { _ = try FileDescriptor(opening: file, for: .read) } catch {
        throw .unreadableFile(path: file, reason: "\(error.code.meaning). \(error.code.advice)")
      }
    }
    if let authority = tls.authorityFile {
      try check(
        unsafe mosquitto_tls_set(
          client, authority, nil, tls.certificateFile, tls.keyFile, cairn_mosquitto_no_password))
    } else {
      try check(unsafe mosquitto_int_option(client, MOSQ_OPT_TLS_USE_OS_CERTS, 1))
      if let certificate = tls.certificateFile {
        try check(
          unsafe mosquitto_tls_set(
            client, nil, "/etc/ssl/certs", certificate, tls.keyFile, cairn_mosquitto_no_password))
      }
    }
    // The certificate is verified (1), and nothing older than TLS 1.2 is spoken.
    try check(unsafe mosquitto_tls_opts_set(client, 1, "tlsv1.2", nil))
  }

  func check(_ code: Int32) throws(BrokerError) {
    guard let error = BrokerError(code, host: host, detail: detail) else { return }
    throw certificateError ?? error
  }
}
