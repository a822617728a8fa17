import ChainTypes
import EVMAssembly

/// Makes bytecode that gets far: instructions mostly find their operands, jumps mostly land, calls
/// mostly meet a contract. What is left to chance finds the other paths.
struct ProgramGenerator {
  var random: SeededRandom
  private var code: [UInt8] = []
  private var height = 0
  private var targets: [Int] = []

  init(random: SeededRandom) { self.random = random }

  mutating func program() -> [UInt8] {
    code = []
    height = 0
    targets = []
    let length = 8 + random.below(Limits.fuzzCode - 8)
    while code.count < length { step() }
    return code
  }

  private mutating func step() {
    switch random.below(32) {
    case 0..<8: pushValue()
    case 8..<16: arithmetic()
    case 16..<19: moveOnStack()
    case 19..<22: useMemory()
    case 22..<24: useStorage()
    case 24..<26: emit(random.pick(ProgramGenerator.facts), takes: 0, gives: 1)
    case 26..<28: jump()
    case 28: call()
    case 29: end()
    case 30: create()
    default: code.append(UInt8(truncatingIfNeeded: random.next()))
    }
  }

  private mutating func emit(_ op: Op, takes: Int, gives: Int) {
    while height < takes { pushValue() }
    code.append(op.code)
    height += gives - takes
  }

  private mutating func push(_ bytes: [UInt8]) {
    code.append(Op.push1.code - 1 + UInt8(bytes.count))
    code += bytes
    height += 1
  }

  private mutating func pushSmall(_ bound: Int) { push([UInt8(random.below(bound))]) }

  private mutating func pushValue() {
    switch random.below(8) {
    case 0..<3: pushSmall(8)
    case 3: pushSmall(256)
    case 4: push(random.bytes(1 + random.below(32)))
    case 5: push(FuzzWorld.addresses[random.below(FuzzWorld.addresses.count)].bytes)
    default: push(random.pick(ProgramGenerator.edges).bytes)
    }
  }

  private mutating func arithmetic() {
    switch random.below(8) {
    case 0: emit(random.pick(ProgramGenerator.unary), takes: 1, gives: 1)
    case 1: emit(random.oneIn(2) ? .addmod : .mulmod, takes: 3, gives: 1)
    default: emit(random.pick(ProgramGenerator.binary), takes: 2, gives: 1)
    }
  }

  private mutating func moveOnStack() {
    let n = 1 + random.below(min(16, max(1, height)))
    switch random.below(3) {
    case 0: emit(Op(0x7f + UInt8(n)), takes: n, gives: n + 1)
    case 1: emit(Op(0x8f + UInt8(n)), takes: n + 1, gives: n + 1)
    default: emit(.pop, takes: 1, gives: 0)
    }
  }

  private mutating func useMemory() {
    let op = random.pick(ProgramGenerator.memoryOps)
    for _ in 1..<op.takes { random.oneIn(4) ? pushValue() : pushSmall(128) }
    // Mostly near the beginning: far offsets end the program for want of gas.
    random.oneIn(16) ? pushValue() : pushSmall(128)
    emit(op.op, takes: op.takes, gives: op.gives)
  }

  private mutating func useStorage() {
    pushSmall(4)
    switch random.below(4) {
    case 0: emit(.sload, takes: 1, gives: 1)
    case 1: emit(.tload, takes: 1, gives: 1)
    case 2: emit(.tstore, takes: 2, gives: 0)
    default: emit(.sstore, takes: 2, gives: 0)
    }
  }

  /// Backwards to a place that is known, or forwards over a few bytes to one that is made now.
  private mutating func jump() {
    if random.oneIn(2) || targets.isEmpty {
      targets.append(code.count)
      code.append(Op.jumpdest.code)
      return
    }
    let target = random.pick(targets)
    if random.oneIn(4) {
      push([UInt8(target >> 8), UInt8(target & 255)])
      emit(.jump, takes: 1, gives: 0)
    } else {
      emit(.gas, takes: 0, gives: 1)
      pushSmall(64)
      emit(.and, takes: 2, gives: 1)
      push([UInt8(target >> 8), UInt8(target & 255)])
      emit(.jumpi, takes: 2, gives: 0)
    }
  }

  private mutating func call() {
    let kind = random.pick(ProgramGenerator.calls)
    for _ in 0..<4 { pushSmall(96) }
    if kind.takes == 7 { pushSmall(2) }
    push(random.pick(FuzzWorld.addresses).bytes)
    random.oneIn(2) ? emit(.gas, takes: 0, gives: 1) : push(random.bytes(2))
    emit(kind.op, takes: kind.takes, gives: 1)
  }

  private mutating func create() {
    pushSmall(64)
    pushSmall(64)
    pushSmall(64)
    pushSmall(2)
    if random.oneIn(2) {
      emit(.create, takes: 3, gives: 1)
    } else {
      emit(.create2, takes: 4, gives: 1)
    }
  }

  private mutating func end() {
    guard random.oneIn(2) else { return }
    pushSmall(64)
    pushSmall(64)
    switch random.below(8) {
    case 0: emit(.selfdestruct, takes: 1, gives: 0)
    case 1: emit(.stop, takes: 0, gives: 0)
    case 2..<4: emit(.revert, takes: 2, gives: 0)
    default: emit(.return, takes: 2, gives: 0)
    }
  }
}
