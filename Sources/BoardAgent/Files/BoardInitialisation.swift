import BoardConfig
import ChainTypes
import KeyCustody
import Lanes
import LinuxIO
import SensorInputs
import Signing
import Statements

/// Makes the files of a new board. What is there stays as it is, so that a second run completes
/// what a first began and never harms a board that works.
public struct BoardInitialisation: Sendable {
  public var folder: AgentFolder
  /// Nil for a fleet of the board's own: its key is the fleet's.
  public var fleet: Hash?
  /// Nil for the board itself.
  public var owner: Address?
  /// The lane that this one goes on for: the genesis commits to it, and it names lane and term.
  public var succession: Succession?
  /// Below which folder the sensors are looked for.
  public var root: String

  public init(
    folder: AgentFolder, fleet: Hash? = nil, owner: Address? = nil, root: String = "/"
  ) {
    self.root = root
    self.folder = folder
    self.fleet = fleet
    self.owner = owner
  }

  /// What there is now.
  public struct Result: Sendable {
    public var folder: AgentFolder
    public var identity: LaneIdentity
    public var config: String
    /// What was there before.
    public var kept: [String]
  }

  public func perform() throws(AgentFailure) -> Result {
    var kept: [String] = []
    try LaneOpening.makeFolder(folder.path)
    let board = try makeKey(&kept)
    let lane = succession?.new ?? Lane(board: board, term: 1)
    guard lane.board == board else {
      throw .configuration(
        "the succession is for \(lane.board), and the key in \(folder.key) is that of \(board)")
    }
    let identity = LaneIdentity(fleet: fleet ?? FleetDomain.id(ofFleetKey: board), lane: lane)
    let plan = LanePlan(
      identity: identity, time: UInt64(max(0, WallClock.milliseconds() / 1_000)),
      owner: owner ?? board, succession: succession?.digest(in: identity.domain) ?? .zero)
    try write(plan.genesis.text(pretty: true) + "\n", to: folder.genesis, &kept)
    let config = folder.path + "/board.yaml"
    try write(BoardTemplate.text(folder, root), to: config, &kept)
    return Result(folder: folder, identity: identity, config: config, kept: kept)
  }

  private func makeKey(_ kept: inout [String]) throws(AgentFailure) -> Address {
    let location = KeyLocation.file(folder.key)
    do throws(KeyError) {
      if Folder.kind(folder.key) != nil {
        kept.append(folder.key)
        return try KeyVault.load(location).address
      }
      return try KeyVault.create(at: location).address
    } catch {
      throw .key(error)
    }
  }

  private func write(
    _ text: String, to path: String, _ kept: inout [String]
  ) throws(AgentFailure) {
    if Folder.kind(path) != nil {
      kept.append(path)
      return
    }
    do throws(SystemError) { try WholeFile.write(Array(text.utf8), to: path) } catch {
      throw .system(error)
    }
  }
}

/// The configuration of a new board: what every Linux machine can measure, and the sensors that
/// this one has.
enum BoardTemplate {
  static func text(_ folder: AgentFolder, _ root: String) -> String {
    let usual = usual(folder)
    let settings = (try? BoardSettings(parsing: Array(usual.utf8))) ?? .defaults
    let whole = usual + BoardInventory(InputFolder(root)).suggestion(for: settings)
    // A device whose name makes no entry is left to whoever writes the file.
    return (try? BoardSettings(parsing: Array(whole.utf8))) == nil ? usual : whole
  }

  private static func usual(_ folder: AgentFolder) -> String {
    """
    # The configuration of this board. Everything that is not written here has its default;
    # configs/board.yaml of Cairn explains every key, `cairn check` tells what is wrong,
    # and `cairn sensors` suggests entries for what this machine has.
    board:
      data: \(folder.path)

    readings:
      batch: 10s

    sensors:
      - name: system/load
        driver: system
        fact: load
        every: 10s
      - name: system/memory
        driver: system
        fact: memory_available
        every: 10s
      - name: system/uptime
        driver: system
        fact: uptime
        every: 60s

    """
  }
}
