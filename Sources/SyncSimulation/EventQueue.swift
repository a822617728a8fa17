import SyncProtocol

/// What happens when: a binary heap by time, and by order of coming where times are equal.
struct EventQueue<Event> {
  private struct Entry {
    var time: UInt64
    var number: UInt64
    var event: Event

    func isBefore(_ other: Entry) -> Bool {
      time != other.time ? time < other.time : number < other.number
    }
  }

  private var heap: [Entry] = []
  private var lastNumber: UInt64 = 0

  mutating func add(_ event: Event, at time: UInt64) {
    lastNumber += 1
    heap.append(Entry(time: time, number: lastNumber, event: event))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].isBefore(heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func next() -> (time: UInt64, event: Event)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.time, first.event)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].isBefore(heap[least]) { least = child }
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}

extension EventQueue {
  /// What is still to come, in order.
  var pending: [(time: UInt64, event: Event)] {
    heap.sorted { $0.isBefore($1) }.map { (time: $0.time, event: $0.event) }
  }
}
