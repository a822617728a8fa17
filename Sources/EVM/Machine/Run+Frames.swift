import ChainTypes

// Entering and leaving frames.

extension Run {
  /// The first frame of a message; an outcome at once when nothing has to be executed.
  mutating func begin(_ message: Message) -> Outcome? {
    let arena = machine.arena
    arena.reserveBytes(message.input.count + 32, keeping: 0)
    let caller = host.account(message.caller)
    let target = host.account(message.target)
    unsafe r.pointee.memory = arena.bytes
    unsafe r.pointee.memorySize = 0
    unsafe r.pointee.top = arena.words
    unsafe r.pointee.stackBase = arena.words
    unsafe r.pointee.gas = message.gas
    if message.kind == .create {
      if isOccupied(target) {
        return Outcome(halt: .createCollision, gasLeft: 0, refund: 0, output: [])
      }
      var frame = creation(
        of: target, at: message.target, by: caller, message.caller.word, message.value,
        Bytecode(message.input, hash: .zero))
      frame.gas = message.gas
      enterFirst(frame, [])
      return nil
    }
    return beginCall(message, caller, target)
  }

  private mutating func beginCall(
    _ message: Message, _ caller: AccountIndex, _ target: AccountIndex
  ) -> Outcome? {
    let mark = host.mark()
    if message.value.isZero {
      host.touch(target)
    } else {
      host.transfer(message.value, from: caller, to: target)
    }
    var code = host.code(target)
    var isDelegated = false
    if prices.hasDelegation, let delegate = code.delegate {
      let account = host.account(delegate)
      _ = host.warm(account)
      code = host.code(account)
      isDelegated = true
    }
    if !isDelegated, let precompile = Precompile(message.target, in: environment.fork) {
      return beginPrecompile(precompile, message, mark)
    }
    if code.count == 0 {
      return Outcome(halt: .stop, gasLeft: message.gas, refund: 0, output: [])
    }
    var frame = unsafe Frame(
      kind: .call, isStatic: false, account: target, bytecode: code, mark: mark, refund: 0,
      address: message.target.word, caller: message.caller.word, value: message.value,
      inputOffset: 0, inputCount: message.input.count, stackOffset: 0, memoryOffset: 0,
      resultOffset: 0, resultCount: 0)
    frame.gas = message.gas
    enterFirst(frame, message.input)
    return nil
  }

  private func beginPrecompile(
    _ precompile: Precompile, _ message: Message, _ mark: JournalMark
  ) -> Outcome {
    let result = unsafe message.input.withUnsafeBytes { input in
      unsafe precompile.run(input, message.gas, environment.fork, machine.backend)
    }
    guard let result else {
      host.revert(to: mark)
      return Outcome(halt: .precompileFailure, gasLeft: 0, refund: 0, output: [])
    }
    return Outcome(halt: .return, gasLeft: result.gasLeft, refund: 0, output: result.output)
  }

