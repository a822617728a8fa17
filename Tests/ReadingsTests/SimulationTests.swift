import Readings
import Testing

struct SimulationTests {
  static let midnight: UInt64 = 1_700_006_400_000

  func value(_ sensor: SimulatedSensor, _ time: UInt64) -> Int64? {
    guard case .value(let measurement) = sensor.sample(at: time) else { return nil }
    return measurement.value.mantissa
  }

  @Test func `the same seed and time give the same value`() {
    let sensor = SimulatedSensor(
      unit: .celsius, base: 2000, dayAmplitude: 500, driftPerDay: 3, noise: 20, seed: 9)
    for step in 0..<1000 as Range<UInt64> {
      let time = Self.midnight + step * 977
      #expect(sensor.sample(at: time) == sensor.sample(at: time))
    }
    // Held for all machines and versions: a replay in another year sees these.
    #expect(value(sensor, Self.midnight) == 5917)
  }

  @Test func `the day goes up from its phase and around its base`() throws {
    let sensor = SimulatedSensor(
      unit: .celsius, base: 2000, dayAmplitude: 1000, dayPhase: 0, seed: 1)
    let hour: UInt64 = 3_600_000
    let values = (0..<24).map { value(sensor, Self.midnight + UInt64($0) * hour) }
    #expect(values[0] == 2000 && values[6] == 3000 && values[12] == 2000 && values[18] == 1000)
    #expect(values[2] == 2499 && values[3] == 2707 && values[14] == 1501)
  }

  @Test func `noise has about its deviation and no offset`() throws {
    let sensor = SimulatedSensor(unit: .celsius, base: 0, noise: 100, seed: 5)
    let values = (0..<4000).compactMap { value(sensor, Self.midnight + $0 * 1000) }
    let mean = values.reduce(0, +) / 4000
    let variance = values.map { $0 * $0 }.reduce(0, +) / 4000
    #expect(mean.magnitude < 10)
    #expect((8500...11500).contains(variance))
  }

  @Test func `faults come as often as they are asked for, and limits flag`() {
    let faults = SimulatedFaults(silent: 100_000, spike: 50_000, garbage: 100_000)
    let sensor = SimulatedSensor(
      unit: .celsius, base: 0, noise: 10, limits: -100...100, faults: faults, seed: 5)
    var (silent, garbage, beyond) = (0, 0, 0)
    for step in 0..<10_000 as Range<UInt64> {
      switch sensor.sample(at: Self.midnight + step * 1000) {
      case .silent: silent += 1
      case .garbage: garbage += 1
      case .value(let measurement):
        #expect(measurement.flags.contains(.substituted))
        if measurement.flags.contains(.outOfRange) { beyond += 1 }
      }
    }
    #expect((800...1200).contains(silent))
    #expect((700...1100).contains(garbage))
    #expect((250...600).contains(beyond))
  }

  @Test func `a stuck sensor repeats itself for its span`() {
    let faults = SimulatedFaults(stuck: 1_000_000, stuckSpan: 60_000)
    let sensor = SimulatedSensor(unit: .celsius, base: 0, noise: 1000, faults: faults, seed: 5)
    let values = Set((0..<60).map { value(sensor, Self.midnight + $0 * 1000) })
    #expect(values.count == 1)
  }

  @Test func `extreme models do not trap`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      func any() -> Int64 { Int64(bitPattern: random.next()) >> Int64(random.next() % 64) }
      let sensor = SimulatedSensor(
        unit: .celsius, exponent: Int(any() % 40), base: any(), dayAmplitude: any(),
        dayPhase: random.next(), driftPerDay: any(), noise: any(), limits: Int64.min ... .max,
        faults: SimulatedFaults(spike: 500_000, stuck: 500_000, stuckSpan: random.next() % 100),
        seed: random.next())
      _ = sensor.sample(at: random.next())
    }
  }
}
