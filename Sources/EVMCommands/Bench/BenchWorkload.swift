import ChainTypes

/// One contract to measure: a call of `BenchWorld.contract`, and what else is in the world.
struct BenchWorkload: Sendable {
  var name: String
  var code: [UInt8]
  var input: [UInt8]
  /// Contracts that the measured one calls.
  var others: [(address: Address, code: [UInt8])] = []
  var storage: [(key: Word, value: Word)] = []

  init(
    _ name: String, code: [UInt8], input: [UInt8] = [],
    others: [(address: Address, code: [UInt8])] = [], storage: [(key: Word, value: Word)] = []
  ) {
    self.name = name
    self.code = code
    self.input = input
    self.others = others
    self.storage = storage
  }
}

/// The accounts of every measurement.
enum BenchWorld {
  static let sender = Address(
    high: 0x1111_1111, middle: 0x1111_1111_1111_1111, low: 0x1111_1111_1111_1111)
  static let contract = Address(
    high: 0xcccc_cccc, middle: 0xcccc_cccc_cccc_cccc, low: 0xcccc_cccc_cccc_cccc)
  static let callee = Address(high: 0, middle: 0, low: 0xca11ee)
  static let gas: Int64 = 1_000_000_000_000
}

extension BenchWorkload {
  /// What ships with the program, in the order of the listing.
  static let shipped: [BenchWorkload] = [
    arithmetic, division, memory, keccak, storage, erc20Transfer, bitTwiddling, sensorRules,
    deepCalls, callLoop, revertingCalls, create2Factory,
  ]
}
