import ChainTypes

/// What contracts can read of the block and the transaction they run in.
public struct Environment: Sendable {
  public var fork: Fork
  public var chainID: UInt64
  public var coinbase: Address
  public var number: UInt64
  public var timestamp: UInt64
  public var gasLimit: UInt64
  /// PREVRANDAO from Paris on, DIFFICULTY before.
  public var prevRandao: Word
  public var baseFee: Word
  public var blobBaseFee: Word
  /// Set for each transaction.
  public var origin: Address
  public var gasPrice: Word
  public var blobHashes: [Hash]

  public init(fork: Fork = .latest) {
    self.fork = fork
    chainID = 1
    coinbase = .zero
    number = 0
    timestamp = 0
    gasLimit = .max
    prevRandao = .zero
    baseFee = .zero
    blobBaseFee = .one
    origin = .zero
    gasPrice = .zero
    blobHashes = []
  }
}

/// One message call or contract creation from outside: what a transaction, or a system call, asks
/// for.
public struct Message: Sendable {
  public enum Kind: Sendable {
    case call
    /// `input` is the init code, `target` the address it creates.
    case create
  }

  public var kind: Kind
  public var caller: Address
  public var target: Address
  public var value: Word
  public var input: [UInt8]
  public var gas: Int64

  public init(
    kind: Kind = .call, caller: Address, target: Address, value: Word = .zero,
    input: [UInt8] = [], gas: Int64
  ) {
    self.kind = kind
    self.caller = caller
    self.target = target
    self.value = value
    self.input = input
    self.gas = gas
  }
}

/// How a message ended. After anything but success the host has been reverted to where it stood.
public struct Outcome: Sendable {
  public var halt: Halt
  public var gasLeft: Int64
  /// The refund counter: capped and paid by the transaction rules. Zero unless the halt is a
  /// success.
  public var refund: Int64
  /// Return data, revert data, or the deployed code.
  public var output: [UInt8]

  public var isSuccess: Bool { halt.isSuccess }
}
