import ChainTypes
import ConfigFile
import FleetManifest
import Readings
import Statements

extension FleetSettings {
  /// Reads a fleet's text, or tells everything that is wrong with it.
  public init(parsing bytes: [UInt8]) throws(SettingProblems) {
    let tree: ConfigNode
    do throws(ConfigError) { tree = try ConfigText.parse(bytes) } catch {
      throw SettingProblems(problems: [
        SettingProblem(
          line: error.line, column: error.column, what: error.sentence,
          advice: "See configs/fleet.yaml for what a fleet looks like.")
      ])
    }
    let problems = ProblemList()
    var reader = SettingReader(tree, "the file", problems)
    var own = SettingReader(reader.node("fleet"), "fleet", problems)
    name = own.label("name")
    rulesOwner = own.address("rules_owner")
    delegates = own.addresses("delegates", ManifestLimits.delegates)
    own.finish()
    witnesses = reader.items("witnesses", "witness", ManifestLimits.witnesses, problems) { item in
      WitnessMember(
        address: item.requiredAddress("address"),
        term: UInt64(item.integer("term", in: 1...Int(Int32.max)) ?? 1),
        label: item.label("label"))
    }
    aggregators = reader.items(
      "aggregators", "aggregator", ManifestLimits.aggregators, problems
    ) { item in
      AggregatorMember(
        address: item.requiredAddress("address"), shards: item.shards("shards"),
        label: item.label("label"))
    }
    senders = reader.items("senders", "sender", ManifestLimits.senders, problems) { item in
      AllowedSender(
        sender: item.requiredAddress("address"), board: item.address("board") ?? .zero)
    }
    let known = witnesses.map { $0.address }
    lanes = reader.items("boards", "board", ManifestLimits.lanes, problems) { item in
      LaneMember(&item, known)
    }
    Self.checkTwice(reader.node("witnesses"), known, problems)
    Self.checkTwice(reader.node("aggregators"), aggregators.map { $0.address }, problems)
    Self.checkTwice(reader.node("boards"), lanes.map { $0.lane.board }, problems)
    reader.finish()
    try problems.refuse()
  }

  /// Of a board only its newest term stands in the file.
  private static func checkTwice(
    _ node: ConfigNode?, _ addresses: [Address], _ problems: ProblemList
  ) {
    guard let values = node?.values else { return }
    for (place, value) in values.enumerated() where place < addresses.count {
      if addresses[..<place].contains(addresses[place]), !addresses[place].isZero {
        problems.add(
          SettingProblem(
            line: value.line, column: value.column,
            what: "\(addresses[place]) stands in the list twice"))
      }
    }
  }
}

extension LaneMember {
  fileprivate init(_ item: inout SettingReader, _ known: [Address]) {
    let board = item.requiredAddress("address")
    let term = UInt64(item.integer("term", in: 1...Int(Int32.max)) ?? 1)
    let witnesses = item.addresses("witnesses", ManifestLimits.laneWitnesses).sorted()
    let count = witnesses.count
    // Unless told otherwise all have to agree: that holds for any number of them.
    let threshold = item.integer("threshold", in: 0...ManifestLimits.laneWitnesses) ?? count
    let faulty = item.integer("faulty", in: 0...ManifestLimits.laneWitnesses) ?? 0
    self.init(
      lane: Lane(board: board, term: term), genesisHash: item.requiredHash("genesis"),
      label: item.label("label"), witnesses: witnesses, threshold: UInt32(threshold),
      faulty: UInt32(faulty))
    let place = item.node("threshold") ?? item.node("witnesses")
    let holds = count == 0 ? threshold == 0 && faulty == 0 : 2 * threshold > count + faulty
    if let place, !holds || threshold > count {
      item.complain(
        place,
        "a threshold of \(threshold) of \(count) witnesses of which \(faulty) may lie makes "
          + "nothing final",
        "2 × threshold > witnesses + faulty has to hold: write at least "
          + "\((count + faulty) / 2 + 1), and at most \(count).")
    }
    guard let list = item.node("witnesses") else { return }
    for address in witnesses where !known.contains(address) || address == board {
      item.complain(
        list, address == board ? "a board cannot witness itself" : "\(address) is no witness",
        "List it below \"witnesses\" at the top, with its address.")
    }
  }
}

extension SettingReader {
  /// A label of at most 32 bytes; none when it is left out.
  fileprivate mutating func label(_ key: String) -> Hash {
    guard let text = text(key), let node = node(key) else { return .zero }
    if text.utf8.count > Hash.byteCount {
      complain(node, "\"\(key)\" has to be at most 32 bytes long")
    }
    return Hash(label: text)
  }

  fileprivate mutating func address(_ key: String) -> Address? {
    guard let node = node(key) else { return nil }
    return address(node, "\"\(key)\"")
  }

  fileprivate mutating func requiredAddress(_ key: String) -> Address {
    if node(key) == nil { complainAboutMissing(key, "Write 0x and 40 hexadecimal digits.") }
    return address(key) ?? .zero
  }

  fileprivate mutating func requiredHash(_ key: String) -> Hash {
    guard let node = node(key) else {
      complainAboutMissing(key, "`cairn enroll` on the board tells it.")
      return .zero
    }
    guard let hash = node.text.flatMap({ Hash(hex: $0) }), !hash.isZero else {
      complain(node, "\"\(key)\" has to be a hash: 0x and 64 hexadecimal digits")
      return .zero
    }
    return hash
  }

  /// Hexadecimal digits as bits; all when it is left out.
  fileprivate mutating func shards(_ key: String) -> UInt16 {
    guard let text = text(key), let node = node(key) else { return .max }
    var bits: UInt16 = 0
    for digit in text.utf8 {
      guard let place = UInt16(String(decoding: [digit], as: UTF8.self), radix: 16) else {
        complain(
          node, "\"\(key)\" has to be hexadecimal digits, each once",
          "Write 0123456789abcdef for all.")
        return .max
      }
      bits |= 1 << place
    }
    return bits
  }

  /// The mappings of a list, each read by `read`.
  fileprivate mutating func items<Item>(
    _ key: String, _ name: String, _ limit: Int, _ problems: ProblemList,
    _ read: (inout SettingReader) -> Item
  ) -> [Item] {
    guard let node = node(key) else { return [] }
    guard let values = node.values, values.count <= limit else {
      complain(
        node, "\"\(key)\" has to be a list of at most \(limit) entries",
        "Begin each with \"- \" and indent its keys.")
      return []
    }
    var items: [Item] = []
    for value in values {
      var item = SettingReader(value, name, problems)
      items.append(read(&item))
      item.finish()
    }
    return items
  }
}
