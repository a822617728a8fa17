import CModbus
import Foundation
import LinuxIO

/// libmodbus's own server on loopback: holding registers count up from 1000, input registers hold a
/// float.
final class LoopbackServer: @unchecked Sendable {
  let port: Int32
  // Safe: the thread below is the only one that uses it after the start.
  private let context: OpaquePointer
  private var listener: Int32

  init?(inputs: [UInt16]) {
    // Ports are tried until one is free: libmodbus does not tell which one 0 became.
    for _ in 0..<50 {
      let port = Int32.random(in: 20_000...60_000)
      guard let context = modbus_new_tcp("127.0.0.1", port) else { continue }
      let listener = modbus_tcp_listen(context, 4)
      if listener < 0 {
        modbus_free(context)
        continue
      }
      self.port = port
      self.context = context
      self.listener = listener
      start(inputs)
      return
    }
    return nil
  }

  private func start(_ inputs: [UInt16]) {
    guard let mapping = modbus_mapping_new(0, 0, 16, Int32(inputs.count)) else { return }
    // Safe: the thread alone uses it from here on.
    nonisolated(unsafe) let table = mapping
    for index in 0..<16 { mapping.pointee.tab_registers[index] = UInt16(1000 + index) }
    for (index, value) in inputs.enumerated() { mapping.pointee.tab_input_registers[index] = value }
    Thread.detachNewThread { [self] in
      var query = [UInt8](repeating: 0, count: Int(MODBUS_TCP_MAX_ADU_LENGTH))
      while modbus_tcp_accept(context, &listener) >= 0 {
        while true {
          let count = modbus_receive(context, &query)
          if count < 0 { break }
          if count > 0 { modbus_reply(context, query, count, table) }
        }
        modbus_close(context)
      }
    }
  }

  /// Ends every connection and takes no more.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// Hangs up on whoever is connected; the next connection is taken.
  func hangUp() { shutdown(modbus_get_socket(context), Int32(SHUT_RDWR)) }
}

/// A device on a serial line, written from the specification (Modbus over serial line V1.02): two
/// functions, exceptions, and the ways in which devices go wrong.
final class LineDevice: Sendable {
  enum Manner: Sendable {
    case right
    case silent
    case wrongSum
    /// Half an answer.
    case broken
  }

  let terminal: PseudoTerminal
  let manner = Guarded(Manner.right)
  private let registers: [UInt16]
  private let isStopped = Guarded(false)

  init(registers: [UInt16]) throws {
    terminal = try PseudoTerminal()
    self.registers = registers
    let weak = Box(self)
    Thread.detachNewThread { weak.value?.serve() }
  }

  final class Box: @unchecked Sendable {
    weak var value: LineDevice?
    init(_ value: LineDevice) { self.value = value }
  }

  func stop() { isStopped.withLock { $0 = true } }

  private func serve() {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64)
    while !isStopped.withLock({ $0 }) {
      let result = try? terminal.device.read(into: &buffer, until: .after(milliseconds: 20))
      guard case .bytes(let count)? = result else { continue }
      request += buffer[..<count]
      if request.count >= 8 {
        answer(Array(request.prefix(8)))
        request = []
      }
    }
  }

  private func answer(_ request: [UInt8]) {
    let address = Int(request[2]) << 8 | Int(request[3])
    let count = Int(request[4]) << 8 | Int(request[5])
    var reply: [UInt8]
    if address + count > registers.count {
      reply = [request[0], request[1] | 0x80, 2]
    } else {
      let words = registers[address..<address + count]
      reply = [request[0], request[1], UInt8(count * 2)]
      reply += words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }
    let sum = LineDevice.sum(reply)
    reply += [UInt8(sum & 255), UInt8(sum >> 8)]
    switch manner.withLock({ $0 }) {
    case .right: break
    case .silent: return
    case .wrongSum: reply[reply.count - 1] ^= 0x55
    case .broken: reply = Array(reply.prefix(3))
    }
    try? terminal.device.write(all: reply)
  }

  /// CRC-16 of Modbus: x^16 + x^15 + x^2 + 1, from 0xffff, least significant bit first.
  static func sum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt16 = 0xffff
    for byte in bytes {
      sum ^= UInt16(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xa001 : sum >> 1 }
    }
    return sum
  }
}
