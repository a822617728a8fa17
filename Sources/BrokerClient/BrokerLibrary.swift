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
