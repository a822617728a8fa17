import CModbus

/// A way to Modbus devices: a serial line or a TCP connection. It owns libmodbus's context and
/// closes and frees it when it goes.
@safe
public struct ModbusLink: ~Copyable {
  private let context: OpaquePointer

  /// What a serial line agrees on.
  public enum Parity: UInt8, Hashable, Sendable {
    case none = 78  // N
    case even = 69  // E
    case odd = 79  // O
  }

  /// A link over TCP, not yet connected.
  public init(host: String, port: UInt16) throws(ModbusError) {
    unsafe self.context = try Self.made(modbus_new_tcp_pi(host, "\(port)"))
  }

  /// A link over a serial device, not yet open: eight data bits, as RTU demands.
  public init(
    serialDevice path: String, baud: Int, parity: Parity, stopBits: Int
  ) throws(ModbusError) {
    let sign = CChar(truncatingIfNeeded: parity.rawValue)
    unsafe self.context = try Self.made(
      modbus_new_rtu(path, Int32(clamping: baud), sign, 8, Int32(clamping: stopBits)))
  }

  deinit {
    // Safe: made by an initialiser, used by nobody else; closing what is not open does nothing.
    unsafe modbus_close(context)
    unsafe modbus_free(context)
  }

  private static func made(_ context: OpaquePointer?) throws(ModbusError) -> OpaquePointer {
    guard let context = unsafe context else { throw .last(.make) }
    let microseconds = UInt32(ModbusLimits.responseTimeoutMilliseconds * 1000)
    unsafe modbus_set_response_timeout(context, 0, microseconds)
    return unsafe context
  }

  /// How long connecting may take, and then each answer.
  public mutating func setPatience(milliseconds: Int) throws(ModbusError) {
    let time = UInt32(clamping: max(1, milliseconds))
    if unsafe modbus_set_response_timeout(context, time / 1000, time % 1000 * 1000) != 0 {
      throw .last(.make)
    }
  }

  /// Opens the line or the connection.
  public mutating func connect() throws(ModbusError) {
    if unsafe modbus_connect(context) != 0 { throw .last(.connect) }
  }

  /// Reads holding registers of a unit, which is a device on the line.
  public mutating func readHoldingRegisters(
    unit: Int, from address: UInt16, count: Int
  ) throws(ModbusError) -> [UInt16] {
    try unsafe read(unit: unit, count: count) { context, buffer in
      unsafe modbus_read_registers(context, Int32(address), Int32(count), buffer)
    }
  }

  /// Reads input registers of a unit: where meters keep what they measured.
  public mutating func readInputRegisters(
    unit: Int, from address: UInt16, count: Int
  ) throws(ModbusError) -> [UInt16] {
    try unsafe read(unit: unit, count: count) { context, buffer in
      unsafe modbus_read_input_registers(context, Int32(address), Int32(count), buffer)
    }
  }

  private mutating func read(
    unit: Int, count: Int, _ call: (OpaquePointer, UnsafeMutablePointer<UInt16>) -> Int32
  ) throws(ModbusError) -> [UInt16] {
    guard 1...ModbusLimits.registersPerRequest ~= count else {
      throw ModbusError(operation: .read, reason: .registerCount(count))
    }
    guard 0...ModbusLimits.lastUnit ~= unit, unsafe modbus_set_slave(context, Int32(unit)) == 0
    else {
      throw ModbusError(operation: .read, reason: .unitOutOfRange(unit))
    }
    var registers = [UInt16](repeating: 0, count: count)
    // Safe: libmodbus writes `count` registers at most into an array of that many.
    let got = unsafe registers.withUnsafeMutableBufferPointer { buffer in
      unsafe call(context, buffer.baseAddress!)
    }
    if got != Int32(count) { throw .last(.read) }
    return registers
  }
}
