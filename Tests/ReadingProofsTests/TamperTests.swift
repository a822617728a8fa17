import ChainTypes
import JSONText
import ReadingProofs
import Testing

@Suite("Tampering with a proof")
struct TamperTests {
  /// A place in a document, and another value for it.
  struct Change {
    var path: String
    /// The member of the file in which it is.
    var part: String
    var document: JSONValue
  }

  /// Every value that is no object or array, changed in a way that keeps its kind.
  static func changes(_ value: JSONValue, _ path: String = "$") -> [(String, JSONValue)] {
    switch value {
    case .object(let members):
      members.indices.flatMap { index in
        changes(members[index].value, "\(path).\(members[index].key)").map { entry in
          var other = members
          other[index].value = entry.1
          return (entry.0, JSONValue.object(other))
        }
      }
    case .array(let items):
      items.indices.flatMap { index in
        changes(items[index], "\(path)[\(index)]").map { entry in
          var other = items
          other[index] = entry.1
          return (entry.0, JSONValue.array(other))
        }
      }
    case .integer(let number): [(path, .integer(number ^ 1))]
    case .string(let text): texts(text).map { (path, .string($0)) }
    default: []
    }
  }

  /// A text with another character at its begin, middle and end.
  static func texts(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let first = text.hasPrefix("0x") ? 2 : 0
    guard bytes.count > first else { return [] }
    return Set([first, (first + bytes.count) / 2, bytes.count - 1]).sorted().map { place in
      var other = bytes
      other[place] = other[place] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
      return String(decoding: other, as: UTF8.self)
    }
  }

  static func verdict(_ document: JSONValue, _ world: ProofWorld) -> ProofReport {
    do throws(ProofFileError) {
      return world.verify(try ProofFile(document), trusting: world.fleetKey.address)
    } catch { return ProofReport(unreadable: error) }
  }

  @Test func `every value that is changed is found, and told of its own part`() throws {
    let (world, file) = try ProofWorld.full()
    let document = file.json
    #expect(Self.verdict(document, world).verdict == .trusted)
    var count = 0
    for (path, changed) in Self.changes(document) {
      let report = Self.verdict(changed, world)
      guard case .broken(let part) = report.verdict else {
        Issue.record("\(path) changed, and the proof \(report.verdict)")
        continue
      }
      count += 1
      let member = path.dropFirst(2).prefix { $0 != "." && $0 != "[" }
      let why = report.steps.last?.text ?? ""
      let isNamed =
        part == .file ? why.contains("$.\(member)") : part.rawValue == String(member)
      #expect(isNamed, "\(path) changed, and \(part) blamed: \(why)")
    }
    #expect(count > 200)
  }

  @Test func `a member that is missing, twice or new is found`() throws {
    let (world, file) = try ProofWorld.full()
    guard case .object(let members) = file.json else { return }
    // Without these the rest is a weaker proof, or none.
    for index in members.indices {
      var less = members
      less.remove(at: index)
      let report = Self.verdict(.object(less), world)
      let optional = ["cosignatures", "receipts", "checkpoint"]
      let isWeaker = optional.contains(members[index].key)
      #expect((report.verdict == .trusted) == isWeaker, "\(members[index].key)")
      let twice = Self.verdict(.object(members + [members[index]]), world)
      #expect(twice.verdict == .broken(.file))
    }
    #expect(Self.verdict(.object(members + [("note", "x")]), world).verdict == .broken(.file))
  }

  @Test(arguments: [UInt64(1), 2])
  func `no document traps`(_ seed: UInt64) throws {
    let (world, file) = try ProofWorld.full()
    var random = SeededRandom(state: seed)
    let text = Array(file.json.text().utf8)
    for _ in 0..<150 {
      var bytes = text
      for _ in 0..<3 {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 3 {
        case 0: bytes[place] = Array("0123456789abcdef{}[]\",:x".utf8)[Int(random.next() % 24)]
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[Int(random.next() % UInt64(bytes.count))], at: place)
        }
      }
      guard let document = try? JSONReader.parse(bytes) else { continue }
      let report = Self.verdict(document, world)
      // Spaces and the case of digits may have changed: then it is the same proof.
      if report.verdict == .trusted { #expect(try ProofFile(document) == file) }
    }
  }
}

/// SplitMix64.
struct SeededRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
