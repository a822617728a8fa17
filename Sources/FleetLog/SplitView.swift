import ChainTypes
import Statements

/// Evidence that an aggregator shows different logs to different people: two different checkpoints
/// of one log that have the same size, or the same predecessor. An honest one signs a checkpoint
/// only when the log has grown, and one behind another.
public struct SplitView: Hashable, Sendable {
  public let first: Signed<Checkpoint>
  public let second: Signed<Checkpoint>

  /// Nil when both can be true.
  public init?(_ first: Signed<Checkpoint>, _ second: Signed<Checkpoint>) {
    let (a, b) = (first.content, second.content)
    guard a.log == b.log, a != b, a.size == b.size || a.previous == b.previous else {
      return nil
    }
    self.first = first
    self.second = second
  }
}

extension SplitView {
  /// True when the log's key signed both.
  public func holds<Recovery: SignatureRecovery>(
    in domain: FleetDomain, using recovery: Recovery
  ) -> Bool {
    do throws(SignatureError) {
      try first.verify(by: first.content.log, in: domain, using: recovery)
      try second.verify(by: second.content.log, in: domain, using: recovery)
      return true
    } catch { return false }
  }

  /// One behind the other.
  public var bytes: [UInt8] { first.bytes + second.bytes }

  /// Nil for bytes that are no evidence.
  public init?(bytes: [UInt8]) {
    guard bytes.count % 2 == 0 else { return nil }
    let half = bytes.count / 2
    do throws(SignedError) {
      self.init(
        try Signed(bytes: Array(bytes[..<half])), try Signed(bytes: Array(bytes[half...])))
    } catch { return nil }
  }
}
