import ChainTypes
import EVM
import Testing

@testable import EVMCommands

/// The shipped contracts against the same computation in Swift: what is measured is what is meant.
@Suite struct BenchContractTests {
  private func output(_ workload: BenchWorkload, tier: Tier = .raw) -> [UInt8] {
    var measurement = Measurement(tier: tier, fork: .latest)
    measurement.runs = 1
    let row = measurement.measure(workload)
    #expect(row.ok, "\(workload.name) halted")
    return row.output
  }

  private func word(_ workload: BenchWorkload) throws -> Word {
    try #require(Word(bigEndianBytes: output(workload).prefix(32)))
  }

  @Test(arguments: BenchWorkload.shipped.map { $0.name })
  func `each contract ends well on the newest and the oldest fork that has its instructions`(
    name: String
  ) throws {
    let workload = try #require(BenchWorkload.shipped.first { $0.name == name })
    for fork in [Fork.osaka, .cancun] {
      var measurement = Measurement(tier: .automatic, fork: fork)
      measurement.runs = 4
      let row = measurement.measure(workload)
      #expect(row.ok && row.gas > 0, "\(name) under \(fork.name)")
      #expect(row.output == output(workload))
    }
  }

  @Test func `counted loops count`() throws {
    #expect(try word(.callLoop) == 5000)
    #expect(try word(.deepCalls) == 501)
    // The counter goes down to 1, and the last call reverts with it.
    #expect(try word(.revertingCalls) == 1)
    #expect(try word(.storage) == 1125)
    #expect(try word(.erc20Transfer) == 1)
  }

  @Test func `the arithmetic is a linear congruence with mixing`() throws {
    var x = Word(0x9e37_79b9_7f4a_7c15)
    let factor = Word(0x5851_f42d_4c95_7f2d, 0x14, 0, 1)
    for _ in 0..<50_000 {
      x = x &* factor &+ Word(0x1405_7b7e_f767_814f)
      x = x ^ (x >> 29)
    }
    #expect(try word(.arithmetic) == x)
  }

  @Test func `the sensor rules sum, and find the smallest and the largest`() throws {
    let values = (0..<200).map { UInt64(20_000 + ($0 * 7919) % 3_000) }
    let words = output(.sensorRules)
    // Memory: maximum, minimum, sum.
    #expect(Word(bigEndianBytes: words[0..<32]) == values.max().map { Word($0) })
    #expect(Word(bigEndianBytes: words[32..<64]) == values.min().map { Word($0) })
    #expect(Word(bigEndianBytes: words[64..<96]) == Word(values.reduce(0, +)))
  }

  @Test func `the bits turn as those of SHA-1 do`() throws {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    var message = [UInt32](repeating: 0, count: 16)
    func turned(_ x: UInt32, _ n: UInt32) -> UInt32 { x << n | x >> (32 - n) }
    for counter in stride(from: 6_000, to: 0, by: -1) {
      let place = counter & 15
      message[place] = turned(message[place] ^ state[4] ^ UInt32(counter), 1)
      let f = state[1] & state[2] | ~state[1] & state[3]
      let next = turned(state[0], 5) &+ f &+ state[4] &+ 0x5a82_7999 &+ message[0]
      state = [next, state[0], turned(state[1], 30), state[2], state[3]]
    }
    let mixed = state.reduce(0, ^)
    #expect(try word(.bitTwiddling) == Word(UInt64(mixed)))
  }
}
