/// What happens when: a binary heap by time, and by order of coming where times are equal. The heap
/// holds places only: what happens is large, and moved once.
struct EventQueue<Event> {
  private struct Entry {
    var time: UInt64
    var number: UInt64
    var place: Int

    func isBefore(_ other: Entry) -> Bool {
      time != other.time ? time < other.time : number < other.number
    }
  }

  private var heap: [Entry] = []
  private var events: [Event?] = []
  private var free: [Int] = []
  private var lastNumber: UInt64 = 0

  mutating func add(_ event: Event, at time: UInt64) {
    lastNumber += 1
    let place: Int
    if let last = free.popLast() {
      place = last
      events[place] = event
    } else {
      place = events.count
      events.append(event)
    }
    heap.append(Entry(time: time, number: lastNumber, place: place))
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
    guard let event = events[first.place].take() else { return nil }
    free.append(first.place)
    return (first.time, event)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      let left = 2 * parent + 1
      if left < heap.count, heap[left].isBefore(heap[least]) { least = left }
      if left + 1 < heap.count, heap[left + 1].isBefore(heap[least]) { least = left + 1 }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  /// What is still to come, in order.
  var pending: [(time: UInt64, event: Event)] {
    heap.sorted { $0.isBefore($1) }.compactMap { entry in
      events[entry.place].map { (time: entry.time, event: $0) }
    }
  }
}
