import CMosquitto

extension BrokerError {
  /// Nil for success.
  init?(_ code: Int32) {
    if code == MOSQ_ERR_SUCCESS.rawValue { return nil }
    self = Self.known(code) ?? Self.worded(code)
  }

  /// Throws when libmosquitto's answer is no success.
  static func check(_ code: Int32) throws(BrokerError) {
    if let error = BrokerError(code) { throw error }
  }

  private static func known(_ code: Int32) -> BrokerError? {
    switch code {
    case MOSQ_ERR_NOMEM.rawValue: .outOfMemory
    case MOSQ_ERR_INVAL.rawValue: .invalidArgument
    case MOSQ_ERR_PROTOCOL.rawValue, MOSQ_ERR_MALFORMED_PACKET.rawValue: .protocolViolation
    case MOSQ_ERR_NO_CONN.rawValue: .notConnected
    case MOSQ_ERR_CONN_REFUSED.rawValue: .connectionRefused
    case MOSQ_ERR_CONN_LOST.rawValue: .connectionLost
    case MOSQ_ERR_KEEPALIVE.rawValue, MOSQ_ERR_TIMEOUT.rawValue: .keepAliveTimeout
    case MOSQ_ERR_EAI.rawValue, MOSQ_ERR_LOOKUP.rawValue: .hostNotFound
    case MOSQ_ERR_TLS.rawValue: .tls
    case MOSQ_ERR_TLS_HANDSHAKE.rawValue: .tlsHandshake
    case MOSQ_ERR_AUTH.rawValue, MOSQ_ERR_ACL_DENIED.rawValue: .notAuthorised
    case MOSQ_ERR_PAYLOAD_SIZE.rawValue: .payloadTooLarge
    case MOSQ_ERR_OVERSIZE_PACKET.rawValue: .packetTooLarge
    case MOSQ_ERR_MALFORMED_UTF8.rawValue: .malformedText
    case MOSQ_ERR_NOT_SUPPORTED.rawValue: .notSupported
    default: nil
    }
  }

  private static func worded(_ code: Int32) -> BrokerError {
    // Safe: both calls return texts that stay until the thread's next call, and are copied at once.
    if code == MOSQ_ERR_ERRNO.rawValue {
      return .system(unsafe String(cString: strerror(cairn_mosquitto_errno())))
    }
    return .other(unsafe String(cString: mosquitto_strerror(code)))
  }
}

extension BrokerError {
  /// The broker's answer to MQTT 3.1.1's CONNECT (section 3.2.2.3); nil when it accepted.
  init?(connack code: Int32) {
    switch code {
    case 0: return nil
    case 1: self = .notSupported
    case 4, 5: self = .notAuthorised
    default: self = .connectionRefused
    }
  }
}
