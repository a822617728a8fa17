/// Why a broker refused or ended something (MQTT 5, section 2.4). The codes of MQTT 3.1.1 are told
/// by their counterparts.
public struct ReasonCode: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let success = ReasonCode(rawValue: 0x00)
  /// The broker took the message, and nobody has subscribed to it.
  public static let noMatchingSubscribers = ReasonCode(rawValue: 0x10)
  public static let unspecified = ReasonCode(rawValue: 0x80)
  public static let unsupportedProtocolVersion = ReasonCode(rawValue: 0x84)
  public static let clientIDNotValid = ReasonCode(rawValue: 0x85)
  public static let badCredentials = ReasonCode(rawValue: 0x86)
  public static let notAuthorised = ReasonCode(rawValue: 0x87)
  public static let serverUnavailable = ReasonCode(rawValue: 0x88)
  public static let banned = ReasonCode(rawValue: 0x8A)
  public static let shuttingDown = ReasonCode(rawValue: 0x8B)
  public static let sessionTakenOver = ReasonCode(rawValue: 0x8E)
  public static let packetTooLarge = ReasonCode(rawValue: 0x95)
  public static let quotaExceeded = ReasonCode(rawValue: 0x97)

  public var isFailure: Bool { rawValue >= 0x80 }

  /// CONNACK of MQTT 3.1.1 (section 3.2.2.3) has numbers of its own.
  init(connack code: Int32, version: ProtocolVersion) {
    switch (version, code) {
    case (.v311, 1): self = .unsupportedProtocolVersion
    case (.v311, 2): self = .clientIDNotValid
    case (.v311, 3): self = .serverUnavailable
    case (.v311, 4): self = .badCredentials
    case (.v311, 5): self = .notAuthorised
    case (.v311, 1...): self = .unspecified
    // A broker of MQTT 3.1.1 may answer MQTT 5 with its own number.
    case (.v5, 1): self = .unsupportedProtocolVersion
    default: self.init(rawValue: UInt8(truncatingIfNeeded: code))
    }
  }

  /// What it means, as a clause.
  public var text: String {
    switch self {
    case .success: "success"
    case .noMatchingSubscribers: "nobody has subscribed to it"
    case .unsupportedProtocolVersion: "it does not speak this version of MQTT"
    case .clientIDNotValid: "it does not take this client id"
    case .badCredentials: "user name or password is wrong"
    case .notAuthorised: "this client has no right to do that"
    case .serverUnavailable: "it is not available"
    case .banned: "this client is banned"
    case .shuttingDown: "it is shutting down"
    case .sessionTakenOver: "another client has connected with the same client id"
    case .packetTooLarge: "the message is larger than it takes"
    case .quotaExceeded: "a quota is used up"
    default: "reason 0x\(String(rawValue, radix: 16)) of MQTT 5"
    }
  }
}
