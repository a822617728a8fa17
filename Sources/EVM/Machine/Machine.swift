import ChainTypes

/// Executes messages. Owns the memory of all frames, which is reused from message to message; one
/// machine serves one thread at a time.
@safe
public final class Machine {
  public let backend: CryptoBackend
  let arena = FrameArena()
  // Safe: allocated and freed with the machine; only the message being run touches it.
  let registers: UnsafeMutablePointer<Registers>
  /// The call stack: room for the deepest, of which the system gives only what is touched.
  let frames: UnsafeMutablePointer<Frame>
  public let tier: Tier

  public init(backend: CryptoBackend, tier: Tier = .automatic) {
    self.backend = backend
    self.tier = tier
    unsafe registers = .allocate(capacity: 1)
    unsafe frames = .allocate(capacity: EVMLimits.callDepth + 2)
    let code = Bytecode.empty
    unsafe registers.initialize(
      to: Registers(
        top: arena.words, stackBase: arena.words, code: UnsafePointer(code.start),
        jumpBits: UnsafePointer(code.jumpBits), facts: ForkFacts.of(.latest).opcodes,
        threaded: UnsafeRawPointer(code.start),
        jumpTable: UnsafeRawPointer(code.jumpBits).assumingMemoryBound(to: UInt32.self),
        memory: arena.bytes, input: UnsafePointer(arena.bytes), returnData: arena.returned,
        pairHashes: PairHashes(),
        arena: Unmanaged.passUnretained(arena)))
  }

  deinit {
    unsafe registers.pointee.pairHashes.free()
    unsafe registers.deallocate()
    unsafe frames.deallocate()
  }

  /// Runs a message to its end. The caller has warmed what the transaction rules warm, charged the
  /// intrinsic gas and incremented the sender's nonce; the machine moves the value, creates or
  /// calls, and reverts the host when the message fails.
  public func run<H: Host>(_ message: Message, in environment: Environment, host: H) -> Outcome {
    var silent = NoTracer()
    return run(message, in: environment, host: host, tracer: &silent)
  }

  /// The same, telling the tracer of every instruction.
  public func run<H: Host, T: Tracer>(
    _ message: Message, in environment: Environment, host: H, tracer: inout T
  ) -> Outcome {
    unsafe registers.prepare(for: environment)
    var run = Run(machine: self, environment: environment, host: host, tracer: tracer)
    let outcome = run.execute(message)
    tracer = run.tracer
    return outcome
  }
}

extension UnsafeMutablePointer where Pointee == Registers {
  /// The constants of block and transaction.
  func prepare(for environment: Environment) {
    let facts = ForkFacts.of(environment.fork)
    unsafe pointee.facts = facts.opcodes
    unsafe pointee.exponentByte = facts.prices.exponentByte
    unsafe pointee.origin = environment.origin.word
    unsafe pointee.gasPrice = environment.gasPrice
    unsafe pointee.coinbase = environment.coinbase.word
    unsafe pointee.timestamp = Word(environment.timestamp)
    unsafe pointee.number = Word(environment.number)
    unsafe pointee.prevRandao = environment.prevRandao
    unsafe pointee.gasLimit = Word(environment.gasLimit)
    unsafe pointee.chainID = Word(environment.chainID)
    unsafe pointee.baseFee = environment.baseFee
    unsafe pointee.blobBaseFee = environment.blobBaseFee
    unsafe pointee.returnDataCount = 0
  }
}
