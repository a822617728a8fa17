import BlockExecution
import ChainTypes
import Contracts
import Foundation
import Readings
import Testing

/// What a reading costs. Sources/ARCHITECTURE.md has the figures; the bounds here are a few per
/// cent above them.
@Suite struct GasTests {
  /// Batches of 100 readings of 16 sensors: the first writes into empty slots, the others do not.
  private func gasOfBatches(
    _ lane: inout Lane, count: Int = 100, sensors: Int = 16
  ) throws -> [UInt64] {
    var used: [UInt64] = []
    for round in 0..<3 {
      var records: [SensorRecord] = []
      for sensor in 0..<sensors {
        let share = count * (sensor + 1) / sensors - count * sensor / sensors
        for index in 0..<share {
          let place = round * 7 + index
          records.append(
            lane.reading(
              sensor, Int64(2000 + sensor * 100 + place * 3 % 50), at: UInt64(place)))
        }
      }
      let result = try lane.send(lane.batch(records))
      #expect(result.refusal == "")
      used.append(result.gasUsed)
    }
    return used
  }

  @Test func `a reading of a batch of 100 costs less than 6,700 gas, attestation included`() throws
  {
    var lane = try Lane(sensors: 16)
    _ = try lane.send(lane.delegation())
    let used = try gasOfBatches(&lane)
    print("gas of a batch of 100 readings: \(used)")
    #expect(used[2] / 100 < 6_700 && used[0] / 100 < 15_500)
  }

  @Test func `rules for all sensors cost at most 3,500 gas a reading, no rules 500`() throws {
    var lane = try Lane(sensors: 16)
    let rules = try lane.world.deploy(
      RulesContract.creation(registry: lane.registry), from: Lane.owner)
    try lane.install(rules, "Rules")
    _ = try lane.send(lane.delegation())
    var plain = try Lane(sensors: 16)
    _ = try plain.send(plain.delegation())
    let without = try gasOfBatches(&plain)
    let idle = try gasOfBatches(&lane)
    var watched = try Lane(sensors: 16)
    let address = try watched.world.deploy(
      RulesContract.creation(registry: watched.registry), from: Lane.owner)
    try watched.install(address, "Rules")
    _ = try watched.send(watched.delegation())
    for sensor in watched.sensors {
      var setting = Watch.thresholds
      (setting.lowAlarm, setting.lowWarning) = (-9000, -8000)
      (setting.highWarning, setting.highAlarm) = (8000, 9000)
      (setting.switches, setting.rate, setting.silence) = (63, 9000, 60)
      let call = RulesContract.setRule(sensor: sensor.id, setting: setting)
      #expect(try watched.world.send(call, to: address, from: Lane.owner).refusal == "")
    }
    let used = try gasOfBatches(&watched)
    print("gas of batches without rules \(without), with none set \(idle), with 16 set \(used)")
    #expect((used[2] - without[2]) / 100 < 3_500)
    #expect((idle[2] - without[2]) / 100 < 500)
  }

  @Test func `a reading is verified for less than 52,000 gas on any chain`() throws {
    let verification = try Verification(count: 160, place: 77)
    let result = try verification.world.send(
      verification.call, to: verification.verifier, from: Lane.relay)
    print("gas of a verification, delegation and a path of 8 hashes: \(result.gasUsed)")
    #expect(result.gasUsed < 52_000)
  }

  @Test func `the obvious layout costs twice as much without attestation`() throws {
    let world = World()
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Oracle/Naive.hex")
    let digits = try String(contentsOf: source, encoding: .utf8)
    let code = try Hex.decode(String(digits.filter { !$0.isWhitespace }))
    let naive = try world.deploy(code, from: Lane.relay)
    var lane = try Lane(world, sensors: 16)
    var used: [UInt64] = []
    for _ in 0..<3 {
      var words: [Word] = []
      for index in 0..<100 {
        guard case .reading(let reading) = lane.reading(index % 16, Int64(2000 + index)) else {
          return
        }
        words += naiveWords(reading)
      }
      var call = ABIWriter(selector: 0xb969dc41, words: 1)
      call.append(words)
      var data = call.finish()
      data.replaceSubrange(36..<68, with: Word(100).bytes)
      let result = try world.send(data, to: naive, from: Lane.relay)
      #expect(result.refusal == "")
      used.append(result.gasUsed)
    }
    print("gas of 100 readings in the obvious layout: \(used)")
    #expect(used[2] / 100 > 2 * 6_700)
  }

  private func naiveWords(_ reading: Reading) -> [Word] {
    let boot = reading.boot
    return [
      reading.sensor.word, Word(reading.sequence.counter), Word(signed: reading.value.mantissa),
      Word(signed: Int64(reading.value.exponent)), reading.unit.word, Word(reading.clock.time),
      Word(UInt64(reading.clock.quality.rawValue)), Word(UInt64(reading.clock.uncertainty)),
      Word(UInt64(reading.clock.segment)),
      Word(0, 0, UInt64(truncatingIfNeeded: boot), UInt64(truncatingIfNeeded: boot >> 64)),
      Word(UInt64(reading.flags.rawValue)), reading.calibration.word,
    ]
  }
}
