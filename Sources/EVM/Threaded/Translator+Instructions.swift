import ChainTypes

extension Translator {
  mutating func translate(_ op: UInt8, at pc: Int) {
    guard unsafe facts.opcodes[Int(op)].isDefined != 0 else {
      unsafe emit(Instruction(haltUndefined))
      return
    }
    switch op {
    case 0x00: unsafe emit(Instruction(haltStop))
    case 0xfe: unsafe emit(Instruction(haltInvalid))
    case 0x5b: break
    case 0x50: stack.release(stack.pop())
    case 0x5f: stack.push(.constant(.zero))
    case 0x60...0x7f:
      stack.push(.constant(unsafe StackMoves.immediate(code.start + pc + 1, Int(op) - 0x5f)))
    case 0x80...0x8f: stack.duplicate(Int(op) - 0x7f)
    case 0x90...0x9f: stack.swap(Int(op) - 0x8f)
    case 0x38: stack.push(.constant(Word(UInt64(code.count))))
    case 0x58: stack.push(.constant(Word(UInt64(pc))))
    case 0x56: jump()
    case 0x57: jumpIf()
    default: translateComputation(op, at: pc)
    }
  }

  private mutating func translateComputation(_ op: UInt8, at pc: Int) {
    if let form = BinaryForm(op) { return binary(form) }
    if let handler = unsafe PushForm.handler(op) {
      unsafe result(Instruction(handler))
      return
    }
    if let form = InPlaceForm(op) {
      return unsafe inPlace(form.handler, form.takes, form.gives)
    }
    switch op {
    case 0x11: greater(BinaryForm(0x10))
    case 0x13: greater(BinaryForm(0x12))
    case 0x15: unsafe unary(iszeroD, comparing: true) { Word($0.isZero ? 1 : 0) }
    case 0x19: unsafe unary(notD) { ~$0 }
    case 0x1e: unsafe unary(clzD) { Word(UInt64($0.leadingZeroBitCount)) }
    case 0x08: unsafe ternary(addmodSSS)
    case 0x09: unsafe ternary(mulmodSSS)
    case 0x0a: exponentiate()
    case 0x35: calldataload()
    case 0x51: load()
    case 0x52: unsafe store(mstoreS, mstoreK)
    case 0x53: unsafe store(mstore8S, mstore8K)
    case 0x5a:
      var gas = unsafe Instruction(gasD)
      unsafe gas.immediate = gasBehind
      unsafe result(gas)
    default: leave(at: pc)
    }
  }

  /// Emits an instruction that pushes its result; answers the slot.
  @discardableResult
  private mutating func result(_ instruction: Instruction) -> Int {
    guard let slot = stack.slotForPush() else {
      failed = true
      return 0
    }
    var instruction = unsafe instruction
    unsafe instruction.d = Translator.offset(slot)
    unsafe emit(instruction)
    stack.push(.slot(slot))
    comparison = nil
    return slot
  }

  private func place(_ operand: Operand) -> Int32 {
    if case .slot(let slot) = operand { Translator.offset(slot) } else { 0 }
  }

  private mutating func binary(_ form: BinaryForm) {
    let a = stack.pop()
    let b = stack.pop()
    binary(form, a, b)
  }

  private mutating func greater(_ form: BinaryForm?) {
    guard let form else { return }
    let b = stack.pop()
    let a = stack.pop()
    binary(form, a, b)
  }

  private mutating func binary(_ form: BinaryForm, _ a: Operand, _ b: Operand) {
    let first = unsafe instructions.count
    if case .constant(let x) = a, case .constant(let y) = b {
      stack.push(.constant(form.fold(x, y)))
    } else if case .constant(let y) = b, let handler = unsafe form.sk {
      unsafe withConstant(handler, a, form.addsNegatedConstant ? y.negated : y)
    } else if case .constant(let x) = a, let handler = unsafe form.ks {
      unsafe withConstant(handler, b, x)
    } else {
      let a = slotted(a)
      let b = slotted(b)
      var instruction = unsafe Instruction(form.ss)
      unsafe instruction.a = place(a)
      unsafe instruction.b = place(b)
      stack.release(a)
      stack.release(b)
      unsafe result(instruction)
    }
    guard let comparing = form.comparison, unsafe instructions.count == first + 1 else { return }
    noteComparison(MadeComparison(form: comparing, a: a, b: b, result: 0, first: first))
  }

