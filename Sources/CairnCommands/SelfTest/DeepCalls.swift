import BlockExecution
import ChainTypes
import EVM
import LinuxIO
import NativeCrypto

/// Calls and creations nested as deep as the yellow paper allows, on a thread whose stack would not
/// hold a few of their frames if frames lived there.
enum DeepCalls {
  /// Calls itself with all its gas, and returns one more than what came back.
  static let calls: [UInt8] = [
    0x60, 0x20, 0x5f, 0x5f, 0x5f, 0x5f, 0x30, 0x5a, 0xf1,  // call(gas, this, 0, 0, 0, 0, 32)
    0x60, 0x01, 0x5f, 0x51, 0x01, 0x5f, 0x52,  // memory[0] += 1
    0x60, 0x20, 0x5f, 0xf3,  // return memory[0]
  ]

  /// Creates a contract by its own code, and returns one more than what that contract's code is: so
  /// what each level deploys is its height.
  static let creations: [UInt8] = [
    0x38, 0x5f, 0x5f, 0x39, 0x38, 0x5f, 0x5f, 0xf0,  // create(0, 0, codesize) of this code
    0x60, 0x20, 0x90, 0x5f, 0x90, 0x5f, 0x90, 0x3c,  // extcodecopy(it, 0, 0, 32)
    0x60, 0x01, 0x5f, 0x51, 0x01, 0x5f, 0x52,  // memory[0] += 1
    0x60, 0x20, 0x5f, 0xf3,  // return memory[0]
  ]

  /// How many frames deep the program came, on a thread with 96 KB of stack.
  static func depth(of program: [UInt8], tier: Tier) throws(SystemError) -> Word {
    let depth = Guarded(Word.zero)
    let thread = try NativeThread(name: "deep-calls", stackBytes: stackBytes) {
      var ballast = Ballast(repeating: 0)
      carry(&ballast) {
        let reached = execute(program, tier)
        depth.withLock { $0 = reached }
      }
    }
    thread.join()
    return depth.withLock { $0 }
  }

  #if arch(arm64)
    /// glibc makes no thread with less here, so 32 KB of it are taken away.
    private static let stackBytes = 131_072
    private typealias Ballast = InlineArray<32_768, UInt8>
  #else
    private static let stackBytes = 98_304
    private typealias Ballast = InlineArray<1, UInt8>
  #endif

  /// Runs the body while the ballast lies on the caller's stack.
  @inline(never)
  private static func carry(_ ballast: inout Ballast, _ body: () -> Void) {
    ballast[0] &+= 1
    body()
    ballast[0] &-= 1
  }

  /// Prague, because Osaka bounds a transaction's gas far below what the depth takes (EIP-7825): a
  /// 64th stays behind at each level.
  private static func execute(_ program: [UInt8], _ tier: Tier) -> Word {
    let state = MemoryState()
    state.setAccount(EVMWorld.contract, nonce: 1, balance: .zero, code: program)
    let journal = Journal(source: state)
    journal.begin(fork: .prague)
    var transaction = Transaction(kind: .legacy)
    transaction.to = EVMWorld.contract
    transaction.gasLimit = 1 << 50
    let executor = TransactionExecutor(machine: Machine(backend: .system, tier: tier))
    let result = try? executor.execute(
      transaction, sender: .zero, in: BlockContext(environment: Environment(fork: .prague)),
      on: journal)
    return result.flatMap { Word(bigEndianBytes: $0.output) } ?? .zero
  }
}
