/// Changes programs that exist, as damage and cut-and-paste do.
enum Mutation {
  static func mutate(
    _ program: [UInt8], with other: [UInt8], _ random: inout SeededRandom
  ) -> [UInt8] {
    var code = program
    for _ in 0...random.below(4) {
      guard !code.isEmpty else { return other }
      let place = random.below(code.count)
      switch random.below(7) {
      case 0: code[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: code[place] ^= 1 << UInt8(random.below(8))
      case 2: code.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
      case 3: code.remove(at: place)
      case 4:
        let end = min(code.count, place + 1 + random.below(32))
        code.insert(contentsOf: code[place..<end], at: random.below(code.count))
      case 5: code.removeSubrange(place..<min(code.count, place + 1 + random.below(32)))
      default:
        guard !other.isEmpty else { continue }
        let start = random.below(other.count)
        code.insert(
          contentsOf: other[start..<min(other.count, start + 1 + random.below(64))], at: place)
      }
    }
    return Array(code.prefix(Limits.fuzzCode))
  }
}
