import ChainTypes
import EVMAssembly

/// Small contracts for calls.
enum Contracts {
  static let counter = Address(0xc0de)
  static let reverter = Address(0xdead)
  static let panicker = Address(0xfa11)
  static let spinner = Address(0x5919)

  /// Adds one to slot 0, logs the calldata's first word as a topic, returns the new count.
  static let counterCode = Assembly {
    Op.sstore(0, Op.add(Op.sload(0), 1))
    Op.log1(0, 0, Op.calldataload(0))
    Op.mstore(0, Op.sload(0))
    Op.return(0, 32)
  }.bytes

  /// Reverts with Error("no").
  static let reverterCode = Assembly {
    store(
      [0x08, 0xc3, 0x79, 0xa0] + Word(32).bytes + Word(2).bytes + Array("no".utf8)
        + [UInt8](repeating: 0, count: 30), at: 0)
    Op.revert(0, 100)
  }.bytes

  /// Reverts with Panic(0x11).
  static let panickerCode = Assembly {
    store([0x4e, 0x48, 0x7b, 0x71] + Word(0x11).bytes, at: 0)
    Op.revert(0, 36)
  }.bytes

  /// Uses all the gas it gets.
  static let spinnerCode = Assembly { Op.invalid }.bytes

  static var all: [Address: [UInt8]] {
    [
      counter: counterCode, reverter: reverterCode, panicker: panickerCode,
      spinner: spinnerCode,
    ]
  }
}
