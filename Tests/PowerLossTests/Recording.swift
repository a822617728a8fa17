import Foundation

/// What the recorder wrote down of one process, in order.
struct Recording {
  /// Something that changes the file.
  enum Change {
    case write(offset: Int, bytes: Range<Int>)
    case length(Int)
  }

  /// One line of the record.
  enum Event {
    case change(Change)
    /// This change is on the disk.
    case durable(change: Int)
    /// So many changes are on the disk.
    case synced(changes: Int)
    case said(UInt64)
    case named
    case namesSynced
  }

  let log: Data
  var events: [Event] = []

  init(_ log: Data) {
    self.log = log
    var place = log.startIndex
    while place + 17 <= log.endIndex {
      let kind = log[place]
      let number = Recording.number(log, place + 1)
      let bytes = place + 17..<place + 17 + Recording.number(log, place + 9)
      // The recorder may have been killed in the middle of a line.
      guard bytes.upperBound <= log.endIndex else { break }
      if let event = Recording.event(kind, number, bytes, log) { events.append(event) }
      place = bytes.upperBound
    }
  }

  private static func event(
    _ kind: UInt8, _ number: Int, _ bytes: Range<Int>, _ log: Data
  ) -> Event? {
    switch kind {
    case 1: .change(.write(offset: number, bytes: bytes))
    case 2: .durable(change: number)
    case 3: .synced(changes: number)
    case 4: .change(.length(number))
    case 5: UInt64(String(decoding: log[bytes].dropLast(), as: UTF8.self)).map { .said($0) }
    case 6: .named
    case 7: .namesSynced
    default: fatalError("the recorder wrote an event of kind \(kind)")
    }
  }

  private static func number(_ log: Data, _ place: Int) -> Int {
    (0..<8).reversed().reduce(0) { $0 << 8 | Int(log[place + $1]) }
  }
}
