import ChainTypes
import Statements

/// What a topic says: `cairn/1/{fleet}/{shard}/{sender}/{kind}/{subject}`.
///
/// fleet is the first 16 hex digits of the fleet's id, shard the subject's first hex digit, sender
/// and subject are addresses as 40 lower-case hex digits. The subject is the board whose lane it is
/// about, for a checkpoint the aggregator, for evidence who lied, for a manifest the fleet's key.
/// So one filter, `cairn/1/{fleet}/{shard}/+/+/{board}`, has all about a lane, and one line of a
/// broker's access list, `pattern write cairn/1/+/+/%u/#`, keeps each sender to its own name.
public struct SyncTopic: Hashable, Sendable {
  public var sender: Address
  public var kind: SyncKind
  public var subject: Address

  public init(sender: Address, kind: SyncKind, subject: Address) {
    self.sender = sender
    self.kind = kind
    self.subject = subject
  }
}

/// The kinds of messages.
public enum SyncKind: UInt8, Sendable, CaseIterable {
  case block, head, cosign, receipt, checkpoint, want, give, snapshot, tx, manifest, enrol
  case status, evidence

  public var name: String {
    switch self {
    case .block: "block"
    case .head: "head"
    case .cosign: "cosign"
    case .receipt: "receipt"
    case .checkpoint: "checkpoint"
    case .want: "want"
    case .give: "give"
    case .snapshot: "snapshot"
    case .tx: "tx"
    case .manifest: "manifest"
    case .enrol: "enrol"
    case .status: "status"
    case .evidence: "evidence"
    }
  }
}

extension SyncTopic {
  /// What stands before the shard.
  public static func prefix(_ domain: FleetDomain) -> String {
    "cairn/1/" + Hex.digits(domain.fleet.bytes[..<8]) + "/"
  }

  public static func shard(of subject: Address) -> UInt8 { UInt8(subject.high >> 28) }

  /// The topic's text, with a prefix of `prefix(_:)`.
  public func text(_ prefix: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(prefix.utf8.count + 100)
    bytes += prefix.utf8
    bytes.append(Self.digit(subject.high >> 28))
    bytes.append(Self.slash)
    Self.append(sender, to: &bytes)
    bytes.append(Self.slash)
    bytes += kind.name.utf8
    bytes.append(Self.slash)
    Self.append(subject, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ address: Address, to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: 40) { (span: inout OutputSpan<UInt8>) in
      put(address.high, &span)
      for limb in [address.middle, address.low] {
        put(UInt32(truncatingIfNeeded: limb >> 32), &span)
        put(UInt32(truncatingIfNeeded: limb), &span)
      }
    }
  }

  /// Eight digits at once, a byte of `digits` each: the nibbles are spread, then those above 9
  /// moved on to the letters. Every message has eighty digits.
  private static func put(_ value: UInt32, _ span: inout OutputSpan<UInt8>) {
    var digits = UInt64(value.byteSwapped)
    digits = (digits | digits << 16) & 0x0000_ffff_0000_ffff
    digits = (digits | digits << 8) & 0x00ff_00ff_00ff_00ff
    digits = (digits >> 4 | digits << 8) & 0x0f0f_0f0f_0f0f_0f0f
    let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    digits = digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
    for _ in 0..<8 {
      span.append(UInt8(truncatingIfNeeded: digits))
      digits >>= 8
    }
  }

  private static func digit(_ nibble: UInt32) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: nibble & 15)
    return value < 10 ? 0x30 + value : 0x57 + value
  }

  /// Everything about a board's lane.
  public static func filter(about board: Address, _ prefix: String) -> String {
    let digits = Hex.digits(board.bytes)
    return prefix + String(digits.prefix(1)) + "/+/+/" + digits
  }

  /// Everything about the lanes of a shard.
  public static func filter(shard: UInt8, _ prefix: String) -> String {
    prefix + String(Hex.digits([shard]).suffix(1)) + "/+/+/+"
  }

  /// Every message of a kind.
  public static func filter(_ kind: SyncKind, _ prefix: String) -> String {
    prefix + "+/+/" + kind.name + "/+"
  }

  /// Nil for a text that is no topic of this fleet.
  public init?(_ text: String, prefix: String) {
    guard let parsed = Self.parse(text.utf8Span.span, prefix: prefix.utf8Span.span) else {
      return nil
    }
    self = parsed
  }

  static func parse(_ text: Span<UInt8>, prefix: Span<UInt8>) -> SyncTopic? {
    // shard, sender, kind, subject, and three slashes.
    let start = prefix.count
    guard text.count > start + 2 + 41 + 1 + 41, text.count < start + 2 + 41 + 12 + 41 else {
      return nil
    }
    for index in 0..<start where text[index] != prefix[index] { return nil }
    guard text[start + 1] == slash, text[start + 42] == slash else { return nil }
    let subjectStart = text.count - 40
    guard text[subjectStart - 1] == slash, text[start] == text[subjectStart] else { return nil }
    guard let sender = address(text, at: start + 2), let subject = address(text, at: subjectStart),
      let kind = kind(text.extracting(start + 43..<subjectStart - 1))
    else { return nil }
    return SyncTopic(sender: sender, kind: kind, subject: subject)
  }

  private static var slash: UInt8 { 0x2f }

  private static func address(_ text: Span<UInt8>, at start: Int) -> Address? {
    guard let high = number(text, start..<start + 8),
      let middle = number(text, start + 8..<start + 24),
      let low = number(text, start + 24..<start + 40)
    else { return nil }
    return Address(high: UInt32(truncatingIfNeeded: high), middle: middle, low: low)
  }

  /// At most sixteen lower-case hex digits.
  private static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
    var value: UInt64 = 0
    for index in range {
      let byte = text[index]
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt64(byte &- 0x30)
      case 0x61...0x66: value = value << 4 | UInt64(byte &- 0x61 &+ 10)
      default: return nil
      }
    }
    return value
  }

  private static func kind(_ text: Span<UInt8>) -> SyncKind? {
    for kind in SyncKind.allCases {
      let name = kind.name.utf8
      guard name.count == text.count else { continue }
      var index = 0
      var isEqual = true
      for byte in name {
        if byte != text[index] { isEqual = false }
        index += 1
      }
      if isEqual { return kind }
    }
    return nil
  }
}