  /// A slot and a constant.
  private mutating func withConstant(_ handler: Handler, _ operand: Operand, _ constant: Word) {
    stack.release(operand)
    var instruction = unsafe Instruction(handler)
    unsafe instruction.a = place(operand)
    unsafe instruction.immediate = UInt64(constants.count)
    unsafe constantUsers.append(instructions.count)
    constants.append(constant)
    unsafe result(instruction)
  }

  private mutating func noteComparison(_ made: MadeComparison) {
    guard case .slot(let slot) = stack.operand(at: stack.height - 1) else { return }
    comparison = made
    comparison?.result = slot
  }

  private mutating func unary(
    _ handler: Handler, comparing: Bool = false, _ fold: (Word) -> Word
  ) {
    let operand = stack.pop()
    if case .constant(let word) = operand {
      stack.push(.constant(fold(word)))
      return
    }
    // ISZERO of a comparison that nobody else reads negates it.
    var made: MadeComparison?
    if comparing {
      made = unsafe MadeComparison(
        form: .zero, a: operand, b: operand, result: 0, first: instructions.count)
      if let before = comparison, Operand.slot(before.result) == operand {
        stack.release(operand)
        if stack.isFree(before.result) {
          made = before
          made?.isNegated.toggle()
        }
        stack.hold(operand)
      }
    }
    stack.release(operand)
    var instruction = unsafe Instruction(handler)
    unsafe instruction.a = place(operand)
    unsafe result(instruction)
    if let made { noteComparison(made) }
  }

  private mutating func ternary(_ handler: Handler) {
    let a = slotted(stack.pop())
    let b = slotted(stack.pop())
    let c = slotted(stack.pop())
    var instruction = unsafe Instruction(handler)
    unsafe instruction.a = place(a)
    unsafe instruction.b = place(b)
    unsafe instruction.x = place(c)
    for operand in [a, b, c] { stack.release(operand) }
    unsafe result(instruction)
  }

  private mutating func exponentiate() {
    let a = slotted(stack.pop())
    let b = slotted(stack.pop())
    var instruction = unsafe Instruction(expSS)
    unsafe instruction.a = place(a)
    unsafe instruction.b = place(b)
    stack.release(a)
    stack.release(b)
    unsafe result(instruction)
  }
}

// Memory and call data.

extension Translator {
  /// A place known while translating and small enough for every memory.
  private func knownOffset(_ operand: Operand) -> UInt64? {
    guard case .constant(let word) = operand, let offset = word.asUInt64, offset < 1 << 32 else {
      return nil
    }
    return offset
  }

  private mutating func calldataload() {
    let operand = stack.pop()
    if let known = knownOffset(operand) {
      var instruction = unsafe Instruction(calldataloadK)
      unsafe instruction.immediate = known
      unsafe result(instruction)
    } else {
      unsafe load(calldataloadS, operand)
    }
  }

  private mutating func load() {
    let operand = stack.pop()
    if let known = knownOffset(operand) {
      var instruction = unsafe Instruction(mloadK)
      unsafe instruction.immediate = known
      unsafe result(instruction)
    } else {
      unsafe load(mloadS, operand)
    }
  }

  private mutating func load(_ handler: Handler, _ operand: Operand) {
    let a = slotted(operand)
    stack.release(a)
    var instruction = unsafe Instruction(handler)
    unsafe instruction.a = place(a)
    unsafe result(instruction)
  }

  private mutating func store(_ atSlot: Handler, _ atKnown: Handler) {
    let target = stack.pop()
    let value = slotted(stack.pop())
    comparison = nil
    var instruction: Instruction
    if let known = knownOffset(target) {
      unsafe instruction = Instruction(atKnown)
      unsafe instruction.immediate = known
    } else {
      let a = slotted(target)
      unsafe instruction = Instruction(atSlot)
      unsafe instruction.a = place(a)
      stack.release(a)
    }
    unsafe instruction.b = place(value)
    unsafe emit(instruction)
    stack.release(value)
  }

