import ChainTypes
import Readings
import Testing

struct DecodingTests {
  func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `a raw value is offset first, then scaled`() throws {
    let value = try SysfsValue.scaled(
      raw: bytes("1234\n"), offset: bytes("-34\n"), scale: bytes("0.0625\n"))
    #expect(value.text == "75.0000")
    #expect(try SysfsQuantity.iio(attribute: "in_temp0_raw")?.value(value).text == "0.0750000")
    #expect(try SysfsQuantity.hwmon(attribute: "temp1_input")?.value(23125).text == "23.125")
    #expect(throws: SensorDataError.empty) { try SysfsValue.number(bytes(" \n")) }
    #expect(throws: SensorDataError.number(.malformed(at: 2))) {
      try SysfsValue.number(bytes("12 13\n"))
    }
  }

  @Test func `attributes tell their units`() {
    #expect(SysfsQuantity.iio(attribute: "in_pressure_input") == SysfsQuantity(.pascal, power: 3))
    #expect(
      SysfsQuantity.iio(attribute: "in_humidityrelative_raw")
        == SysfsQuantity(.relativeHumidity, power: -3))
    #expect(
      SysfsQuantity.iio(attribute: "in_massconcentration_pm2p5_input")
        == SysfsQuantity(.microgramPerCubicMetre))
    #expect(SysfsQuantity.iio(attribute: "in_intensity_both_raw") == nil)
    #expect(SysfsQuantity.iio(attribute: "out_voltage0_raw") == nil)
    #expect(SysfsQuantity.hwmon(attribute: "power1_input") == SysfsQuantity(.watt, power: -6))
    #expect(SysfsQuantity.hwmon(attribute: "pwm1") == nil)
  }
}
