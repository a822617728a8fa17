import ChainTypes

/// The walk over the nodes that the ends of a run go through, from left to right.
struct RangeWalk: ~Copyable {
  private let start: RangeEnd
  private let end: RangeEnd
  /// What the proof has; nil when one is made: then nothing is compared.
  private let given: [[UInt8]]?
  /// Where the nodes come from when a proof is made, and those that it needs.
  private let known: [(hash: Hash, record: [UInt8])]
  private(set) var chosen: [[UInt8]] = []
  private(set) var used = 0
  private var builder = SortedTrieBuilder()

  init(_ start: Hash, _ end: Hash, nodes: [[UInt8]]) {
    self.start = RangeEnd(start, isStart: true)
    self.end = RangeEnd(end, isStart: false)
    given = nodes
    known = []
  }

  init(_ start: Hash, _ end: Hash, choosingFrom nodes: [[UInt8]]) {
    self.start = RangeEnd(start, isStart: true)
    self.end = RangeEnd(end, isStart: false)
    given = nil
    known = nodes.map { (hash: Keccak256.hash($0), record: $0) }
  }

  /// A subtree: its entries are those of the run with its prefix, of `depth` nibbles.
  private struct Place {
    var depth = 0
    var range: Range<Int>
    /// The ends that go through it.
    var start: Bool
    var end: Bool
    var isBelowExtension = false
  }

  mutating func checkRoot(_ root: Hash, _ view: BatchView) throws(RangeFault) {
    let place = Place(range: 0..<view.count, start: start.isInside, end: end.isInside)
    guard !place.start && !place.end else { return try check(NodeReference(root), place, view) }
    if given == nil { return }
    guard view.count > 0 else { throw .entries }
    builder.writeNode(view, 0, 0..<view.count)
    guard builder.writer.hash() == root else { throw .entries }
  }

  private mutating func check(
    _ reference: NodeReference, _ place: Place, _ view: BatchView
  ) throws(RangeFault) {
    guard place.start || place.end else { return try compare(reference, place, view) }
    let record = try open(reference, isRoot: place.depth == 0)
    let node: DecodedNode
    do throws(NodeFault) {
      node = try DecodedNode(record.span)
      guard node.end == record.count else { throw .trailingBytes }
      guard !place.isBelowExtension || node.kind == .branch else { throw .shape }
      // All keys have 64 nibbles: a branch has no value and stands above the last of them.
      switch node.kind {
      case .leaf: guard place.depth + node.nibbleCount == 64 else { throw .depth }
      case .branch:
        guard place.depth < 64 else { throw .depth }
        guard node.items[16].isEmpty else { throw .value }
      default: guard place.depth + node.nibbleCount < 64 else { throw .depth }
      }
    } catch {
      throw .node(max(0, used - 1), error)
    }
    if node.kind == .branch { return try checkBranch(node, record, place, view) }
    try checkShort(node, record, reference, place, view)
  }

  /// Hashes a subtree that lies whole within the run.
  private mutating func compare(
    _ reference: NodeReference, _ place: Place, _ view: BatchView
  ) throws(RangeFault) {
    if given == nil { return }
    guard !place.range.isEmpty else { throw .entries }
    builder.writeNode(view, place.depth, place.range)
    guard builder.writer.reference() == reference else { throw .entries }
  }

  private mutating func checkBranch(
    _ node: DecodedNode, _ record: [UInt8], _ place: Place, _ view: BatchView
  ) throws(RangeFault) {
    var next = place.range.lowerBound
    for nibble in 0..<16 {
      let first = next
      while next < place.range.upperBound, view.nibble(next, place.depth) == nibble { next += 1 }
      guard let child = step(place, nibble, first..<next) else {
        guard first == next else { throw .entries }
        continue
      }
      let reference = node.reference(nibble, record.span)
      if reference.isNone {
        guard first == next else { throw .entries }
      } else {
        try check(reference, child, view)
      }
    }
  }

  /// A leaf or an extension.
  private mutating func checkShort(
    _ node: DecodedNode, _ record: [UInt8], _ reference: NodeReference, _ place: Place,
    _ view: BatchView
  ) throws(RangeFault) {
    var below = place
    for index in 0..<node.nibbleCount {
      let nibble = Int(node.nibble(index, record.span))
      guard let child = step(below, nibble, place.range) else {
        // All of it is beyond an end.
        guard place.range.isEmpty else { throw .entries }
        return
      }
      below = child
    }
    // Its encoding has what is left of the path: nothing else has to be compared.
    if node.kind == .leaf { return try compare(reference, place, view) }
    if let first = place.range.first, let last = place.range.last {
      for index in 0..<node.nibbleCount {
        let nibble = Int(node.nibble(index, record.span))
        guard view.nibble(first, place.depth + index) == nibble,
          view.nibble(last, place.depth + index) == nibble
        else { throw .entries }
      }
    }
    below.isBelowExtension = true
    try check(node.reference(1, record.span), below, view)
  }

  /// The place one nibble further down; nil when it is whole beyond an end.
  private func step(_ place: Place, _ nibble: Int, _ range: Range<Int>) -> Place? {
    var next = Place(depth: place.depth + 1, range: range, start: false, end: false)
    if place.start {
      switch start.relation(nibble, at: place.depth) {
      case .beyond: return nil
      case .through: next.start = true
      case .within: break
      }
    }
    if place.end {
      switch end.relation(nibble, at: place.depth) {
      case .beyond: return nil
      case .through: next.end = true
      case .within: break
      }
    }
    return next
  }

  /// The node that a parent refers to.
  private mutating func open(
    _ reference: NodeReference, isRoot: Bool
  ) throws(RangeFault) -> [UInt8] {
    guard reference.isHash else { return reference.bytes }
    let record: [UInt8]
    if let given {
      guard used < given.count else { throw .missingNode(used) }
      record = given[used]
      guard Keccak256.hash(record) == reference.hash else { throw .node(used, .otherHash) }
    } else {
      guard let place = known.firstIndex(where: { $0.hash == reference.hash }) else {
        throw .missingNode(used)
      }
      record = known[place].record
      chosen.append(record)
    }
    // Only a root may be shorter than a hash and yet be hashed.
    guard isRoot || record.count >= 32 else { throw .node(used, .reference) }
    used += 1
    return record
  }
}
