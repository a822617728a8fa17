import Readings
import Testing

struct DecimalTests {
  @Test func `text keeps every digit and every zero`() throws {
    for text in [
      "0", "21.50", "21.5", "-0.05", "1000", "0.000", "-9223372036854775808",
      "9223372036854775807", "0.9223372036854775807",
    ] {
      #expect(try DecimalValue(text: text).text == text)
    }
  }
}
