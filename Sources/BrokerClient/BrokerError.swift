/// Why the broker, or the library that speaks to it, could not do what was asked.
public enum BrokerError: Error, Hashable, Sendable {
  case outOfMemory
  case invalidArgument
  case protocolViolation
  case notConnected
  case connectionRefused
  case connectionLost
  case keepAliveTimeout
  case hostNotFound
  case tls
  case tlsHandshake
  case notAuthorised
  case payloadTooLarge
  case packetTooLarge
  case malformedText
  case notSupported
  /// The system's own reason, as it words it.
  case system(String)
  /// Anything else, with the library's sentence.
  case other(String)

  /// One sentence for whoever has to put it right.
  public var text: String {
    switch self {
    case .outOfMemory: "there is no memory left"
    case .invalidArgument: "an argument is not valid for MQTT"
    case .protocolViolation: "the broker broke the MQTT protocol"
    case .notConnected: "there is no connection to the broker"
    case .connectionRefused: "the broker refused the connection"
    case .connectionLost: "the connection to the broker was lost"
    case .keepAliveTimeout: "the broker did not answer within the keep-alive time"
    case .hostNotFound: "the broker's host name could not be resolved"
    case .tls: "TLS could not be set up; look at the certificate files and the clock"
    case .tlsHandshake: "the TLS handshake failed; look at the certificates and the clock"
    case .notAuthorised: "the broker does not let this client in, or not do this"
    case .payloadTooLarge: "the message is larger than MQTT allows"
    case .packetTooLarge: "the message is larger than the broker accepts"
    case .malformedText: "a topic or name is no valid UTF-8"
    case .notSupported: "the library of this system does not support it"
    case .system(let text), .other(let text): text
    }
  }
}
