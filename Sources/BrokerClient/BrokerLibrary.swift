import CMosquitto

/// The MQTT library of this system.
public enum BrokerLibrary {
  /// A release of libmosquitto; what it gets wrong differs by release.
  public struct Version: Hashable, Sendable {
    public let major: Int
    public let minor: Int
    public let revision: Int

    public var text: String { "\(major).\(minor).\(revision)" }
  }

  /// The release that is linked at run time, not the one that was there at build time.
  public static var version: Version {
    var (major, minor, revision) = (Int32(0), Int32(0), Int32(0))
    // Safe: three local numbers, written before the call returns.
    unsafe mosquitto_lib_version(&major, &minor, &revision)
    return Version(major: Int(major), minor: Int(minor), revision: Int(revision))
  }

  /// Set up once for the life of the process: sessions come and go, and undoing it under a session
  /// of another thread would crash.
  static let isReady = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue
}

/// The rules of MQTT about topics.
public enum Topic {
  /// True when a subscription to `filter` (which may have `+` and `#`) gets messages of `name`.
  /// False as well when one of them is not valid.
  public static func matches(filter: String, name: String) -> Bool {
    var matches = false
    // Safe: the texts and the answer outlive the call.
    let code = unsafe mosquitto_topic_matches_sub(filter, name, &matches)
    return code == MOSQ_ERR_SUCCESS.rawValue && matches
  }

  /// True when messages may be published under this name: no wildcards, not too long.
  public static func isValid(name: String) -> Bool {
    unsafe mosquitto_pub_topic_check(name) == MOSQ_ERR_SUCCESS.rawValue
  }
}
