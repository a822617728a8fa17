import ChainTypes
import JSONText
import BlockExecution
import Lanes
import Ledger
import Statements

/// What a lane begins with, as its board tells the others, who know its hash from the manifest and
/// so need not believe it. Mostly a few numbers, from which everybody makes the same genesis; a
/// genesis that was made by hand travels as its text.
public struct LaneOrigin: Sendable {
  /// As it travels.
  public let bytes: [UInt8]

  private static let plan: UInt8 = 1
  private static let text: UInt8 = 2

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// A genesis as its text, whatever is in it.
  init(text: [UInt8]) { bytes = [LaneOrigin.text] + text }

  /// Of the lane with this genesis, given as its text.
  public init?(genesis text: [UInt8]) {
    guard let parsed = LaneOrigin.parse(text), let identity = LaneOrigin.identity(parsed) else {
      return nil
    }
    // The owner stands in the registry's first slot (`RegistryContract.genesisStorage`).
    let registry = parsed.accounts.first { $0.address == LaneContracts.registry }
    if let owner = registry?.storage.first(where: { $0.key.isZero }) {
      let plan = LanePlan(
        identity: identity, time: parsed.header.timestamp, owner: Address(owner.value),
        succession: parsed.header.prevRandao)
      let packed = LaneOrigin.packed(plan)
      if LaneOrigin(bytes: packed).genesis?.header.hash == parsed.header.hash {
        self.init(bytes: packed)
        return
      }
    }
    guard text.count < LinkLimits.genesisBytes else { return nil }
    self.init(bytes: [LaneOrigin.text] + text)
  }

  /// The genesis with its document; nil when the bytes are none.
  public var genesis: ChainGenesis? {
    guard bytes.count <= LinkLimits.genesisBytes, let kind = bytes.first else { return nil }
    let rest = Array(bytes.dropFirst())
    if kind == LaneOrigin.text { return LaneOrigin.parse(rest) }
    guard kind == LaneOrigin.plan, let plan = LaneOrigin.unpacked(rest) else { return nil }
    return LaneOrigin.parse(Array(plan.genesis.text().utf8))
  }

  /// The hash of block 0, which the manifest names.
  public var genesisHash: Hash? { genesis?.header.hash }

  /// Whose lane a genesis is; nil when it is no lane's.
  public static func identity(_ genesis: ChainGenesis) -> LaneIdentity? {
    guard let switches = genesis.lane, let fleet = switches.fleet, let board = switches.lane,
      let term = switches.term
    else { return nil }
    let identity = LaneIdentity(fleet: fleet, lane: Lane(board: board, term: term))
    return identity.chainID == genesis.chainID ? identity : nil
  }

  private static func parse(_ text: [UInt8]) -> ChainGenesis? {
    guard let document = try? JSONReader.parse(text) else { return nil }
    return try? ChainGenesis(document, document: text)
  }

  private static func packed(_ plan: LanePlan) -> [UInt8] {
    var writer = PackedWriter()
    writer.append(LaneOrigin.plan)
    writer.append(plan.identity.fleet)
    plan.identity.lane.write(to: &writer)
    writer.append(plan.time)
    writer.append(plan.owner)
    writer.append(plan.meterSeconds)
    writer.append(UInt64(bitPattern: plan.meterOffset))
    writer.append(plan.succession)
    return writer.bytes
  }

  private static func unpacked(_ bytes: [UInt8]) -> LanePlan? {
    var reader = FieldReader(bytes)
    do throws(FieldError) {
      let fleet = try reader.hash()
      let lane = try Lane(from: &reader)
      let time = try reader.uint64()
      let owner = try reader.address()
      let seconds = try reader.uint64()
      let offset = Int64(bitPattern: try reader.uint64())
      let succession = try reader.hash()
      try reader.finish()
      // A meter whose interval is nothing would make its contract's code from nonsense.
      guard seconds > 0, seconds <= 86_400, abs(offset) <= 86_400 else { return nil }
      return LanePlan(
        identity: LaneIdentity(fleet: fleet, lane: lane), time: time, owner: owner,
        meterSeconds: seconds, meterOffset: offset, succession: succession)
    } catch {
      return nil
    }
  }
}
