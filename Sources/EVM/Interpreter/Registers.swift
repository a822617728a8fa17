import ChainTypes

/// Everything an instruction can reach without asking the host: the state of the executing frame
/// and the constants of block and transaction. One of these exists for a machine; the frames below
/// the executing one are saved as `Frame`.
@unsafe
struct Registers {
  // Where execution stands. While the loop runs, these live in its locals.
  var gas: Int64 = 0
  var pc: Int = 0
  var top: UnsafeMutablePointer<Word>
  var stackBase: UnsafeMutablePointer<Word>

  // The code.
  var code: UnsafePointer<UInt8>
  var codeCount: Int = 0
  var jumpBits: UnsafePointer<UInt64>
  var facts: UnsafePointer<OpcodeFact>

  // The translated code, when the frame runs in it.
  /// Where threaded code goes on after the host; nil in tier 0.
  var resume: UnsafeRawPointer? = nil
  var threaded: UnsafeRawPointer
  var jumpTable: UnsafePointer<UInt32>

  // Memory of the frame: `memorySize` bytes at `memory`, a multiple of 32.
  var memory: UnsafeMutablePointer<UInt8>
  var memorySize: Int = 0
  /// Bytes that the arena has for this frame; growth beyond goes through the machine.
  var memoryRoom: Int = 0

  var input: UnsafePointer<UInt8>
  var inputCount: Int = 0
  var returnData: UnsafeMutablePointer<UInt8>
  var returnDataCount: Int = 0

  /// What RETURN and REVERT hand back: a stretch of memory.
  var outputOffset: Int = 0
  var outputCount: Int = 0

  var exponentByte: Int64 = 0
  let pairHashes: PairHashes
  var arena: Unmanaged<FrameArena>

  // What the environment instructions push.
  var address: Word = .zero
  var caller: Word = .zero
  var value: Word = .zero
  var origin: Word = .zero
  var gasPrice: Word = .zero
  var coinbase: Word = .zero
  var timestamp: Word = .zero
  var number: Word = .zero
  var prevRandao: Word = .zero
  var gasLimit: Word = .zero
  var chainID: Word = .zero
  var baseFee: Word = .zero
  var blobBaseFee: Word = .zero
}

/// Why the loop came back.
enum Exit: UInt8 {
  case stop
  case `return`
  case revert
  case outOfGas
  case stackFault
  case stackUnderflow
  case stackOverflow
  case undefined
  case invalid
  case badJump
  case returnDataOutOfBounds
  /// The instruction at `pc` is the host's; its constant gas is paid and its stack checked.
  case host
  /// One instruction was done; the frame goes on. Only when single steps were asked for.
  case stepped
}

extension UnsafeMutablePointer where Pointee == Registers {
  @inline(__always)
  func isJumpDestination(_ position: UInt64) -> Bool {
    guard unsafe position < UInt64(truncatingIfNeeded: pointee.codeCount) else { return false }
    let i = Int(truncatingIfNeeded: position)
    return unsafe (pointee.jumpBits[i >> 6] >> UInt64(truncatingIfNeeded: i & 63)) & 1 != 0
  }
}
