import ChainTypes

// Tier 1: threaded code. A contract that runs again is translated into instructions over stack
// slots, in which PUSH, DUP, SWAP and POP no longer exist (they are half of what contracts
// execute), gas and stack are checked once a basic block, and each handler ends by jumping to the
// next one's.
//
// A handler is a C function, because only those have an address without a context; it must end in a
// tail call, which the optimiser makes of it as long as no local's address is taken. Debug builds
// do not optimise, so they use tier 0 only; the gate disassembles the release build.

typealias Handler =
  @convention(c) (
    _ ip: UnsafeRawPointer, _ sp: UnsafeMutableRawPointer, _ gas: Int64,
    _ registers: UnsafeMutableRawPointer
  ) -> UInt8

/// One translated instruction. `a`, `b` and `d` are byte offsets of words from the stack pointer
/// that the basic block began with: two sources and a destination.
@unsafe
struct Instruction {
  var handler: Handler
  var a: Int32 = 0
  var b: Int32 = 0
  var d: Int32 = 0
  /// A jump's distance in instructions, a third source, or a block's gas.
  var x: Int32 = 0
  /// A small number, or the address of a constant word.
  var immediate: UInt64 = 0

  init(_ handler: Handler) { unsafe self.handler = unsafe handler }
}

/// Where a handler stands: its four arguments, and what it may do with them.
@safe
struct At {
  let ip: UnsafeRawPointer
  let sp: UnsafeMutableRawPointer
  var gas: Int64
  let registers: UnsafeMutableRawPointer

  @inline(__always)
  init(
    _ ip: UnsafeRawPointer, _ sp: UnsafeMutableRawPointer, _ gas: Int64,
    _ registers: UnsafeMutableRawPointer
  ) {
    unsafe self.ip = ip
    unsafe self.sp = sp
    self.gas = gas
    unsafe self.registers = registers
  }

  // Safe, all below: the translator made the instruction for this stack depth, which the block's
  // header has checked, and `registers` is the machine's.

  @inline(__always)
  var i: UnsafePointer<Instruction> { unsafe ip.assumingMemoryBound(to: Instruction.self) }

  @inline(__always)
  var r: Live { unsafe registers.assumingMemoryBound(to: Registers.self) }

  @inline(__always)
  func slot(_ offset: Int32) -> UnsafeMutablePointer<Word> {
    unsafe (sp + Int(truncatingIfNeeded: offset)).assumingMemoryBound(to: Word.self)
  }

  @inline(__always) var a: Word { unsafe slot(i.pointee.a).pointee }
  @inline(__always) var b: Word { unsafe slot(i.pointee.b).pointee }
  @inline(__always) var c: Word { unsafe slot(i.pointee.x).pointee }
  @inline(__always) var d: Word {
    get { unsafe slot(i.pointee.d).pointee }
    nonmutating set { unsafe slot(i.pointee.d).pointee = newValue }
  }
  @inline(__always) var immediate: UInt64 { unsafe i.pointee.immediate }
  /// The constant the instruction points at.
  @inline(__always) var k: Word {
    unsafe UnsafeRawPointer(bitPattern: UInt(truncatingIfNeeded: i.pointee.immediate))
      .unsafelyUnwrapped.assumingMemoryBound(to: Word.self).pointee
  }

  /// The stack as a body of tier 0 wants it: its top is `d`.
  @inline(__always) var stack: Stack { unsafe Stack(slot(i.pointee.d)) }

  /// On to the next instruction: in the optimised build a jump.
  @inline(__always)
  func next() -> UInt8 { unsafe go(ip + MemoryLayout<Instruction>.stride, sp) }

  @inline(__always)
  func go(_ ip: UnsafeRawPointer, _ sp: UnsafeMutableRawPointer) -> UInt8 {
    let target = unsafe ip.assumingMemoryBound(to: Instruction.self)
    return unsafe target.pointee.handler(ip, sp, gas, registers)
  }

  /// The instruction `x` further on or back, with the block's change of the stack pointer made.
  @inline(__always)
  func jump() -> UInt8 {
    let distance = unsafe Int(truncatingIfNeeded: i.pointee.x) &* MemoryLayout<Instruction>.stride
    return unsafe go(ip + distance, sp + Int(truncatingIfNeeded: i.pointee.d))
  }

  /// The next instruction, likewise.
  @inline(__always)
  func fall() -> UInt8 {
    unsafe go(
      ip + MemoryLayout<Instruction>.stride, sp + Int(truncatingIfNeeded: i.pointee.d))
  }

  @inline(__always)
  func jump(if taken: Bool) -> UInt8 { taken ? jump() : fall() }

  /// Leaves threaded code.
  @inline(__always)
  func exit(_ exit: Exit) -> UInt8 {
    unsafe r.pointee.gas = gas
    return exit.rawValue
  }
}
