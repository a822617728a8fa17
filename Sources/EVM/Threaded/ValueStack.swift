import ChainTypes

/// Where a value is while a basic block is translated: in a slot of the stack, which need not be
/// the one where the EVM would have it, or nowhere yet because it is a constant.
enum Operand: Equatable {
  case slot(Int)
  case constant(Word)
}

/// The stack of a basic block as the translator follows it. Positions and slots count from the
/// height at the block's beginning: -1 is the top that the block found.
struct ValueStack {
  /// The lowest position that the block touches, at most 0.
  let bottom: Int
  /// Slots from here on are above anything the block's own stack reaches: room for values that
  /// have to wait.
  let scratch: Int
  private(set) var values: [Operand]
  /// How many values are in each slot, from `bottom` on.
  private var users: [Int]

  init(needs: Int, growth: Int) {
    bottom = -needs
    scratch = growth
    values = (-needs..<0).map { .slot($0) }
    users = Array(repeating: 1, count: needs)
    users += Array(repeating: 0, count: growth + EVMLimits.scratchSlots)
  }

  /// The position that the next pushed value takes.
  var height: Int { values.count + bottom }

  func isFree(_ slot: Int) -> Bool { users[slot - bottom] == 0 }

  /// A value stays in use until it is released, so that nothing is put into its slot meanwhile.
  mutating func pop() -> Operand { values.removeLast() }

  mutating func release(_ operand: Operand) {
    if case .slot(let slot) = operand { users[slot - bottom] -= 1 }
  }

  mutating func hold(_ operand: Operand) {
    if case .slot(let slot) = operand { users[slot - bottom] += 1 }
  }

  mutating func push(_ operand: Operand) {
    hold(operand)
    values.append(operand)
  }

  mutating func duplicate(_ depth: Int) { push(values[values.count - depth]) }

  mutating func swap(_ depth: Int) {
    values.swapAt(values.count - 1, values.count - 1 - depth)
  }

  /// The slot for a value about to be pushed: where the EVM would have it, if nothing else is
  /// there. Nil when there is no room.
  func slotForPush() -> Int? { isFree(height) ? height : freeScratch() }

  func freeScratch() -> Int? {
    for slot in scratch..<(scratch + EVMLimits.scratchSlots) where isFree(slot) { return slot }
    return nil
  }

  func operand(at position: Int) -> Operand { values[position - bottom] }

  mutating func replace(at position: Int, by operand: Operand) {
    hold(operand)
    release(values[position - bottom])
    values[position - bottom] = operand
  }
}