  /// Operands in their places, the body of tier 0, and the result where it leaves it.
  private mutating func inPlace(_ handler: Handler, _ takes: Int, _ gives: Int) {
    var kept: [Operand] = []
    settle(from: stack.height - takes, keeping: &kept)
    comparison = nil
    var instruction = unsafe Instruction(handler)
    unsafe instruction.d = Translator.offset(stack.height)
    unsafe emit(instruction)
    for _ in 0..<takes { stack.release(stack.pop()) }
    if gives == 1 { stack.push(.slot(stack.height)) }
  }
}

// Ends of blocks.

extension Translator {
  /// The host's instruction: everything in place, then out.
  private mutating func leave(at pc: Int) {
    var kept: [Operand] = []
    settle(from: stack.bottom, keeping: &kept)
    var instruction = unsafe Instruction(leaveForHost)
    unsafe instruction.d = Translator.offset(stack.height)
    unsafe instruction.immediate = UInt64(pc)
    unsafe emit(instruction)
  }

  mutating func endByFalling() {
    var kept: [Operand] = []
    settle(from: stack.bottom, keeping: &kept)
    if stack.height == 0 { return }
    var instruction = unsafe Instruction(fallThrough)
    unsafe instruction.d = Translator.offset(stack.height)
    unsafe emit(instruction)
  }

  private func knownTarget(_ operand: Operand) -> Int? {
    guard case .constant(let word) = operand else { return nil }
    return word < Word(UInt64(code.count)) ? Int(word.limb0) : code.count
  }

  private mutating func jump() {
    let target = stack.pop()
    var kept = [target]
    settle(from: stack.bottom, keeping: &kept)
    if let known = knownTarget(target) {
      unsafe emitJump(Instruction(jumpK), to: known)
      jumpsAlways = true
    } else {
      var instruction = unsafe Instruction(jumpS)
      unsafe instruction.a = place(kept[0])
      unsafe instruction.d = Translator.offset(stack.height)
      unsafe emit(instruction)
    }
  }

  private mutating func emitJump(_ instruction: Instruction, to target: Int) {
    jumpsAlways = false
    var instruction = unsafe instruction
    unsafe instruction.d = Translator.offset(stack.height)
    unsafe noteJump(instructions.count, to: target)
    unsafe emit(instruction)
  }

  private mutating func jumpIf() {
    let target = stack.pop()
    let condition = stack.pop()
    guard let known = knownTarget(target) else { return jumpIfComputed(target, condition) }
    if let fused = takeComparison(condition) {
      var kept = [fused.a, fused.b]
      for operand in kept { stack.hold(operand) }
      settle(from: stack.bottom, keeping: &kept)
      var instruction = unsafe Instruction(fused.jump)
      switch (kept[0], kept[1]) {
      case (.constant(let word), let slot), (let slot, .constant(let word)):
        unsafe instruction.a = place(slot)
        unsafe instruction.immediate = UInt64(constants.count)
        unsafe constantUsers.append(instructions.count)
        constants.append(word)
      default:
        unsafe instruction.a = place(kept[0])
        unsafe instruction.b = place(kept[1])
      }
      unsafe emitJump(instruction, to: known)
      return
    }
    var kept = [slotted(condition)]
    settle(from: stack.bottom, keeping: &kept)
    var instruction = unsafe Instruction(jumpiNonzero)
    unsafe instruction.a = place(kept[0])
    unsafe emitJump(instruction, to: known)
  }

  private mutating func jumpIfComputed(_ target: Operand, _ condition: Operand) {
    var kept = [slotted(target), slotted(condition)]
    settle(from: stack.bottom, keeping: &kept)
    var instruction = unsafe Instruction(jumpiS)
    unsafe instruction.a = place(kept[0])
    unsafe instruction.b = place(kept[1])
    unsafe instruction.d = Translator.offset(stack.height)
    unsafe emit(instruction)
  }

  /// The comparison behind a condition, its instructions taken back, when nothing else needs its
  /// result.
  private mutating func takeComparison(_ condition: Operand) -> MadeComparison? {
    guard let made = comparison, condition == .slot(made.result) else { return nil }
    stack.release(condition)
    guard stack.isFree(made.result) else {
      stack.hold(condition)
      return nil
    }
    unsafe instructions.removeLast(instructions.count - made.first)
    while let user = constantUsers.last, user >= made.first {
      constantUsers.removeLast()
      constants.removeLast()
    }
    comparison = nil
    return made
  }
}
