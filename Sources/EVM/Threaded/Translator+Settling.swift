import ChainTypes

// Putting values where the EVM has them.

extension Translator {
  mutating func emit(_ instruction: Instruction) { unsafe instructions.append(instruction) }

  mutating func emitConstant(
    _ handler: Handler, _ constant: Word, _ fill: (inout Instruction) -> Void
  ) {
    var instruction = unsafe Instruction(handler)
    unsafe fill(&instruction)
    unsafe instruction.immediate = UInt64(constants.count)
    unsafe constantUsers.append(instructions.count)
    constants.append(constant)
    unsafe emit(instruction)
  }

  static func offset(_ slot: Int) -> Int32 { Int32(truncatingIfNeeded: slot &* 32) }

  /// Moves a value into a slot.
  mutating func move(_ operand: Operand, to slot: Int) {
    comparison = nil
    switch operand {
    case .slot(let source):
      var copy = unsafe Instruction(copyD)
      unsafe copy.a = Translator.offset(source)
      unsafe copy.d = Translator.offset(slot)
      unsafe emit(copy)
    case .constant(let word):
      if let small = word.asUInt64 {
        var constant = unsafe Instruction(smallD)
        unsafe constant.d = Translator.offset(slot)
        unsafe constant.immediate = small
        unsafe emit(constant)
      } else {
        unsafe emitConstant(constantD, word) { unsafe $0.d = Translator.offset(slot) }
      }
    }
  }

  /// A free slot to wait in; marks the translation as failed when there is none.
  mutating func waitingSlot() -> Int {
    if let slot = stack.freeScratch() { return slot }
    failed = true
    return stack.scratch
  }

  /// The value in a slot: a constant is moved into one. The result is held and must be released.
  mutating func slotted(_ operand: Operand) -> Operand {
    guard case .constant = operand else { return operand }
    let slot = waitingSlot()
    move(operand, to: slot)
    let moved = Operand.slot(slot)
    stack.hold(moved)
    return moved
  }

  /// Puts every value from a position upwards into its own slot. Values below that stand in the way
  /// are moved aside, and so are the `kept` ones: operands that a jump reads afterwards.
  mutating func settle(from lowest: Int, keeping kept: inout [Operand]) {
    moveAside(from: lowest, &kept)
    var waiting = (lowest..<stack.height).filter { stack.operand(at: $0) != .slot($0) }
    while !waiting.isEmpty && !failed {
      let ready = waiting.filter { stack.isFree($0) }
      if ready.isEmpty {
        breakCycle(waiting)
      } else {
        for position in ready {
          move(stack.operand(at: position), to: position)
          stack.replace(at: position, by: .slot(position))
        }
      }
      waiting = waiting.filter { stack.operand(at: $0) != .slot($0) }
    }
  }

  private mutating func moveAside(from lowest: Int, _ kept: inout [Operand]) {
    for position in lowest..<stack.height {
      let here = Operand.slot(position)
      // Also where the value itself is at home: the instruction may leave its result there.
      let below = (stack.bottom..<lowest).filter { stack.operand(at: $0) == here }
      let isAtHome = stack.operand(at: position) == here
      let keeps = isAtHome ? [] : kept.indices.filter { kept[$0] == here }
      if below.isEmpty && keeps.isEmpty { continue }
      let slot = waitingSlot()
      move(here, to: slot)
      for other in below { stack.replace(at: other, by: .slot(slot)) }
      for i in keeps {
        stack.hold(.slot(slot))
        stack.release(kept[i])
        kept[i] = .slot(slot)
      }
    }
  }

  /// All that still has to move waits for another: exchange two, or take one out of the ring.
  private mutating func breakCycle(_ waiting: [Int]) {
    let position = waiting[0]
    if case .slot(let other) = stack.operand(at: position), other >= stack.bottom,
      other < stack.height, stack.operand(at: other) == .slot(position)
    {
      comparison = nil
      var exchange = unsafe Instruction(exchangeAB)
      unsafe exchange.a = Translator.offset(position)
      unsafe exchange.b = Translator.offset(other)
      unsafe emit(exchange)
      redirect(waiting, [position: other, other: position])
      return
    }
    let slot = waitingSlot()
    move(.slot(position), to: slot)
    redirect(waiting, [position: slot])
  }

  /// The contents of slots have moved: whoever waits to read one reads it elsewhere.
  private mutating func redirect(_ waiting: [Int], _ moved: [Int: Int]) {
    let changes: [(Int, Operand)] = waiting.compactMap { position in
      guard case .slot(let slot) = stack.operand(at: position), let to = moved[slot] else {
        return nil
      }
      return (position, .slot(to))
    }
    for (position, operand) in changes { stack.replace(at: position, by: operand) }
  }
}
