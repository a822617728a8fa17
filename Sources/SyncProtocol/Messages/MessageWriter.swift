import ChainTypes
import Statements

/// The counterpart of `MessageReader`.
struct MessageWriter {
  var bytes: [UInt8]

  init(_ type: MessageType, reserving count: Int = 510) {
    bytes = []
    bytes.reserveCapacity(count + 2)
    bytes.append(SyncMessage.form)
    bytes.append(type.rawValue)
  }

  mutating func byte(_ value: Int) { bytes.append(UInt8(truncatingIfNeeded: value)) }

  mutating func uint16(_ value: Int) {
    byte(value >> 8)
    byte(value)
  }

  mutating func uint32(_ value: Int) {
    uint16(value >> 16)
    uint16(value)
  }

  mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  mutating func counted(_ value: [UInt8]) {
    uint32(value.count)
    bytes += value
  }

  mutating func signed<Content: Statement>(_ value: Signed<Content>) {
    value.append(to: &bytes)
  }
}
