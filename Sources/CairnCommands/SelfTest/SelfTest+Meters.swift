import ModbusBus

extension SelfTest {
  static var meterChecks: [SelfTestCheck] {
    [
      // 123.5 is 0x42F70000 in IEEE 754.
      SelfTestCheck(
        "libmodbus: a float in two registers",
        holds: {
          RegisterFormat.abcd.float(0x42F7, 0x0000) == 123.5
            && RegisterFormat.cdab.float(0x0000, 0x42F7) == 123.5
        }),
      SelfTestCheck(
        "libmodbus: a device that is missing is told in words",
        expect: "connecting to the Modbus device: No such file or directory"
      ) {
        do throws(ModbusError) {
          var line = try ModbusLink(
            serialDevice: "/dev/cairn-selftest", baud: 9600, parity: .even, stopBits: 1)
          try line.connect()
          return "it was there"
        } catch {
          return error.text
        }
      },
      SelfTestCheck("libmodbus: a TCP link is made and freed") {
        do throws(ModbusError) {
          _ = try ModbusLink(host: "127.0.0.1", port: 502)
          return nil
        } catch {
          return error.text
        }
      },
    ]
  }
}
