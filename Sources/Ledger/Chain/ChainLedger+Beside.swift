import BlockExecution
import ChainTypes

/// What comes to a block after its commit, by whom: a cosignature, a receipt, evidence.
public struct BesideBlock: Sendable, Equatable {
  public var number: UInt64
  public var kind: UInt8
  public var signer: Address
  public var bytes: [UInt8]

  public init(number: UInt64, kind: UInt8, signer: Address, bytes: [UInt8]) {
    self.number = number
    self.kind = kind
    self.signer = signer
    self.bytes = bytes
  }

  var key: [UInt8] {
    var key = LedgerKey.number(number)
    key.append(kind)
    key.append(signer)
    return key
  }

  init?(key: [UInt8], value: [UInt8]) {
    guard key.count == 29, let number = LedgerKey.number(in: key.span) else { return nil }
    self.init(
      number: number, kind: key[8], signer: Address(Word(minimal: key.span.extracting(9..<29))),
      bytes: value)
  }
}

extension ChainLedger {
  /// Stores durably what came beside blocks, and values with it. One of a kind and signer replaces
  /// the one before: a signer says one thing of a block, or there is evidence.
  public func putBeside(
    _ items: [BesideBlock], values: [DurableValue] = []
  ) throws(Failure) {
    try Self.check(items)
    guard values.allSatisfy({ $0.name.count <= LedgerLimits.valueName }) else {
      throw .tooMuch(.valueName)
    }
    defer { store.endReading() }
    let height = storedHeight
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        try Self.putBeside(store, items)
        try Self.putValues(store, values, height: height)
      }
    }
    for value in values { state.overlay.values[value.name] = value.value }
  }

  static func check(_ items: [BesideBlock]) throws(Failure) {
    guard items.allSatisfy({ $0.bytes.count <= LedgerLimits.attachmentBytes }) else {
      throw .tooMuch(.attachment)
    }
  }

  static func putBeside(_ store: Store, _ items: [BesideBlock]) throws(Store.Failure) {
    for item in items { try store.putChecked(item.key, item.bytes, in: .beside) }
  }

  /// What stands beside a block, in order of kind and signer.
  public func beside(_ number: UInt64) throws(Failure) -> [BesideBlock] {
    defer { store.endReading() }
    var result: [BesideBlock] = []
    var place = LedgerPlace.atOrAfter(LedgerKey.number(number))
    while true {
      let entry = try reader.stored { (store) throws(Store.Failure) in
        try store.entryCopy(at: place, in: .beside)
      }
      guard let entry else { return result }
      guard let value = Checksum.strip(entry.value, key: entry.key),
        let item = BesideBlock(key: entry.key, value: Array(value))
      else {
        throw .damaged(.key(.beside, entry.key))
      }
      guard item.number == number else { return result }
      result.append(item)
      place = .after(entry.key)
    }
  }
}
