import ChainTypes

/// The names of sensors and instruments in records.
public enum RecordID {
  /// Keccak of the board's 20 bytes and the sensor's name in UTF-8.
  public static func sensor(board: Address, name: String) -> Hash {
    Keccak256.hash(board.bytes + Array(name.utf8))
  }

  /// Keccak of the board's 20 bytes, a zero byte, and the instrument's name in UTF-8: no name of a
  /// sensor begins with a zero.
  public static func instrument(board: Address, name: String) -> Hash {
    Keccak256.hash(board.bytes + [0] + Array(name.utf8))
  }

  /// Names are 1 to 64 bytes of ASCII letters, digits, `-`, `_`, `.` and `/`.
  public static func isValidName(_ name: String) -> Bool {
    let bytes = name.utf8
    return !bytes.isEmpty && bytes.count <= ReadingsLimits.nameLength
      && bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."), UInt8(ascii: "/"):
          true
        default: false
        }
      }
  }
}

/// The place of a record in its sensor's sequence. Sequences order by term, then by counter.
public struct SequenceNumber: Hashable, Sendable {
  /// The life of the board's state: a new one begins at counter 0.
  public var term: UInt64
  public var counter: UInt64

  public init(term: UInt64, counter: UInt64) {
    self.term = term
    self.counter = counter
  }
}

extension SequenceNumber: Comparable {
  public static func < (a: SequenceNumber, b: SequenceNumber) -> Bool {
    (a.term, a.counter) < (b.term, b.counter)
  }
}
