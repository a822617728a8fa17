/// Which messages wait for the broker's acknowledgement. libmosquitto would queue without bound and
/// number without looking: so few are handed to it, and each is accounted for here.
///
/// After a lost connection one message alone is sent, and each acknowledgement lets one more out.
/// So a message that makes the broker hang up is soon alone in flight, and known.
struct SendWindow: Equatable {
  struct Entry: Equatable {
    var token: MessageToken
    var size: Int
    /// libmosquitto's number; nil until it is handed over.
    var number: Int32?
    var sentAt: UInt64
  }

  let limit: Int
  private(set) var allowed: Int
  private(set) var entries: [Entry] = []
  private(set) var bytes = 0
  private var lonely: MessageToken?
  private var lonelyLosses = 0

  init(limit: Int) {
    self.limit = limit
    allowed = limit
    entries.reserveCapacity(limit)
  }

  /// The first message always fits, whatever its size.
  func hasRoom(for size: Int) -> Bool {
    entries.isEmpty || (entries.count < allowed && bytes + size <= Limits.windowBytes)
  }

  mutating func add(_ token: MessageToken, size: Int, now: UInt64) {
    entries.append(Entry(token: token, size: size, number: nil, sentAt: now))
    bytes += size
  }

  /// False when libmosquitto has given a number again that is still in use: its numbers wrap
  /// without looking.
  mutating func handedOver(_ token: MessageToken, as number: Int32, now: UInt64) -> Bool {
    if entries.contains(where: { $0.number == number }) { return false }
    guard let index = entries.firstIndex(where: { $0.token == token && $0.number == nil }) else {
      return false
    }
    entries[index].number = number
    entries[index].sentAt = now
    return true
  }

  /// The message that the broker answered; nil for a number that nobody waits for.
  mutating func answered(_ number: Int32) -> MessageToken? {
    guard let index = entries.firstIndex(where: { $0.number == number }) else { return nil }
    return remove(at: index)
  }

  /// A message that will not be answered any more.
  mutating func dropped(_ token: MessageToken) {
    if let index = entries.firstIndex(where: { $0.token == token }) { _ = remove(at: index) }
  }

  private mutating func remove(at index: Int) -> MessageToken {
    let entry = entries.remove(at: index)
    bytes -= entry.size
    if allowed < limit { allowed += 1 }
    if entry.token == lonely { (lonely, lonelyLosses) = (nil, 0) }
    return entry.token
  }

  /// When the message that waits longest was sent; nil when none waits.
  var oldest: UInt64? { entries.first?.sentAt }

  /// The connection is gone. Returns what was in flight, and the message that has now been alone
  /// in flight too often when the broker hung up.
  mutating func lost(brokerHungUp: Bool) -> (unconfirmed: [MessageToken], blamed: MessageToken?) {
    var tokens = entries.map { $0.token }
    var blamed: MessageToken?
    if brokerHungUp, let only = tokens.first, tokens.count == 1 {
      lonelyLosses = only == lonely ? lonelyLosses + 1 : 1
      lonely = only
      if lonelyLosses >= Limits.lonelyLosses {
        blamed = only
        tokens = []
        (lonely, lonelyLosses) = (nil, 0)
      }
    }
    if !entries.isEmpty { allowed = 1 }
    entries.removeAll(keepingCapacity: true)
    bytes = 0
    return (tokens, blamed)
  }
}
