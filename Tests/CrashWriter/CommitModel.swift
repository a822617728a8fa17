import StateStore

/// Numbered commits whose content follows from their number, so that a store tells by itself
/// whether it holds the first N of them, all of them and nothing else.
///
/// They do what a ledger's do: append a record, now and then one of several pages, overwrite values
/// in place, and delete the oldest record.
struct CommitModel {
  static let records: UInt64 = 40
  static let places: UInt64 = 200
  /// No test commits more often; a larger number is garbage.
  static let most: UInt64 = 1_000_000
  static let placesEach: UInt64 = 12

  let store: Store
  let blocks: Table
  let places: Table

  init(_ store: Store) throws(StoreError) {
    self.store = store
    blocks = try store.openTable("blocks")
    places = try store.openTable("places")
  }

  /// The number of the last commit, or nil before the first.
  func head() throws(StoreError) -> UInt64? {
    let view = try store.beginReading()
    var cursor = try view.cursor(in: blocks)
    return try cursor.last() ? CommitModel.number(cursor.key) : nil
  }

  func commit(_ number: UInt64) throws(StoreError) {
    var transaction = try store.beginWriting()
    try transaction.append(
      CommitModel.bytes(number).span, CommitModel.record(number).span, in: blocks)
    if number > CommitModel.records {
      try transaction.delete(CommitModel.bytes(number - CommitModel.records), in: blocks)
    }
    for place in CommitModel.changed(by: number) {
      try transaction.put(
        CommitModel.bytes(place), CommitModel.value(number, at: place), in: places)
    }
    try transaction.commit()
  }

  /// The head, or in words what contradicts it.
  func verify() throws(StoreError) -> String {
    let head = try head() ?? 0
    if head > CommitModel.most { return "a head of \(head)" }
    var last = [UInt64](repeating: 0, count: Int(CommitModel.places))
    for number in 1..<head + 1 {
      for place in CommitModel.changed(by: number) { last[Int(place)] = number }
    }
    let view = try store.beginReading()
    for place in last.indices {
      let number = last[place]
      let wanted = number == 0 ? nil : CommitModel.value(number, at: UInt64(place))
      if try view.get(CommitModel.bytes(UInt64(place)), in: places) != wanted {
        return "place \(place) is not that of commit \(number) at head \(head)"
      }
    }
    let kept = head > CommitModel.records ? head - CommitModel.records + 1 : 1
    for number in kept..<head + 1 {
      if try view.get(CommitModel.bytes(number), in: blocks) != CommitModel.record(number) {
        return "record \(number) is wrong at head \(head)"
      }
    }
    let count = try view.count(in: blocks)
    return count == Int(head + 1 - kept) ? "\(head)" : "\(count) records at head \(head)"
  }
}

extension CommitModel {
  static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
  }

  static func number(_ bytes: Span<UInt8>) -> UInt64 {
    var number: UInt64 = 0
    for index in bytes.indices { number = number << 8 | UInt64(bytes[index]) }
    return number
  }

  /// Mostly some hundred bytes; every fifth lies on pages of its own.
  static func record(_ number: UInt64) -> [UInt8] {
    filled(number, count: number % 5 == 0 ? 9_000 : 200 + Int(number * 37 % 900))
  }

  static func changed(by number: UInt64) -> [UInt64] {
    (0..<placesEach).map { (number &* 7 &+ $0 &* 13) % places }
  }

  static func value(_ number: UInt64, at place: UInt64) -> [UInt8] {
    filled(number &* 1_000 &+ place, count: 32 + Int(number &* 31 % 200))
  }

  private static func filled(_ seed: UInt64, count: Int) -> [UInt8] {
    var draw = seed
    return (0..<count).map { _ in
      // Knuth's linear congruential generator (MMIX), of which the top byte is good enough.
      draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: draw >> 56)
    }
  }
}
