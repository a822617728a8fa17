import ChainTypes
import LinuxIO
import Statements
import SyncProtocol

/// Something that the operator should know.
public struct FleetAlert: Sendable {
  public enum Kind: String, Sendable {
    case silent, behind, evidence, frozen, thawed, manifest, copied, store, invalid, alarm
  }

  public var kind: Kind
  public var lane: Lane?
  public var text: String
  /// Unix milliseconds.
  public var time: Int64
}

/// The last of them, the newest at the end.
struct AlertList {
  private(set) var list: [FleetAlert] = []
  private(set) var total: UInt64 = 0

  mutating func add(_ kind: FleetAlert.Kind, _ lane: Lane?, _ text: String) {
    total += 1
    if list.count == AggregatorLimits.alerts { list.removeFirst() }
    list.append(
      FleetAlert(kind: kind, lane: lane, text: text, time: WallClock.milliseconds()))
  }
}
