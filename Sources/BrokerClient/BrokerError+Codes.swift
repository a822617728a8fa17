import CMosquitto

extension BrokerError {
  /// What libmosquitto's answer means; nil for success. `detail` is what its log said before.
  init?(_ code: Int32, host: String, detail: String?) {
    if code == MOSQ_ERR_SUCCESS.rawValue { return nil }
    self = Self.known(code, host, detail) ?? Self.worded(code)
  }

  private static func known(_ code: Int32, _ host: String, _ detail: String?) -> BrokerError? {
    switch code {
    case MOSQ_ERR_NOMEM.rawValue: .outOfMemory
    case MOSQ_ERR_PROTOCOL.rawValue, MOSQ_ERR_MALFORMED_PACKET.rawValue,
      MOSQ_ERR_DUPLICATE_PROPERTY.rawValue:
      .protocolViolation
    case MOSQ_ERR_CONN_REFUSED.rawValue: .rejected(.unspecified)
    case MOSQ_ERR_CONN_LOST.rawValue, MOSQ_ERR_NO_CONN.rawValue: .connectionLost
    case MOSQ_ERR_KEEPALIVE.rawValue: .timedOut(.keepAlive)
    case MOSQ_ERR_TIMEOUT.rawValue: .timedOut(.connecting)
    case MOSQ_ERR_EAI.rawValue, MOSQ_ERR_LOOKUP.rawValue: .hostNotFound(host)
    case MOSQ_ERR_TLS.rawValue, MOSQ_ERR_TLS_HANDSHAKE.rawValue:
      .tls(detail ?? "look at the certificate files and the clock")
    case MOSQ_ERR_NOT_SUPPORTED.rawValue: .notSupported
    default: nil
    }
  }

  private static func worded(_ code: Int32) -> BrokerError {
    // Safe: both calls return texts that stay until the thread's next call, and are copied at once.
    if code == MOSQ_ERR_ERRNO.rawValue {
      let number = cairn_mosquitto_errno()
      // Some of the library's paths report an error of the system and leave none: the other side
      // closed the connection. EPROTO is its word for TLS that ended in the middle.
      if number == 0 || number == EPROTO { return .connectionLost }
      if number == ETIMEDOUT { return .timedOut(.connecting) }
      return .unreachable(unsafe String(cString: strerror(number)))
    }
    return .other(unsafe String(cString: mosquitto_strerror(code)))
  }

  /// What OpenSSL found when it verified the broker's certificate (X509_STORE_CTX_get_error(3));
  /// nil when that was not what failed.
  init?(verification result: Int, detail: String) {
    switch result {
    case 9: self = .certificate(.notYetValid)
    case 10: self = .certificate(.expired)
    // No issuer in one of four shapes, and an authority that is none.
    case 18, 19, 20, 21, 24: self = .certificate(.unknownAuthority)
    case 62, 64: self = .certificate(.otherName)
    default:
      // libmosquitto compares the name itself, and leaves no code when it differs.
      guard detail.hasSuffix("certificate verify failed") else { return nil }
      self = result == 0 || result == 1 ? .certificate(.otherName) : .tls(detail)
    }
  }
}
