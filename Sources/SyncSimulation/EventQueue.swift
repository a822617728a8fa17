/// What happens when, in the order of times, and of coming where times are equal. Nearly everything
/// happens within seconds: a ring has a list for each of the next milliseconds, with a bit for each
/// list that has something, and what is later waits in order until the ring comes round to it.
struct EventQueue<Event> {
  private struct Later {
    var time: UInt64
    var event: Event
  }

  /// Milliseconds that the ring spans: a power of two.
  private static var span: UInt64 { 8_192 }

  /// What waits in the ring, each with the place of the next of its list, or of the next free one:
  /// a few hundred places that are used again and again, instead of thousands of arrays.
  private struct Entry {
    var event: Event?
    var next: Int32
  }

  private static var none: Int32 { -1 }

  private var entries: [Entry] = []
  private var free = Self.none
  /// The first and the last of each list.
  private var firsts = Array(repeating: Self.none, count: 8_192)
  private var lasts = Array(repeating: Self.none, count: 8_192)
  private var bits: [UInt64] = Array(repeating: 0, count: 8_192 / 64)
  /// The time whose list is being read.
  private var now: UInt64 = 0
  private var inRing = 0
  /// By time, the last first; of equal times the last that came first.
  private var later: [Later] = []

  /// The time must not be before that of the last event that was taken.
  mutating func add(_ event: Event, at time: UInt64) {
    let time = max(time, now)
    if time < now + Self.span { return put(event, time) }
    // Behind it in the list is what comes before it: all that is not later.
    var (low, high) = (0, later.count)
    while low < high {
      let middle = (low + high) / 2
      if later[middle].time > time { low = middle + 1 } else { high = middle }
    }
    // Of equal times the earlier comer is taken first, so it stands further behind.
    later.insert(Later(time: time, event: event), at: low)
  }

  private mutating func put(_ event: Event, _ time: UInt64) {
    let place = Int(time % Self.span)
    let index: Int32
    if free == Self.none {
      index = Int32(entries.count)
      entries.append(Entry(event: event, next: Self.none))
    } else {
      index = free
      free = entries[Int(index)].next
      entries[Int(index)].event = event
      entries[Int(index)].next = Self.none
    }
    if firsts[place] == Self.none {
      firsts[place] = index
    } else {
      entries[Int(lasts[place])].next = index
    }
    lasts[place] = index
    bits[place >> 6] |= 1 << UInt64(place & 63)
    inRing += 1
  }

  mutating func next() -> (time: UInt64, event: Event)? {
    while true {
      let place = Int(now % Self.span)
      let index = firsts[place]
      if index != Self.none {
        firsts[place] = entries[Int(index)].next
        let event = entries[Int(index)].event.take()
        entries[Int(index)].next = free
        free = index
        inRing -= 1
        guard let event else { continue }
        return (now, event)
      }
      bits[place >> 6] &= ~(1 << UInt64(place & 63))
      if inRing > 0 {
        now += distance(from: place)
      } else {
        guard !later.isEmpty else { return nil }
        now = later[later.count - 1].time
      }
      takeLater()
    }
  }

  /// Milliseconds to the next list that has something; there is one.
  private func distance(from place: Int) -> UInt64 {
    var word = place >> 6
    var rest = bits[word] & (~0 << UInt64(place & 63))
    while rest == 0 {
      word = (word + 1) & (bits.count - 1)
      rest = bits[word]
    }
    let found = (word << 6) + rest.trailingZeroBitCount
    return UInt64((found - place) & (firsts.count - 1))
  }

  /// The ring reaches further: what waited for that comes before all that is added.
  private mutating func takeLater() {
    while !later.isEmpty, later[later.count - 1].time < now + Self.span {
      let first = later.removeLast()
      put(first.event, first.time)
    }
  }

  /// What is still to come, in order.
  var pending: [(time: UInt64, event: Event)] {
    var found: [(time: UInt64, event: Event)] = []
    for time in now..<now + Self.span {
      var index = firsts[Int(time % Self.span)]
      while index != Self.none {
        if let event = entries[Int(index)].event { found.append((time: time, event: event)) }
        index = entries[Int(index)].next
      }
    }
    for entry in later.reversed() { found.append((time: entry.time, event: entry.event)) }
    return found
  }
}
