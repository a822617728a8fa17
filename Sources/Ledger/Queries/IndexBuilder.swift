import BlockExecution
import ChainTypes

/// The index of the blocks between two flushes: where hashes, transactions and the addresses and
/// topics of logs are found. Sorted tables of short keys, written as one row behind the last: keys
/// of their own in a table would each rewrite a page (100 of them cost 600 KB a commit). A key is
/// eight bytes of a hash; who finds a place there looks whether it is the right one.
struct IndexBuilder {
  struct Place {
    var key: UInt64
    var block: UInt32
    var item: UInt32
  }

  let first: UInt64
  var blocks: [Place] = []
  var transactions: [Place] = []
  var terms: [Place] = []

  init(first: UInt64) { self.first = first }

  mutating func append(_ number: UInt64, _ hash: Hash, _ block: Block, _ receipts: [Receipt]) {
    let offset = UInt32(truncatingIfNeeded: number - first)
    blocks.append(Place(key: hash.word.limb3, block: offset, item: 0))
    for (item, transaction) in block.transactions.enumerated() {
      transactions.append(
        Place(
          key: transaction.hash.word.limb3, block: offset,
          item: UInt32(truncatingIfNeeded: item)))
    }
    var found: [UInt64] = []
    for receipt in receipts {
      for log in receipt.logs {
        found.append(IndexBuilder.term(log.address))
        for topic in log.topics { found.append(IndexBuilder.term(topic)) }
      }
    }
    found.sort()
    for (index, term) in found.enumerated() where index == 0 || found[index - 1] != term {
      terms.append(Place(key: term, block: offset, item: 0))
    }
  }

  static func term(_ address: Address) -> UInt64 {
    mix(address.low, address.middle) ^ UInt64(address.high) &* 0x9e37_79b9_7f4a_7c15
  }

  /// Topics are hashes, or numbers and addresses padded with zeros.
  static func term(_ topic: Hash) -> UInt64 {
    mix(mix(topic.word.limb0, topic.word.limb1), mix(topic.word.limb2, topic.word.limb3))
  }

  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = (a ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: b ^ 0xe703_7ed1_a0b4_28db)
    return product.high ^ product.low
  }
}

/// A row of the index as it is stored: three counts, then the three tables, sorted by key.
enum IndexRow {
  enum Section: Int, CaseIterable {
    case blocks
    case transactions
    case terms

    var width: Int { self == .transactions ? 16 : 12 }
  }

  static let headBytes = 1 + 3 * 4
  static let version: UInt8 = 1

  static func encode(_ index: IndexBuilder) -> [UInt8] {
    let sections = [index.blocks, index.transactions, index.terms]
    var bytes: [UInt8] = [version]
    for section in sections { bytes.append(four: UInt32(section.count)) }
    for (section, places) in zip(Section.allCases, sections) {
      let sorted = places.sorted {
        ($0.key, $0.block, $0.item) < ($1.key, $1.block, $1.item)
      }
      for place in sorted {
        bytes.append(bigEndian: place.key)
        bytes.append(four: place.block)
        if section.width == 16 { bytes.append(four: place.item) }
      }
    }
    return bytes
  }

  /// Where a section begins and how many entries it has; nil when the row is not sound.
  static func extent(
    _ section: Section, in row: Span<UInt8>
  ) -> (start: Int, count: Int)? {
    guard row.count >= headBytes, row[0] == version else { return nil }
    var start = headBytes
    var result: (Int, Int)?
    for other in Section.allCases {
      let count = UInt64(four(row, 1 + 4 * other.rawValue))
      let bytes = count * UInt64(other.width)
      guard bytes <= UInt64(row.count - start) else { return nil }
      if other == section { result = (start, Int(count)) }
      start += Int(bytes)
    }
    return start == row.count ? result : nil
  }

  /// The entries with a key; nil when the row is not sound.
  static func find(
    _ key: UInt64, _ section: Section, in row: Span<UInt8>
  ) -> [IndexBuilder.Place]? {
    guard let (start, count) = extent(section, in: row) else { return nil }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) >> 1
      if eight(row, start + middle * section.width) < key {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var places: [IndexBuilder.Place] = []
    while low < count, eight(row, start + low * section.width) == key {
      places.append(place(low, start, section, row))
      low += 1
    }
    return places
  }

  static func place(
    _ index: Int, _ start: Int, _ section: Section, _ row: Span<UInt8>
  ) -> IndexBuilder.Place {
    let at = start + index * section.width
    return IndexBuilder.Place(
      key: eight(row, at), block: four(row, at + 8),
      item: section.width == 16 ? four(row, at + 12) : 0)
  }

  private static func eight(_ row: Span<UInt8>, _ at: Int) -> UInt64 {
    UInt64(four(row, at)) << 32 | UInt64(four(row, at + 4))
  }

  private static func four(_ row: Span<UInt8>, _ at: Int) -> UInt32 {
    UInt32(row[at]) << 24 | UInt32(row[at + 1]) << 16 | UInt32(row[at + 2]) << 8
      | UInt32(row[at + 3])
  }
}

extension [UInt8] {
  mutating func append(four number: UInt32) {
    for shift in [24, 16, 8, 0] as [UInt32] {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
