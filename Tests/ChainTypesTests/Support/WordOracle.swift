import ChainTypes
import Foundation

/// The operands of the oracle's cases and the checks that Python computed for them; the formats are
/// told in `generate_word_vectors.py`.
enum WordOracle {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Oracle")
  static let script = folder.appending(path: "generate_word_vectors.py").path
  /// Empty when the file is missing: then every test that needs it fails.
  static let checks: [UInt8] = {
    let data = try? Data(contentsOf: folder.appending(path: "word.checks"))
    return [UInt8](data ?? Data())
  }()

  /// How many cases each operation has, in order.
  static let counts = WordOperation.allCases.map { cases($0).count }
  static let randomCases = 10_000

  static let python = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/python3" }.first(where: FileManager.default.isExecutableFile(atPath:))

  static let paired =
    [0, 1, 2, 3]
    + aroundPowers([8, 31, 32, 63, 64, 65, 127, 128, 129, 191, 192, 193, 254, 255])
    + [192, 128, 64].map { Word.zero &- Word.one << $0 } + [Word.max &- 1, Word.max]

  static let tripled: [Word] = [
    0, 1, 2, Word(.max), Word.one << 64, Word.one << 64 &+ 1, Word.one << 128 &- 1, Word.one << 128,
    Word.one << 192 &- 1, Word.one << 192 &+ 1, Word.one << 255 &- 1, Word.one << 255,
    Word.one << 255 &+ 1, Word.zero &- Word.one << 64, Word.max &- 1, Word.max,
  ]

  static let indices =
    (0..<300).map { Word(UInt64($0)) }
    + [Word(1 << 32), Word(.max)] + [64, 128, 192, 255].map { Word.one << $0 } + [Word.max]

  static let indexed: [Word] = [
    1, Word.one << 255 &- 1, Word.one << 255, Word.max,
    Word(0x0123_4567_89ab_cdef) << 190 | Word(0xf_edcb_a987),
  ]

  static func aroundPowers(_ exponents: some Sequence<Int>) -> [Word] {
    exponents.flatMap { [Word.one << $0 &- 1, Word.one << $0, Word.one << $0 &+ 1] }
  }

  /// All operands of an operation in the oracle's order.
  static func cases(_ operation: WordOperation) -> [[Word]] {
    let seed = WordOperation.allCases.firstIndex(of: operation)! + 1
    var generator = OperandGenerator(seed: UInt64(seed))
    switch operation {
    case .addmod, .mulmod:
      let edges = tripled.flatMap { a in tripled.flatMap { b in tripled.map { [a, b, $0] } } }
      return edges + random { [generator.word(), generator.word(), generator.word()] }
    case .clz, .bytes, .hex, .decimal:
      let edges = (aroundPowers(0..<256) + [Word.max &- 1, Word.max]).map { [$0] }
      return edges + random { [generator.word()] }
    case .signextend, .shl, .shr, .sar, .byte:
      let bound: UInt64 = operation == .signextend || operation == .byte ? 40 : 300
      let edges = indices.flatMap { index in indexed.map { [$0, index] } }
      return edges + random { [generator.word(), generator.small(bound)] }
    default:
      let edges = paired.flatMap { a in paired.map { [a, $0] } }
      return edges + random { [generator.word(), generator.word()] }
    }
  }

  private static func random(_ draw: () -> [Word]) -> [[Word]] {
    (0..<randomCases).map { _ in draw() }
  }

  /// The checks of an operation, which stand behind those of all operations before it.
  static func expected(_ operation: WordOperation) -> [UInt32] {
    let place = WordOperation.allCases.firstIndex(of: operation)!
    let before = counts.prefix(place).reduce(0, +)
    let block = checks.dropFirst(4 * before).prefix(4 * counts[place])
    return stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
      (0..<4).reduce(0) { $0 | UInt32(block[start + $1]) << UInt32(8 * $1) }
    }
  }

  /// 32 bits that depend on every bit of the result.
  static func check(_ limbs: [UInt64]) -> UInt32 {
    var state: UInt64 = 0
    for limb in limbs {
      state = (state ^ limb) &* 0x9e37_79b9_7f4a_7c15
      state ^= state >> 32
    }
    return UInt32(truncatingIfNeeded: state)
  }
}
