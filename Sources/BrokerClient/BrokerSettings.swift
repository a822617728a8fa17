/// The versions of MQTT that are spoken.
public enum ProtocolVersion: Hashable, Sendable {
  case v311
  case v5

  public var text: String { self == .v5 ? "MQTT 5" : "MQTT 3.1.1" }
}

/// Which versions may be tried.
public enum ProtocolChoice: Hashable, Sendable {
  /// MQTT 5, and 3.1.1 with brokers that do not know it.
  case newestThatWorks
  case only(ProtocolVersion)
}

/// How a connection is encrypted. The files are PEM.
public struct TLSSettings: Hashable, Sendable {
  /// The authority that signed the broker's certificate; nil for those of the system.
  public var authorityFile: String?
  /// Who this client is: both or neither. The key must not be encrypted.
  public var certificateFile: String?
  public var keyFile: String?

  public init(
    authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil
  ) {
    self.authorityFile = authorityFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }
}

/// A filter of topics that the broker shall send, with QoS 1.
public struct Subscription: Hashable, Sendable {
  public var filter: String

  public init(_ filter: String) { self.filter = filter }
}

/// Where the broker is, who we are, and how patient to be. All that is not given has the value that
/// suits a board on a slow line.
public struct BrokerSettings: Sendable {
  public var host: String
  public var port: Int
  /// The broker knows the session by it: one client only may use it at a time.
  public var clientID: String
  public var userName: String?
  public var password: BrokerPassword?
  /// Nil for no encryption.
  public var tls: TLSSettings?
  public var version = ProtocolChoice.newestThatWorks
  public var keepAliveSeconds = 30
  /// How long the broker keeps subscriptions and messages for us while we are away; MQTT 5 keeps
  /// nothing unless told. Zero asks for a new session each time.
  public var sessionExpirySeconds: UInt32 = 86_400
  /// What the broker publishes when we vanish without saying goodbye.
  public var will: OutgoingMessage?
  /// Made anew at each connection.
  public var subscriptions: [Subscription] = []
  /// Milliseconds from the open connection to the broker's answer.
  public var connectTimeout = 15_000
  /// Milliseconds until a message without acknowledgement ends the connection.
  public var acknowledgementTimeout = 30_000
  /// Milliseconds of the first pause between two attempts; it doubles from failure to failure.
  public var firstPause = 1_000
  public var longestPause = 120_000
  /// Messages that wait for acknowledgement at once.
  public var window = Limits.windowMessages
  /// Messages that wait for the owner before the socket is no longer read.
  public var inbox = Limits.inboxMessages

  public init(host: String, port: Int? = nil, clientID: String, tls: TLSSettings? = nil) {
    self.host = host
    // The ports that IANA has registered for MQTT and for MQTT over TLS.
    self.port = port ?? (tls == nil ? 1883 : 8883)
    self.clientID = clientID
    self.tls = tls
  }
}

extension BrokerSettings {
  /// The first setting that cannot work; nil when all may.
  public var problem: BrokerError? {
    if host.isEmpty { return .invalidSetting("the broker's host name is empty") }
    if !(1...65535).contains(port) { return .invalidSetting("\(port) is no TCP port") }
    if clientID.isEmpty { return .invalidSetting("the client id is empty") }
    if keepAliveSeconds < Limits.shortestKeepAlive || keepAliveSeconds > 65535 {
      return .invalidSetting(
        "keep-alive must be \(Limits.shortestKeepAlive) to 65535 s, not \(keepAliveSeconds)")
    }
    if firstPause < 1 || longestPause < firstPause {
      return .invalidSetting("the first pause must be at least 1 ms and not exceed the longest")
    }
    if window < 1 || window > Limits.windowMessages {
      return .invalidSetting("the window must be 1 to \(Limits.windowMessages) messages")
    }
    if inbox < 1 || inbox > Limits.inboxMessages {
      return .invalidSetting("the inbox must be 1 to \(Limits.inboxMessages) messages")
    }
    if password != nil, userName == nil {
      return .invalidSetting("a password needs a user name")
    }
    if let tls, (tls.certificateFile == nil) != (tls.keyFile == nil) {
      return .invalidSetting("a client certificate needs its key, and a key its certificate")
    }
    return topicProblem
  }

  private var topicProblem: BrokerError? {
    if subscriptions.count > Limits.subscriptions {
      return .invalidSetting("more than \(Limits.subscriptions) subscriptions")
    }
    for subscription in subscriptions where !Topic.isValid(filter: subscription.filter) {
      return .invalidSetting("\"\(subscription.filter)\" is no filter of topics")
    }
    if let will, !Topic.isValid(name: will.topic) {
      return .invalidSetting("\"\(will.topic)\" is no topic for the last will")
    }
    return nil
  }
}
