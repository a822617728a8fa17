import ChainTypes

/// Translates bytecode into threaded code, one basic block after the other. Inside a block the
/// stack is followed symbolically; at its end every value is put where the EVM has it, so that
/// blocks can be entered from anywhere.
@safe
struct Translator {
  let code: Bytecode
  let fork: Fork
  let facts: ForkFacts

  var instructions: [Instruction] = unsafe []
  var constants: [Word] = []
  /// Instructions whose immediate is the index of a constant, to become its address.
  var constantUsers: [Int] = []
  var jumpTable: [UInt32]
  /// Jumps to known places, by instruction.
  private var jumps: [(instruction: Int, target: Int)] = []

  // The block being translated.
  var stack = ValueStack(needs: 0, growth: 0)
  /// Gas of the block's instructions behind the current one.
  var gasBehind: UInt64 = 0
  /// The comparison whose result the last instructions made, if they did nothing else.
  var comparison: MadeComparison?
  /// A block needed more waiting room than there is: the contract stays in tier 0.
  var failed = false
  /// Whether the last jump to a known place that was emitted has no condition.
  var jumpsAlways = false

  init(_ code: Bytecode, _ fork: Fork) {
    self.code = code
    self.fork = fork
    facts = ForkFacts.of(fork)
    jumpTable = Array(repeating: 0, count: code.count)
    unsafe instructions.append(Instruction(haltBadJump))
  }

  /// The translation, or nil when the contract cannot be translated.
  @export(interface)
  static func translate(_ code: Bytecode, _ fork: Fork) -> Translation? {
    var translator = Translator(code, fork)
    translator.translateAll()
    return translator.failed ? nil : Translation(translator)
  }

  private mutating func translateAll() {
    var pc = 0
    while pc < code.count && !failed {
      let block = BlockExtent(code, facts, from: pc)
      translate(block)
      pc = block.end
      if !block.goesOn { pc = nextJumpDestination(from: pc) }
    }
    // Running off the end is STOP.
    unsafe instructions.append(Instruction(haltStop))
    for jump in jumps { patch(jump.instruction, jump.target) }
  }

  private func nextJumpDestination(from start: Int) -> Int {
    var pc = start
    while pc < code.count && !code.isJumpDestination(pc) { pc += 1 }
    return pc
  }

  private mutating func patch(_ instruction: Int, _ target: Int) {
    let index = target < jumpTable.count ? Int(jumpTable[target]) : 0
    unsafe instructions[instruction].x = Int32(index - instruction)
  }

  private mutating func translate(_ block: BlockExtent) {
    if code.isJumpDestination(block.start) {
      jumpTable[block.start] = unsafe UInt32(instructions.count)
    }
    var header = unsafe Instruction(blockHeader)
    unsafe header.x = Int32(bitPattern: UInt32(truncatingIfNeeded: block.gas))
    unsafe header.a = Int32(32 * block.needs)
    unsafe header.b = Int32(32 * (EVMLimits.stackHeight - block.growth))
    unsafe instructions.append(header)
    comparison = nil
    let first = unsafe instructions.count - 1
    // Such a block never gets past its header.
    if block.needs > EVMLimits.stackHeight || block.growth > EVMLimits.stackHeight { return }
    stack = ValueStack(needs: block.needs, growth: block.growth)
    gasBehind = block.gas
    var pc = block.start
    while pc < block.end && !failed {
      let op = unsafe code.start[pc]
      gasBehind -= UInt64(unsafe facts.opcodes[Int(op)].gas)
      translate(op, at: pc)
      pc += BlockExtent.length(of: op)
    }
    if block.fallsIntoNext { endByFalling() }
    joinJump(first, block.gas)
  }

  /// A block of nothing but a jump to a known place becomes one instruction.
  private mutating func joinJump(_ header: Int, _ gas: UInt64) {
    guard unsafe instructions.count == header + 2, let jump = jumps.last,
      jump.instruction == header + 1,
      unsafe instructions[header + 1].immediate == 0, jumpsAlways
    else { return }
    var joined = unsafe Instruction(blockJump)
    unsafe joined.a = instructions[header].a
    unsafe joined.b = instructions[header].b
    unsafe joined.d = instructions[header + 1].d
    unsafe joined.immediate = gas
    unsafe instructions[header] = joined
    unsafe instructions.removeLast()
    jumps[jumps.count - 1].instruction = header
  }

  mutating func noteJump(_ instruction: Int, to target: Int) {
    jumps.append((instruction, target))
  }
}

/// How far a basic block goes, and what its header has to check.
struct BlockExtent {
  let start: Int
  var end: Int
  var gas: UInt64 = 0
  /// Words that must be there, and how far above its beginning the stack rises.
  var needs = 0
  var growth = 0
  /// Whether the code behind the block can be reached from it.
  var goesOn = true
  /// Whether it ends only because the next instruction is a JUMPDEST, or the code is over.
  var fallsIntoNext = true

  init(_ code: Bytecode, _ facts: ForkFacts, from start: Int) {
    self.start = start
    var pc = start
    var height = 0
    while pc < code.count {
      if pc != start && code.isJumpDestination(pc) { break }
      let op = unsafe code.start[pc]
      let fact = unsafe facts.opcodes[Int(op)]
      pc += BlockExtent.length(of: op)
      if fact.isDefined != 0 {
        gas += UInt64(fact.gas)
        needs = max(needs, Int(fact.needs) - height)
        height += BlockExtent.change(of: op, fact)
        growth = max(growth, height)
      }
      let ending = BlockEnding(op, isDefined: fact.isDefined != 0)
      if ending != .none {
        fallsIntoNext = false
        goesOn = ending == .continues
        break
      }
    }
    end = min(pc, code.count)
  }

  static func length(of op: UInt8) -> Int {
    op >= 0x60 && op <= 0x7f ? Int(op) - 0x5e : 1
  }

  /// How the stack's height changes: known from the limit where it rises, from the table where it
  /// falls.
  private static func change(of op: UInt8, _ fact: OpcodeFact) -> Int {
    Int(OpcodeTable.gives(op)) - Int(fact.needs)
  }
}

/// Whether an instruction ends its basic block. Host operations do, so that the stack is in place
/// and the gas exact when the driver takes over.
enum BlockEnding {
  case none
  case continues
  case halts

  init(_ op: UInt8, isDefined: Bool) {
    guard isDefined else {
      self = .halts
      return
    }
    switch op {
    case 0x00, 0x56, 0xf3, 0xfd, 0xfe, 0xff: self = .halts
    case 0x31, 0x3b, 0x3c, 0x3f, 0x40, 0x47, 0x49, 0x54, 0x55, 0x57, 0x5c, 0x5d: self = .continues
    case 0xa0...0xa4, 0xf0, 0xf1, 0xf2, 0xf4, 0xf5, 0xfa: self = .continues
    default: self = .none
    }
  }
}
