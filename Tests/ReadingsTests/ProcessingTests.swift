import ChainTypes
import Readings
import Testing

struct ProcessingTests {
  func value(_ text: String) throws -> Measurement {
    Measurement(try DecimalValue(text: text), .celsius)
  }

  @Test func `offset and scale are applied in decimals and rounded once`() throws {
    let calibration = try #require(
      Calibration.linear(
        id: "DKD-17", date: 1_700_000_000, scale: try DecimalValue(text: "1.0021"),
        offset: try DecimalValue(text: "-0.35"), exponent: -2, range: -20...60))
    #expect(try calibration.apply(value("21.50")).value.text == "21.20")
    // 1.0021 · 50.25 - 0.35 is 50.005525: binary fractions would make 50.01 of the next one.
    #expect(try calibration.apply(value("50.25")).value.text == "50.01")
    #expect(try calibration.apply(value("50.24")).value.text == "50.00")
    #expect(try calibration.apply(value("60")).flags == .good)
    #expect(try calibration.apply(value("60.01")).flags == .outOfRange)
  }

  @Test func `a polynomial follows Horner's rule`() throws {
    let calibration = try #require(
      Calibration(id: "p", date: 0, coefficients: [1, -2, 3, 0, 5], exponent: 0))
    // 5·81 + 3·9 - 2·3 + 1
    #expect(try calibration.apply(value("3")).value == 427)
    #expect(try calibration.apply(value("-3")).value == 439)
    let wide = try #require(
      Calibration(id: "w", date: 0, coefficients: [0, 0, 0, 1], exponent: 0))
    #expect(throws: DecimalError.outOfRange) { try wide.apply(value("9223372036854775807")) }
  }

  @Test func `what is no calibration is refused, and another one has another digest`() throws {
    #expect(Calibration(id: "a", date: 0, coefficients: [], exponent: 0) == nil)
    let seven = [DecimalValue](repeating: 1, count: 7)
    #expect(Calibration(id: "a", date: 0, coefficients: seven, exponent: 0) == nil)
    let long = String(repeating: "x", count: 33)
    #expect(Calibration(id: long, date: 0, coefficients: [1], exponent: 0) == nil)
    #expect(Calibration(id: "a", date: 0, coefficients: [1], exponent: 28) == nil)
    let digests = [
      Calibration(id: "a", date: 0, coefficients: [1], exponent: 0),
      Calibration(id: "b", date: 0, coefficients: [1], exponent: 0),
      Calibration(id: "a", date: 1, coefficients: [1], exponent: 0),
      Calibration(id: "a", date: 0, coefficients: [1, 1], exponent: 0),
      Calibration(id: "a", date: 0, coefficients: [2], exponent: 0),
      Calibration(id: "a", date: 0, coefficients: [1], exponent: 1),
      Calibration(id: "a", date: 0, coefficients: [1], exponent: 0, range: 0...1),
    ].map { $0?.digest }
    #expect(Set(digests).count == digests.count)
  }

  @Test func `a deadband reports changes, flags and heartbeats`() throws {
    let filter = Filtered(
      .onChange(deadband: try DecimalValue(text: "0.5"), heartbeat: 1000))
    #expect(try filter.push(value("20"), at: 0) != nil)
    #expect(try filter.push(value("20.5"), at: 100) == nil)
    #expect(try filter.push(value("19.5"), at: 200) == nil)
    #expect(try filter.push(value("20.51"), at: 300) != nil)
    // The band is around what was reported, so that slow drift is told too.
    #expect(try filter.push(value("20.01"), at: 400) == nil)
    #expect(try filter.push(value("20.00"), at: 500) != nil)
    var suspect = try value("20.00")
    suspect.flags = .suspect
    #expect(try filter.push(suspect, at: 600) != nil)
    #expect(try filter.push(suspect, at: 1599) == nil)
    #expect(try filter.push(suspect, at: 1600) != nil)
  }

  @Test func `windows give mean, least and largest, and end without a value behind them`() throws {
    func run(_ statistic: WindowStatistic) throws -> [String] {
      let filter = Filtered(.window(milliseconds: 100, statistic: statistic))
      var found: [Measurement?] = []
      for (time, text) in [(0, "1"), (50, "2.5"), (99, "-4"), (100, "7"), (150, "8")] {
        found.append(try filter.push(value(text), at: UInt64(time)))
      }
      #expect(filter.deadline == 200)
      found.append(try filter.close(at: 199))
      found.append(try filter.close(at: 200))
      found.append(try filter.close(at: 300))
      return found.compactMap { $0?.value.text }
    }
    #expect(try run(.mean) == ["-0.167", "7.50"])
    #expect(try run(.minimum) == ["-4", "7"])
    #expect(try run(.maximum) == ["2.5", "8"])
  }

  @Test func `a doubtful value makes its window doubtful`() throws {
    let filter = Filtered(.window(milliseconds: 100, statistic: .mean))
    var suspect = try value("85")
    suspect.flags = .suspect
    #expect(try filter.push(value("20"), at: 0) == nil)
    #expect(try filter.push(suspect, at: 1) == nil)
    #expect(try filter.close(at: 100)?.flags == .suspect)
    #expect(try Filtered(.every).push(value("1"), at: 0) != nil)
  }
}

/// `#expect` takes no calls that change a value.
final class Filtered {
  private var filter: ReportFilter

  init(_ policy: ReportPolicy) { filter = ReportFilter(policy) }

  var deadline: UInt64? { filter.deadline }

  func push(_ measurement: Measurement, at time: UInt64) throws -> Measurement? {
    try filter.push(measurement, at: time)
  }

  func close(at time: UInt64) throws -> Measurement? { try filter.close(at: time) }
}
