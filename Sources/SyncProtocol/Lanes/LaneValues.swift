import ChainTypes
import Statements

// Names and forms of values that a node keeps. Lane: `sync.lock`, `sync.frozen`, `sync.settled`,
// `sync.receipt`, `sync.final`. Node: `sync.barred.{address}`, `sync.log.{address}`.

enum ValueName {
  static var lock: String { "sync.lock" }
  static var frozen: String { "sync.frozen" }
  static var settled: String { "sync.settled" }
  static var receipted: String { "sync.receipt" }
  static var final: String { "sync.final" }
  static func barred(_ address: Address) -> String { "sync.barred." + Hex.digits(address.bytes) }
  static func log(_ address: Address) -> String { "sync.log." + Hex.digits(address.bytes) }
  static var barredPrefix: String { "sync.barred." }
  static var logPrefix: String { "sync.log." }
}

extension WitnessLock {
  /// Term, height, and the last cosignature if there is one.
  var value: [UInt8] {
    var writer = PackedWriter()
    writer.append(term)
    writer.append(height)
    var bytes = writer.bytes
    last?.append(to: &bytes)
    return bytes
  }

  init?(value: [UInt8]) {
    guard value.count >= 16, let term = PackedNumber.value(Array(value[..<8])),
      let height = PackedNumber.value(Array(value[8..<16]))
    else { return nil }
    self.init(term: term, height: height, isMissing: false)
    if value.count > 16 {
      guard let signed = try? Signed<Cosignature>(bytes: Array(value[16...])) else { return nil }
      last = signed
    }
  }
}

extension BlockPoint {
  var value: [UInt8] { PackedNumber.bytes(height) + hash.bytes }

  init?(value: [UInt8]) {
    guard value.count == 40, let height = PackedNumber.value(Array(value[..<8])),
      let hash = Hash(bytes: value[8...])
    else { return nil }
    self.init(height: height, hash: hash)
  }
}

extension Freeze {
  /// 0 and a seal, or 1 and an evidence as in messages.
  var value: [UInt8] {
    switch self {
    case .invalid(let seal): return [0] + seal.bytes
    case .evidence(let evidence): return [1] + evidence.stored
    }
  }

  init?(value: [UInt8]) {
    guard let first = value.first else { return nil }
    let rest = Array(value.dropFirst())
    if first == 0 {
      guard let seal = try? Signed<Seal>(bytes: rest) else { return nil }
      self = .invalid(seal)
    } else {
      guard let evidence = Evidence(stored: rest) else { return nil }
      self = .evidence(evidence)
    }
  }
}

extension Evidence {
  var stored: [UInt8] { SyncMessage.evidence(self).encoded }

  init?(stored: [UInt8]) {
    guard case .evidence(let evidence)? = try? SyncMessage(decoding: stored) else { return nil }
    self = evidence
  }
}
