/// Looks whether the pages of a database hang together, without LMDB, which trusts what a page
/// says: one altered byte in the wrong place ends the process or keeps it busy for ever.
struct PageAudit {
  /// Where a tree begins, and how many levels it has.
  struct Tree {
    var root: UInt64
    var depth: Int
  }

  private enum Kind { case unknown, branch, leaf, overflow }

  /// What a page refers to: places in the lists of all pages.
  private struct Page {
    var kind = Kind.unknown
    var overflowPages = 0
    var children = 0..<0
    var runs = 0..<0
    var subtrees = 0..<0
  }

  private static let word = Int.bitWidth / 8
  private static let header = word + 8
  private static let recordBytes = 8 + 5 * word
  private static let noPage = UInt64(UInt.max)

  private let pageSize: Int
  private var pages: [Page] = []
  private var children: [UInt64] = []
  private var runs: [(page: UInt64, count: Int)] = []
  private var subtrees: [Tree] = []
  private var visited: [Bool] = []

  init(pageSize: Int) { self.pageSize = pageSize }

  /// The next page of the file, in its order.
  mutating func add(_ bytes: ArraySlice<UInt8>) {
    let counts = (children.count, runs.count, subtrees.count)
    var page = Page()
    if !parse(bytes, &page) {
      children.removeLast(children.count - counts.0)
      runs.removeLast(runs.count - counts.1)
      subtrees.removeLast(subtrees.count - counts.2)
      page = Page()
    }
    page.children = counts.0..<children.count
    page.runs = counts.1..<runs.count
    page.subtrees = counts.2..<subtrees.count
    pages.append(page)
  }

  /// Whether the trees and what they refer to are whole, and no page is used twice.
  mutating func isWhole(_ trees: [Tree]) -> Bool {
    visited = [Bool](repeating: false, count: pages.count)
    var waiting = trees
    while let tree = waiting.popLast() {
      guard walk(tree, &waiting) else { return false }
    }
    return true
  }

  private mutating func walk(_ tree: Tree, _ waiting: inout [Tree]) -> Bool {
    if tree.root == PageAudit.noPage { return tree.depth == 0 }
    var stack: [(page: UInt64, level: Int)] = [(tree.root, 1)]
    while let (number, level) = stack.popLast() {
      guard let page = visit(number) else { return false }
      guard page.kind == (level == tree.depth ? .leaf : .branch), level <= tree.depth else {
        return false
      }
      for child in children[page.children] { stack.append((child, level + 1)) }
      for run in runs[page.runs] where !visit(run: run.page, run.count) { return false }
      waiting += subtrees[page.subtrees]
    }
    return true
  }

  private mutating func visit(_ number: UInt64) -> Page? {
    guard number >= 2, number < UInt64(pages.count), !visited[Int(number)] else { return nil }
    visited[Int(number)] = true
    return pages[Int(number)]
  }

  private mutating func visit(run first: UInt64, _ count: Int) -> Bool {
    guard let page = visit(first), page.kind == .overflow, page.overflowPages >= count else {
      return false
    }
    for offset in 1..<max(1, UInt64(page.overflowPages)) where visit(first + offset) == nil {
      return false
    }
    return true
  }
}

// Reading a page (mdb.c: MDB_page, MDB_node, MDB_db).

extension PageAudit {
  private mutating func parse(_ page: ArraySlice<UInt8>, _ result: inout Page) -> Bool {
    let bytes = PageBytes(page)
    guard bytes.number(0, PageAudit.word) == UInt64(pages.count) else { return false }
    let kind = bytes.short(PageAudit.word + 2) & 0x6f
    if kind == 4 {
      result.kind = .overflow
      result.overflowPages = Int(truncatingIfNeeded: bytes.number(PageAudit.word + 4, 4))
      return result.overflowPages >= 1 && result.overflowPages < 1 << 24
    }
    guard kind == 1 || kind == 2 else { return false }
    result.kind = kind == 1 ? .branch : .leaf
    let (lower, upper) = (bytes.short(PageAudit.word + 4), bytes.short(PageAudit.word + 6))
    guard lower > PageAudit.header, lower & 1 == 0, lower <= upper, upper <= pageSize else {
      return false
    }
    for place in stride(from: PageAudit.header, to: lower, by: 2) {
      let node = bytes.short(place)
      guard node >= upper, node + 8 <= pageSize else { return false }
      guard kind == 1 ? addBranch(bytes, node) : addLeaf(bytes, node) else { return false }
    }
    return true
  }

  private mutating func addBranch(_ bytes: PageBytes, _ node: Int) -> Bool {
    guard node + 8 + bytes.short(node + 6) <= pageSize else { return false }
    let low = bytes.number(node, 4)
    children.append(PageAudit.word == 8 ? low | UInt64(bytes.short(node + 4)) << 32 : low)
    return true
  }

  private mutating func addLeaf(_ bytes: PageBytes, _ node: Int) -> Bool {
    let size = Int(truncatingIfNeeded: bytes.number(node, 4))
    let value = node + 8 + bytes.short(node + 6)
    switch bytes.short(node + 4) {
    case 0: return size >= 0 && size <= pageSize && value + size <= pageSize
    case 1:
      guard size >= 0, size < 1 << 30, value + PageAudit.word <= pageSize else { return false }
      let count = (PageAudit.header - 1 + size) / pageSize + 1
      runs.append((bytes.number(value, PageAudit.word), count))
      return true
    case 2:
      guard size == PageAudit.recordBytes, value + size <= pageSize else { return false }
      subtrees.append(PageAudit.tree(bytes, value))
      return true
    default: return false
    }
  }

  private static func tree(_ bytes: PageBytes, _ place: Int) -> Tree {
    Tree(
      root: bytes.number(place + 8 + 4 * word, word), depth: Int(bytes.short(place + 6)))
  }

  /// The two trees of a meta page: of free pages, and of the tables.
  static func trees(_ page: ArraySlice<UInt8>) -> [Tree] {
    let bytes = PageBytes(page)
    let first = header + 8 + 2 * word
    return [tree(bytes, first), tree(bytes, first + recordBytes)]
  }

  /// Numbers in this machine's byte order, which is the little-endian one.
  private struct PageBytes {
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    func number(_ offset: Int, _ count: Int) -> UInt64 {
      var number: UInt64 = 0
      for index in (0..<count).reversed() {
        number = number << 8 | UInt64(bytes[bytes.startIndex + offset + index])
      }
      return number
    }

    func short(_ offset: Int) -> Int { Int(number(offset, 2)) }
  }
}
