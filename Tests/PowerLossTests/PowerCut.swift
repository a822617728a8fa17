import Foundation

/// The disk of a recorded process when the power goes after one of its events: what it holds for
/// certain, and what it may hold. Moves forwards only, from cut to cut.
struct PowerCut {
  private let recording: Recording
  private var passed = 0
  /// The file with all changes up to the first that may be lost.
  private var certain: [UInt8] = []
  /// The others, in order, and whether each is on the disk.
  private var later: [(change: Recording.Change, isDurable: Bool)] = []
  /// Changes that are in `certain`.
  private var settled = 0
  private var isNamed = false
  private var isNameDurable = false
  /// The last number that was said.
  private(set) var acknowledged: UInt64 = 0

  init(_ recording: Recording) { self.recording = recording }

  /// Changes that may be lost.
  var uncertain: Int { later.count { !$0.isDurable } }

  mutating func advance(to count: Int) {
    precondition(count >= passed)
    for event in recording.events[passed..<count] {
      switch event {
      case .change(let change): later.append((change, false))
      case .durable(let index): later[index - settled].isDurable = true
      case .synced(let count):
        for index in 0..<max(0, count - settled) { later[index].isDurable = true }
      case .said(let number): acknowledged = number
      case .named: isNamed = true
      case .namesSynced: isNameDurable = isNamed
      }
    }
    passed = count
    let settling = later.prefix { $0.isDurable }
    for entry in settling { apply(entry.change, to: &certain) }
    settled += settling.count
    later.removeFirst(settling.count)
  }

  /// A file as it may be found, or nil when it may have no name yet. Each change that may be lost
  /// is lost, there, torn behind one of its sectors, or there in some of them.
  func image(drawing random: inout SeededRandom) -> [UInt8]? {
    guard isNamed, isNameDurable || random.next(below: 2) == 0 else { return nil }
    var image = certain
    for (change, isDurable) in later {
      switch (isDurable ? 1 : random.next(below: 4), change) {
      case (0, _): break
      case (2, .write(let offset, let bytes)):
        let sectors = Int(random.next(below: UInt64(bytes.count / 512 + 1)))
        put(bytes.prefix(sectors * 512), at: offset, into: &image)
      case (3, .write(let offset, let bytes)):
        for start in stride(from: 0, to: bytes.count, by: 512) where random.next(below: 2) == 0 {
          put(bytes.dropFirst(start).prefix(512), at: offset + start, into: &image)
        }
      default: apply(change, to: &image)
      }
    }
    return image
  }

  private func apply(_ change: Recording.Change, to image: inout [UInt8]) {
    switch change {
    case .length(let length): PowerCut.resize(&image, length)
    case .write(let offset, let bytes): put(bytes, at: offset, into: &image)
    }
  }

  private func put(_ bytes: Range<Int>, at offset: Int, into image: inout [UInt8]) {
    if image.count < offset + bytes.count { PowerCut.resize(&image, offset + bytes.count) }
    recording.log.withUnsafeBytes { log in
      image.withUnsafeMutableBytes { image in
        UnsafeMutableRawBufferPointer(rebasing: image[offset..<offset + bytes.count])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: log[bytes]))
      }
    }
  }

  private static func resize(_ image: inout [UInt8], _ count: Int) {
    if count < image.count {
      image.removeLast(image.count - count)
    } else {
      image.append(contentsOf: repeatElement(0, count: count - image.count))
    }
  }
}
