import ChainTypes

/// Everything that a board's configuration file says, with the defaults where it says nothing.
public struct BoardSettings: Hashable, Sendable {
  public var board: IdentitySettings
  public var readings: BatchSettings
  public var store: StoreSettings
  /// Nil for a board that keeps everything to itself.
  public var broker: BrokerSettings?
  public var catchUp: CatchUpSettings
  public var keys: KeySettings
  public var control: ControlSettings
  public var log: LogSettings
  public var ports: [PortSettings]
  public var sensors: [SensorSettings]
}

/// What the board is called and where its files are.
public struct IdentitySettings: Hashable, Sendable {
  /// For people; the board's address is its true name.
  public var name: String?
  /// State, blocks and keys.
  public var dataFolder: String
  /// The folder below which `/sys`, `/proc` and `/dev` are looked for: tests lay out their own.
  public var root: String
}

/// When readings become a batch, and a batch a block.
public struct BatchSettings: Hashable, Sendable {
  /// Milliseconds from one batch to the next.
  public var batchInterval: Int
  /// Readings that close a batch before its time.
  public var batchCount: Int
  /// Milliseconds after which a block is made although there is nothing to say.
  public var heartbeat: Int
}

/// The database and how long it keeps what.
public struct StoreSettings: Hashable, Sendable {
  /// Bytes that the database may take.
  public var size: Int64
  /// Days for which blocks stay here after a checkpoint covers them; nil for as long as they fit.
  public var keepDays: Int?
  /// Bytes that stay free on the disk: sealing stops before.
  public var reserve: Int64
  /// Blocks between two flushes of state and indexes.
  public var flushBlocks: Int
}

/// Where blocks go.
public struct BrokerSettings: Hashable, Sendable {
  public var host: String
  public var port: Int
  public var isEncrypted: Bool
  /// Nil for the board's address.
  public var clientID: String?
  public var user: String?
  /// The file whose first line is the password: secrets do not stand in a configuration.
  public var passwordFile: String?
  public var authorityFile: String?
  public var certificateFile: String?
  public var keyFile: String?
  public var version: MQTTVersion
  /// Seconds.
  public var keepAlive: Int
  /// Milliseconds.
  public var longestPause: Int
  public var window: Int
  /// The fleet in the topics; nil until the board is enrolled.
  public var fleet: String?

  public enum MQTTVersion: Hashable, Sendable {
    case newest
    case v5
    case v311
  }
}

/// How lanes of other boards are caught up with.
public struct CatchUpSettings: Hashable, Sendable {
  /// From so many missing blocks on a state is taken instead; 0 for never.
  public var stateAfter: Int
  /// Whether others get states from here.
  public var givesStates: Bool
}

/// Where the keys are.
public struct KeySettings: Hashable, Sendable {
  /// A URI: `file:PATH` or `creds:NAME`. Nil for `board.key` in the data folder.
  public var board: String?
}

/// The socket of `cairn status` and of JSON-RPC.
public struct ControlSettings: Hashable, Sendable {
  /// Nil for `cairn.ipc` in the data folder.
  public var socket: String?
  public var mode: Int
  public var connections: Int
  /// Whose transactions a board without fleet takes; nil for everyone's. A fleet has its manifest.
  public var senders: [Address]?
}

public struct LogSettings: Hashable, Sendable {
  public enum Level: Int, Hashable, Sendable, Comparable {
    case error, warning, info, debug

    public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
  }

  public var level: Level
  /// One line for each reading: for trying out.
  public var readings: Bool
}

/// A serial line or a Modbus server that several sensors share.
public struct PortSettings: Hashable, Sendable {
  public enum Way: Hashable, Sendable {
    case serial(SerialSettings)
    case tcp(host: String, port: Int)
  }

  public var name: String
  public var way: Way
}

public struct SerialSettings: Hashable, Sendable {
  public enum Parity: Hashable, Sendable {
    case none, even, odd
  }

  public var device: String
  public var baud: Int
  public var parity: Parity
  public var stopBits: Int
}
