import Attestation
import BoardConfig
import Readings
import Testing

@testable import BoardAgent

@Suite("From settings to what the agent asks of a sensor")
struct SensorPlanTests {
  @Test func `a configured calibration keeps the digits that it was given`() throws {
    let text = """
      board:
      sensors:
        - name: air
          driver: simulator
          unit: Cel
          every: 1 s
          calibration:
            id: lab-7
            date: 2026-04-15
            offset: -0.12
            scale: 1.003
            decimals: 5
      """
    let settings = try BoardSettings(parsing: Array(text.utf8))
    let plan = try SensorPlan(try #require(settings.sensors.first), ["main"])
    #expect(plan.calibration?.exponent == -5)
  }
}
