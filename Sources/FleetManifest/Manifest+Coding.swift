import ChainTypes
import Statements

/// The bytes of a manifest, of which `ManifestVersion.content` is the Keccak hash: RLP (numbers
/// without leading zeros, addresses of 20 bytes, hashes of 32), lists strictly ascending:
///
///     [ 1, fleet key, name, rules owner,
///       [ [board, term, genesis, label, [witness, …], threshold, faulty], … ],   by board, term
///       [ [witness, term, label], … ],                                           by address
///       [ [aggregator, shards, label], … ],                                      by address
///       [ [sender, board or zero], … ],                                          by both
///       [ delegate, … ],
///       [ [board, term, height, block hash, 0 revoked or 1 succeeded], … ] ]     by lane
///
/// The first item is the format: another one is for other readers.
extension Manifest {
  public static let format: UInt64 = 1

  public var content: [UInt8] {
    var writer = RLPWriter()
    writer.appendList { list in
      list.append(Manifest.format)
      list.append(fleetKey)
      list.append(name)
      list.append(rulesOwner)
      list.appendList { all in
        for entry in lanes { all.append(entry) }
      }
      list.appendList { all in
        for entry in witnesses {
          all.appendList { item in
            item.append(entry.address)
            item.append(entry.term)
            item.append(entry.label)
          }
        }
      }
      list.appendList { all in
        for entry in aggregators {
          all.appendList { item in
            item.append(entry.address)
            item.append(UInt64(entry.shards))
            item.append(entry.label)
          }
        }
      }
      list.appendList { all in
        for entry in senders {
          all.appendList { item in
            item.append(entry.sender)
            item.append(entry.board)
          }
        }
      }
      list.appendList { all in
        for entry in delegates { all.append(entry) }
      }
      list.appendList { all in
        for entry in endings { all.append(entry) }
      }
    }
    return writer.bytes
  }

  /// From exactly the bytes of `content`, and only what `check` lets pass.
  public init(content bytes: [UInt8]) throws(ManifestError) {
    do throws(RLPError) {
      let limits = RLPLimits(depth: ManifestLimits.depth, length: ManifestLimits.bytes)
      var input = try RLPReader(bytes, limits: limits)
      var list = try input.readList()
      try input.finish()
      try self.init(reading: &list)
    } catch {
      throw .malformed(error)
    }
    do throws(ManifestProblem) { try check() } catch { throw .rule(error) }
  }

  private init(reading list: inout RLPReader) throws(RLPError) {
    let place = list.offset
    // Another format is a number that this reader does not know.
    guard try list.readUInt64() == Manifest.format else {
      throw .integerTooLarge(offset: place, limitBytes: 1, found: 1)
    }
    self.init(
      fleetKey: try list.readAddress(), name: try list.readHash(),
      rulesOwner: try list.readAddress())
    lanes = try list.all(ManifestLimits.lanes) { (all) throws(RLPError) in try all.lane() }
    witnesses = try list.all(ManifestLimits.witnesses) { (all) throws(RLPError) in
      try all.witness()
    }
    aggregators = try list.all(ManifestLimits.aggregators) { (all) throws(RLPError) in
      try all.aggregator()
    }
    senders = try list.all(ManifestLimits.senders) { (all) throws(RLPError) in
      try all.sender()
    }
    delegates = try list.all(ManifestLimits.delegates) { (all) throws(RLPError) in
      try all.readAddress()
    }
    endings = try list.all(ManifestLimits.lanes) { (all) throws(RLPError) in
      try all.ending()
    }
    try list.finish()
  }
}

extension RLPWriter {
  fileprivate mutating func append(_ entry: LaneMember) {
    appendList { item in
      item.append(entry.lane.board)
      item.append(entry.lane.term)
      item.append(entry.genesisHash)
      item.append(entry.label)
      item.appendList { witnesses in
        for address in entry.witnesses { witnesses.append(address) }
      }
      item.append(UInt64(entry.threshold))
      item.append(UInt64(entry.faulty))
    }
  }

  fileprivate mutating func append(_ entry: LaneEnding) {
    appendList { item in
      item.append(entry.lane.board)
      item.append(entry.lane.term)
      item.append(entry.height)
      item.append(entry.blockHash)
      item.append(UInt64(entry.reason.rawValue))
    }
  }
}

extension RLPReader {
  /// The items of the next list, which has at most `limit` of them.
  fileprivate mutating func all<Element>(
    _ limit: Int, _ read: (inout RLPReader) throws(RLPError) -> Element
  ) throws(RLPError) -> [Element] {
    var list = try readList()
    var items: [Element] = []
    while !list.isAtEnd {
      guard items.count < limit else { throw .tooManyItems(offset: list.offset, limit: limit) }
      items.append(try read(&list))
    }
    return items
  }

  fileprivate mutating func lane() throws(RLPError) -> LaneMember {
    var item = try readList()
    let lane = Lane(board: try item.readAddress(), term: try item.readUInt64())
    let genesis = try item.readHash()
    let label = try item.readHash()
    let witnesses = try item.all(ManifestLimits.laneWitnesses) { (all) throws(RLPError) in
      try all.readAddress()
    }
    let entry = LaneMember(
      lane: lane, genesisHash: genesis, label: label, witnesses: witnesses,
      threshold: try item.number(), faulty: try item.number())
    try item.finish()
    return entry
  }

  fileprivate mutating func witness() throws(RLPError) -> WitnessMember {
    var item = try readList()
    let entry = WitnessMember(
      address: try item.readAddress(), term: try item.readUInt64(), label: try item.readHash())
    try item.finish()
    return entry
  }

  fileprivate mutating func aggregator() throws(RLPError) -> AggregatorMember {
    var item = try readList()
    let entry = AggregatorMember(
      address: try item.readAddress(), shards: try item.number(), label: try item.readHash())
    try item.finish()
    return entry
  }

  fileprivate mutating func sender() throws(RLPError) -> AllowedSender {
    var item = try readList()
    let entry = AllowedSender(sender: try item.readAddress(), board: try item.readAddress())
    try item.finish()
    return entry
  }

  fileprivate mutating func ending() throws(RLPError) -> LaneEnding {
    var item = try readList()
    let lane = Lane(board: try item.readAddress(), term: try item.readUInt64())
    let height = try item.readUInt64()
    let hash = try item.readHash()
    let place = item.offset
    // Reasons count from zero: a larger number is one of a later format.
    guard let reason = LaneEnding.Reason(rawValue: try item.number()) else {
      throw .integerTooLarge(offset: place, limitBytes: 1, found: 1)
    }
    try item.finish()
    return LaneEnding(lane: lane, height: height, blockHash: hash, reason: reason)
  }

  fileprivate mutating func number<Value: FixedWidthInteger>() throws(RLPError) -> Value {
    let place = offset
    let value = try readUInt64()
    guard let number = Value(exactly: value) else {
      throw .integerTooLarge(
        offset: place, limitBytes: Value.bitWidth / 8, found: 8 - value.leadingZeroBitCount / 8)
    }
    return number
  }
}
