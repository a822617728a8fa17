/// The bounds of this module.
enum Limits {
  /// Most repetitions of an operation in one run of a bench.
  static let benchRepetitions = 1 << 30
  /// Most runs of a case that one may ask for.
  static let benchRounds = 10_000
  /// Milliseconds between two looks at what needs both.
  static let secondLook = 200
  /// Most blocks that the bench of commits appends.
  static let benchBlocks = 100_000
  /// Address space for each database of that bench; it has to fit twice on 32 bits.
  static let benchMapSize = 256 << 20
  /// For a ledger of 100,000 blocks.
  static var openingMapSize: Int { Int.bitWidth == 32 ? 512 << 20 : 4 << 30 }
}
