/// A link to Modbus devices that connects itself, and again after a failure. One thread at a time
/// uses it; sensors of a line are read one after the other.
public final class ModbusClient: Sendable {
  public enum Way: Hashable, Sendable {
    case serial(device: String, baud: Int, parity: ModbusLink.Parity, stopBits: Int)
    case tcp(host: String, port: UInt16)
  }

  public enum Table: Hashable, Sendable {
    /// Function 3.
    case holding
    /// Function 4.
    case input
  }

  private let way: Way
  private let link: ModbusSlot

  public init(_ way: Way) {
    self.way = way
    link = ModbusSlot()
  }

  /// Reads registers, connecting first if need be. The device gets at most so many milliseconds for
  /// its answer.
  public func read(
    _ table: Table, unit: Int, from address: UInt16, count: Int, milliseconds: Int
  ) throws(ModbusError) -> [UInt16] {
    try link.use({ () throws(ModbusError) in try make(milliseconds) }) {
      (link) throws(ModbusError) -> [UInt16] in
      try link.setPatience(milliseconds: milliseconds)
      return switch table {
      case .holding: try link.readHoldingRegisters(unit: unit, from: address, count: count)
      case .input: try link.readInputRegisters(unit: unit, from: address, count: count)
      }
    }
  }

  private func make(_ milliseconds: Int) throws(ModbusError) -> ModbusLink {
    var made: ModbusLink
    switch way {
    case .serial(let device, let baud, let parity, let stopBits):
      made = try ModbusLink(serialDevice: device, baud: baud, parity: parity, stopBits: stopBits)
    case .tcp(let host, let port): made = try ModbusLink(host: host, port: port)
    }
    try made.setPatience(milliseconds: milliseconds)
    try made.connect()
    return made
  }
}