  /// The message's call data becomes the lowest stretch of the arena.
  private mutating func enterFirst(_ frame: consuming Frame, _ input: [UInt8]) {
    unsafe input.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress {
        unsafe machine.arena.bytes.update(from: base, count: bytes.count)
      }
    }
    frame.memoryOffset = (input.count + 31) & ~31
    push(frame)
    install()
  }

  /// Saves the executing frame and makes `child` the executing one. Its stack begins where the
  /// caller's ends, and so does its memory.
  mutating func enter(_ child: consuming Frame) {
    let arena = machine.arena
    let top = unsafe r.pointee.top - arena.words
    let memory = unsafe r.pointee.memory - arena.bytes
    let size = unsafe r.pointee.memorySize
    let caller = unsafe frame
    unsafe caller.pointee.gas = r.pointee.gas
    unsafe caller.pointee.pc = r.pointee.pc
    unsafe caller.pointee.topOffset = top
    unsafe caller.pointee.memorySize = size
    unsafe caller.pointee.resume = r.pointee.resume
    child.stackOffset = top
    child.memoryOffset = memory + size
    push(child)
    _ = arena.reserveStack(from: top)
    install()
  }

  private mutating func push(_ frame: consuming Frame) {
    // Safe: calls are refused before the depth exceeds the limit that the stack was made for.
    unsafe (frames + depth).initialize(to: frame)
    depth += 1
  }

  /// Loads the registers for the executing frame, which begins.
  private func install() {
    let frame = unsafe frame
    unsafe r.pointee.gas = frame.pointee.gas
    unsafe r.pointee.pc = 0
    unsafe r.pointee.top = machine.arena.words + frame.pointee.stackOffset
    unsafe r.pointee.memorySize = 0
    unsafe r.pointee.returnDataCount = 0
    let translation =
      T.isActive
      ? nil
      : unsafe machine.tier.translation(
        of: frame.pointee.bytecode, frame.pointee.kind, environment.fork)
    unsafe frame.pointee.translation = translation.map { unsafe Unmanaged.passUnretained($0) }
    unsafe r.pointee.resume = translation?.entry
    select()
  }

  /// What the registers hold of the executing frame whether it begins or resumes.
  private func select() {
    let arena = machine.arena
    let frame = unsafe frame
    unsafe r.pointee.stackBase = arena.words + frame.pointee.stackOffset
    unsafe frame.pointee.bytecode.select(r)
    if let translation = unsafe frame.pointee.translation {
      unsafe translation._withUnsafeGuaranteedRef { translation in
        unsafe r.pointee.threaded = UnsafeRawPointer(translation.instructions)
        unsafe r.pointee.jumpTable = UnsafePointer(translation.jumpTable)
      }
    }
    unsafe r.pointee.memory = arena.bytes + frame.pointee.memoryOffset
    unsafe r.pointee.memoryRoom = arena.byteCapacity - frame.pointee.memoryOffset
    unsafe r.pointee.input = UnsafePointer(arena.bytes) + frame.pointee.inputOffset
    unsafe r.pointee.inputCount = frame.pointee.inputCount
    unsafe r.pointee.returnData = arena.returned
    unsafe r.pointee.address = frame.pointee.address
    unsafe r.pointee.caller = frame.pointee.caller
    unsafe r.pointee.value = frame.pointee.value
  }

  /// Ends the executing frame: the message's outcome when it was the first, else the caller resumes
  /// behind its call.
  mutating func leave(_ halt: inout Halt) -> Outcome? {
    let ended = unsafe frame
    keepOutput(halt)
    if halt.isSuccess, unsafe ended.pointee.kind == .create {
      if let failure = unsafe deposit(returnedBytes, for: ended.pointee.account) { halt = failure }
    }
    if T.isActive && !halt.isSuccess { tracer.fault(halt, depth: depth) }
    if !halt.isSuccess {
      unsafe host.revert(to: ended.pointee.mark)
      refund = unsafe ended.pointee.refund
    }
    if halt.isExceptional {
      unsafe r.pointee.gas = 0
      unsafe r.pointee.returnDataCount = 0
    }
    depth -= 1
    defer { unsafe ended.deinitialize(count: 1) }
    if depth == 0 {
      return unsafe Outcome(
        halt: halt, gasLeft: r.pointee.gas, refund: halt.isSuccess ? refund : 0,
        output: returnedBytes)
    }
    unsafe resume(after: ended, halt)
    return nil
  }

  /// Moves the output of the ended frame to where return data lives.
  private func keepOutput(_ halt: Halt) {
    guard halt == .return || halt == .revert else {
      unsafe r.pointee.returnDataCount = 0
      return
    }
    let count = unsafe r.pointee.outputCount
    machine.arena.reserveReturned(count)
    unsafe r.pointee.returnData = machine.arena.returned
    unsafe r.pointee.returnDataCount = count
    // Safe: the stretch was reached by RETURN or REVERT.
    unsafe machine.arena.returned.update(
      from: r.pointee.memory + r.pointee.outputOffset, count: count)
  }

  private var returnedBytes: [UInt8] {
    unsafe Array(
      UnsafeBufferPointer(start: r.pointee.returnData, count: r.pointee.returnDataCount))
  }

  private func resume(after ended: UnsafeMutablePointer<Frame>, _ halt: Halt) {
    let caller = unsafe frame
    unsafe r.pointee.gas = caller.pointee.gas &+ r.pointee.gas
    unsafe r.pointee.pc = caller.pointee.pc + 1
    unsafe r.pointee.top = machine.arena.words + caller.pointee.topOffset
    unsafe r.pointee.memorySize = caller.pointee.memorySize
    unsafe r.pointee.resume = caller.pointee.resume
    select()
    if unsafe ended.pointee.kind == .create {
      if halt.isSuccess { unsafe r.pointee.returnDataCount = 0 }
      pushResult(unsafe halt.isSuccess ? ended.pointee.address : .zero)
    } else {
      unsafe copyResult(ended.pointee.resultOffset, ended.pointee.resultCount)
      pushResult(halt.isSuccess ? .one : .zero)
    }
  }
}
