import ModbusBus
import Testing

@Suite struct RegisterFormats {
  /// 123.456 is 0x42F6E979 in IEEE 754.
  @Test(arguments: [
    (RegisterFormat.abcd, UInt16(0x42F6), UInt16(0xE979)), (.badc, 0xF642, 0x79E9),
    (.cdab, 0xE979, 0x42F6), (.dcba, 0x79E9, 0xF642),
  ])
  func `a float is read in each byte order`(format: RegisterFormat, first: UInt16, second: UInt16) {
    #expect(format.float(first, second) == 123.456)
  }
}

@Suite struct ModbusLinks {
  @Test func `nobody listening is an error with a sentence`() throws {
    var link = try ModbusLink(host: "127.0.0.1", port: 1)
    let error = catching { () throws(ModbusError) in try link.connect() }
    #expect(error?.operation == .connect)
    #expect(error?.text.hasPrefix("connecting to the Modbus device: ") == true)
  }

  @Test(arguments: [0, 126, -1])
  func `a request reads 1 to 125 registers`(count: Int) throws {
    var link = try ModbusLink(host: "127.0.0.1", port: 1)
    let error = catching { () throws(ModbusError) in
      _ = try link.readInputRegisters(unit: 1, from: 0, count: count)
    }
    #expect(error?.reason == .registerCount(count))
  }

  @Test(arguments: [-1, 248])
  func `a unit lies between 0 and 247`(unit: Int) throws {
    var link = try ModbusLink(
      serialDevice: "/dev/null", baud: 9600, parity: .even, stopBits: 1)
    let error = catching { () throws(ModbusError) in
      _ = try link.readHoldingRegisters(unit: unit, from: 0, count: 1)
    }
    #expect(error?.reason == .unitOutOfRange(unit))
  }

  @Test func `a serial device that is missing is an error`() throws {
    var link = try ModbusLink(
      serialDevice: "/dev/no-such-line", baud: 9600, parity: .none, stopBits: 2)
    let error = catching { () throws(ModbusError) in try link.connect() }
    #expect(error?.text == "connecting to the Modbus device: No such file or directory")
  }

  @Test func `a speed of zero is no line`() {
    let error = catching { () throws(ModbusError) in
      _ = try ModbusLink(serialDevice: "/dev/null", baud: 0, parity: .none, stopBits: 1)
    }
    #expect(error?.operation == .make)
  }

  /// The closures of `#expect(throws:)` cannot use a value that is not copyable.
  private func catching(_ body: () throws(ModbusError) -> Void) -> ModbusError? {
    do throws(ModbusError) { try body() } catch { return error }
    return nil
  }
}
