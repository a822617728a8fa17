/// Why there is no connection to the broker. Never holds a password or a message.
public enum BrokerError: Error, Hashable, Sendable {
  /// What took too long.
  public enum Stage: Hashable, Sendable {
    case connecting
    case acknowledgement
    case keepAlive
  }

  /// What is wrong with the broker's certificate.
  public enum CertificateProblem: Hashable, Sendable {
    case expired
    case notYetValid
    case unknownAuthority
    case otherName
  }

  case outOfMemory
  case invalidSetting(String)
  case unreadableFile(path: String, reason: String)
  case hostNotFound(String)
  /// No connection: the system's own reason, as it words it.
  case unreachable(String)
  case timedOut(Stage)
  case connectionLost
  case protocolViolation
  /// The broker's answer to our request to connect.
  case rejected(ReasonCode)
  /// The broker said why it hung up.
  case closedByBroker(ReasonCode)
  case certificate(CertificateProblem)
  /// Encryption failed; the library's own words.
  case tls(String)
  case notSupported
  /// We ended it.
  case stopped
  case other(String)

  /// One sentence for whoever has to put it right: what is wrong, and what to do.
  public var text: String {
    switch self {
    case .outOfMemory: "there is no memory left"
    case .invalidSetting(let text): "\(text): correct the broker's settings"
    case .unreadableFile(let path, let reason): "\(path) cannot be read: \(reason)"
    case .hostNotFound(let host):
      "the name \(host) could not be resolved; check the name and the network's DNS"
    case .unreachable(let reason):
      "the broker cannot be reached (\(reason)); check host, port and network"
    case .timedOut(let stage): stage.text
    case .connectionLost:
      "the connection to the broker was lost; when that happens again and again, another client "
        + "may use the same client id"
    case .protocolViolation: "the broker broke the MQTT protocol"
    case .rejected(let reason): "the broker refused the connection: \(reason.text)"
    case .closedByBroker(let reason): "the broker ended the connection: \(reason.text)"
    case .certificate(let problem): problem.text
    case .tls(let text): "TLS failed: \(text)"
    case .notSupported: "libmosquitto of this system does not support it"
    case .stopped: "the connection was ended on our side"
    case .other(let text): text
    }
  }

  /// True when trying again soon cannot help: somebody has to change a setting, a certificate, a
  /// clock, or another client.
  public var needsSomebody: Bool {
    switch self {
    case .invalidSetting, .unreadableFile, .certificate, .tls, .notSupported: true
    case .rejected(let reason): reason != .serverUnavailable
    case .closedByBroker(let reason):
      reason == .sessionTakenOver || reason == .notAuthorised || reason == .banned
    default: false
    }
  }
}

extension BrokerError {
  /// The other side closed the connection, with or without a word.
  var isHangUp: Bool {
    switch self {
    case .connectionLost, .closedByBroker: true
    default: false
    }
  }
}

extension BrokerError.Stage {
  var text: String {
    switch self {
    case .connecting: "the broker did not answer in time; check host, port and network"
    case .acknowledgement: "the broker did not acknowledge a message in time"
    case .keepAlive: "the broker did not answer within the keep-alive time"
    }
  }
}

extension BrokerError.CertificateProblem {
  /// A wrong clock is the usual reason on boards, whose clock starts somewhere in the past.
  var text: String {
    switch self {
    case .expired:
      "the broker's certificate has expired, or this machine's clock is wrong; check: date"
    case .notYetValid:
      "the broker's certificate is not yet valid: this machine's clock is probably wrong; check: "
        + "date, timedatectl"
    case .unknownAuthority:
      "the broker's certificate is not signed by the authority that the settings name"
    case .otherName: "the broker's certificate does not name the host that we connected to"
    }
  }
}
