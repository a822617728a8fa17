import ChainTypes
import Statements

/// Seals and what others signed about them, for the heights about a lane's head: a ring. Every new
/// statement is compared with these.
struct RecentHeights {
  /// Looked into where they are: a copy of one costs more than what is asked of it.
  private(set) var slots: [HeightSlot] = []

  private static func place(_ height: UInt64) -> Int { Int(height % SyncLimits.recentHeights) }

  subscript(_ height: UInt64) -> HeightSlot? { index(height).map { slots[$0] } }

  /// Where in `slots` a height is that has a seal.
  func index(_ height: UInt64) -> Int? {
    guard !slots.isEmpty else { return nil }
    let place = Self.place(height)
    return slots[place].height == height && height > 0 ? place : nil
  }

  func seal(_ height: UInt64) -> Signed<Seal>? {
    guard let place = index(height) else { return nil }
    return slots[place].seal
  }

  /// Whether a cosignature is kept.
  func holds(_ cosignature: Signed<Cosignature>) -> Bool {
    guard let place = index(cosignature.content.height) else { return false }
    // Whole: two witnesses' statements differ in nothing but who signed.
    for index in slots[place].cosignatures.indices
    where slots[place].cosignatures[index].signed == cosignature { return true }
    return false
  }

  /// Keeps a seal, in place of that of another height.
  mutating func put(_ seal: Signed<Seal>) {
    if slots.isEmpty {
      slots = Array(repeating: HeightSlot(), count: Int(SyncLimits.recentHeights))
    }
    let place = Self.place(seal.content.height)
    guard slots[place].height != seal.content.height else { return }
    slots[place] = HeightSlot(height: seal.content.height, seal: seal)
  }

  /// Changes the slot of a height that has one.
  mutating func update(_ height: UInt64, _ change: (inout HeightSlot) -> Void) {
    guard let place = index(height) else { return }
    change(&slots[place])
  }

  /// Forgets what is above a height.
  mutating func removeAbove(_ height: UInt64) {
    for place in slots.indices where slots[place].height > height { slots[place] = HeightSlot() }
  }
}

/// Of height 0 there is none: such a slot is free.
struct HeightSlot {
  var height: UInt64 = 0
  var seal: Signed<Seal>?
  var cosignatures: [Attributed<Cosignature>] = []
  var receipts: [Attributed<StorageReceipt>] = []
}

/// A statement whose signer is known.
struct Attributed<Content: Statement> {
  var signer: Address
  var signed: Signed<Content>
}
