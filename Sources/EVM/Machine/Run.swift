import ChainTypes

/// One message being executed for one host: the loop computes, this answers what the loop cannot,
/// enters frames and leaves them. There is no recursion: calls are frames on a stack of their own,
/// so 1,024 of them fit a thread with a small native stack.
@safe
struct Run<H: Host, T: Tracer> {
  let machine: Machine
  let host: H
  let environment: Environment
  let prices: Prices
  let r: Live
  var tracer: T
  let frames: UnsafeMutablePointer<Frame>
  /// Frames on the call stack; the last one executes.
  var depth = 0
  /// The refund counter of EIP-2200 and EIP-3529; may be negative within a frame.
  var refund: Int64 = 0

  init(machine: Machine, environment: Environment, host: H, tracer: T) {
    self.machine = machine
    self.host = host
    self.environment = environment
    prices = ForkFacts.of(environment.fork).prices
    unsafe r = machine.registers
    unsafe frames = machine.frames
    self.tracer = tracer
  }

  /// What a host operation answers to the driver.
  enum Step {
    /// Done: on to the next instruction.
    case next
    /// A frame was entered (or the caller resumes after one that needed no execution).
    case entered
    case halt(Halt)
  }

  mutating func execute(_ message: Message) -> Outcome {
    if let outcome = begin(message) { return outcome }
    while true {
      let exit: Exit
      if T.isActive {
        exit = tracedStep()
      } else if let ip = unsafe r.pointee.resume {
        exit = unsafe Threaded.run(r, from: ip)
      } else {
        exit = unsafe Loop.run(r)
      }
      var halt: Halt
      switch exit {
      case .stepped: continue
      case .host:
        switch performHostOperation() {
        case .next:
          unsafe r.pointee.pc += 1
          continue
        case .entered: continue
        case .halt(let reason): halt = reason
        }
      default: halt = unsafe Halt(exit, r)
      }
      if let outcome = leave(&halt) { return outcome }
    }
  }

  private mutating func tracedStep() -> Exit {
    let stack = unsafe UnsafeBufferPointer(
      start: r.pointee.stackBase, count: r.pointee.top - r.pointee.stackBase)
    let memory = unsafe UnsafeBufferPointer(start: r.pointee.memory, count: r.pointee.memorySize)
    let returned = unsafe UnsafeBufferPointer(
      start: r.pointee.returnData, count: r.pointee.returnDataCount)
    tracer.instruction(
      unsafe TraceStep(
        pc: r.pointee.pc, op: r.pointee.code[r.pointee.pc], gas: r.pointee.gas,
        depth: depth, refund: refund, stack: Array(stack), memory: Array(memory),
        returnData: Array(returned)))
    return unsafe Loop.step(r)
  }

  /// Charges the executing frame; false when the gas does not reach.
  @inline(__always)
  func charge(_ amount: Int64) -> Bool {
    let left = unsafe r.pointee.gas &- amount
    unsafe r.pointee.gas = left
    return left >= 0
  }

  /// The executing frame, in place.
  @inline(__always)
  var frame: UnsafeMutablePointer<Frame> { unsafe frames + (depth &- 1) }

  @inline(__always)
  var stack: Stack { unsafe Stack(r.pointee.top) }

  /// Takes `takes` words and puts one back: to be called after the operands were read.
  @inline(__always)
  func replace(_ takes: Int, with word: Word) {
    unsafe r.pointee.top -= takes
    unsafe r.pointee.top.pointee = word
    unsafe r.pointee.top += 1
  }
}

extension Halt {
  /// What the loop's exit means. A stack fault is told apart here, off the hot path.
  init(_ exit: Exit, _ r: Live) {
    switch exit {
    case .stop, .host, .stepped: self = .stop
    case .return: self = .return
    case .revert: self = .revert
    case .outOfGas: self = .outOfGas
    case .undefined: self = .undefinedInstruction
    case .invalid: self = .invalidInstruction
    case .stackUnderflow: self = .stackUnderflow
    case .stackOverflow: self = .stackOverflow
    case .badJump: self = .badJump
    case .returnDataOutOfBounds: self = .returnDataOutOfBounds
    case .stackFault:
      let fact = unsafe r.pointee.facts[Int(r.pointee.code[r.pointee.pc])]
      let height = unsafe r.pointee.top - r.pointee.stackBase
      self = height < Int(fact.needs) ? .stackUnderflow : .stackOverflow
    }
  }
}
