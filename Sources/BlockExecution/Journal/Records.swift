import ChainTypes
import EVM

/// What is known of an account. The first five bits last for a batch, the others for a transaction.
struct AccountFlags: OptionSet {
  var rawValue: UInt16

  static let exists = AccountFlags(rawValue: 1)
  /// EIP-2929: precompiles are in the accessed set of every transaction.
  static let precompile = AccountFlags(rawValue: 2)
  static let sourceHasStorage = AccountFlags(rawValue: 4)
  /// Slots that were not read before are zero: the source's storage was dropped.
  static let storageCleared = AccountFlags(rawValue: 8)
  /// The account of RIPEMD-160, which stays touched when the touch is reverted.
  static let ripemd = AccountFlags(rawValue: 16)
  /// EIP-161.
  static let touched = AccountFlags(rawValue: 32)
  static let created = AccountFlags(rawValue: 64)
  static let destructed = AccountFlags(rawValue: 128)
  /// In the list of accounts whose transaction bits are reset at the end.
  static let listed = AccountFlags(rawValue: 256)

  static let ofTransaction: AccountFlags = [.touched, .created, .destructed, .listed]
}

struct AccountRecord {
  var address: Address
  var flags: AccountFlags
  /// Zero until the account is warm for the first time in the batch.
  var warmEpoch: UInt32
  var balance: Word
  var codeHash: Hash
  var nonce: UInt64
  /// Nil until somebody asks for it.
  var code: Bytecode?
  /// The account's slots are chained, newest first; -1 ends the chain.
  var firstSlot: Int32
  /// How many of the slots known here are not zero.
  var liveSlots: Int32
  /// Somebody looked at the balance, or whether the account exists: noted for execution ahead only,
  /// like the transaction that used the account last and its place among what that one used.
  var isObserved = false
  var touchEpoch: UInt32 = 0
  var touchPlace: Int32 = 0

  /// The epoch of what was warm and is cold again: no transaction has it.
  static let wasWarm = UInt32.max

  @inline(__always)
  var isEmpty: Bool { nonce == 0 && balance.isZero && codeHash == Keccak256.emptyHash }
}

struct SlotRecord {
  var key: Word
  var value: Word
  /// The value at the start of the transaction; meaningful when `epoch` is the current one.
  var original: Word
  /// What the source said, or zero when its storage had been dropped.
  var source: Word
  var account: Int32
  var next: Int32
  var warmEpoch: UInt32
  var epoch: UInt32
  /// The transaction that used the slot last: noted for execution ahead only.
  var touchEpoch: UInt32 = 0
}

/// An account as a transaction that is executed ahead found it.
struct TouchedAccount {
  var account: Int32
  var before: AccountFields
  var hadStorage: Bool
  var wasCleared: Bool
  /// It was as the source has it.
  var isFromSource: Bool
}

/// The same for a slot.
struct TouchedSlot {
  var slot: Int32
  var isFromSource: Bool
  var before: Word
}

struct TransientRecord {
  var key: Word
  var value: Word
  var account: Int32
  var epoch: UInt32
}

struct LogRecord {
  var account: Int32
  var topicCount: Int32
  var topics: InlineArray<4, Word>
  var dataStart: Int
  var dataCount: Int
}

/// How to undo one step.
struct UndoEntry {
  enum Kind: UInt8 {
    case warmAccount
    case warmSlot
    case slot
    case transient
    case balance
    case nonce
    case code
    case flags
    case log
  }

  var kind: Kind
  var index: Int32
  var old: Word
}
