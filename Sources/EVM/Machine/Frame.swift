import ChainTypes

/// A frame below or at the top of the call stack: what the registers do not hold, and the registers
/// as they were when it called. Places in the arena are offsets, because the arena moves when it
/// grows.
@safe
struct Frame {
  enum Kind {
    case call
    case create
  }

  var kind: Kind
  var isStatic: Bool
  /// The account whose storage and balance the code works on.
  var account: AccountIndex
  var bytecode: Bytecode
  /// Where the host goes back to when the frame fails.
  var mark: JournalMark
  /// The refund counter at entry, for the same reason.
  var refund: Int64

  var address: Word
  var caller: Word
  var value: Word
  var inputOffset: Int
  var inputCount: Int
  var stackOffset: Int
  var memoryOffset: Int

  /// Where the caller wants the output: in its own memory.
  var resultOffset: Int
  var resultCount: Int

  // The registers while a frame above executes.
  var gas: Int64 = 0
  var pc: Int = 0
  var topOffset: Int = 0
  var memorySize: Int = 0
  // Safe: points into the translation, which `bytecode` keeps alive.
  var resume: UnsafeRawPointer? = nil
  var translation: Unmanaged<Translation>? = nil
}
