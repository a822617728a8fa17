import BlockExecution
import ChainTypes
import EVM

/// What a chain begins with: its first header, its accounts and its rules. The reader of geth's
/// genesis format makes one.
public struct ChainGenesis: Sendable {
  /// Its state root is computed from the accounts when the ledger is created.
  public var header: BlockHeader
  public var accounts: [GenesisAccount]
  public var chainID: UInt64
  public var schedule: ForkSchedule
  public var rules: ChainRules
  /// Nil for a chain that is no lane.
  public var lane: LaneSwitches?
  /// The text that it was read from, kept in the ledger so that one opened later knows its rules.
  public var document: [UInt8]
  /// The keys of the document that say nothing here, as paths.
  public var ignored: [String] = []

  public init(
    header: BlockHeader, accounts: [GenesisAccount], chainID: UInt64, schedule: ForkSchedule,
    rules: ChainRules = ChainRules(), document: [UInt8] = []
  ) {
    self.header = header
    self.accounts = accounts
    self.chainID = chainID
    self.schedule = schedule
    self.rules = rules
    self.document = document
  }
}

/// An account that is there from the start.
public struct GenesisAccount: Sendable {
  public var address: Address
  public var nonce: UInt64
  public var balance: Word
  public var code: [UInt8]
  public var storage: [(key: Word, value: Word)]

  public init(
    address: Address, nonce: UInt64 = 0, balance: Word = .zero, code: [UInt8] = [],
    storage: [(key: Word, value: Word)] = []
  ) {
    self.address = address
    self.nonce = nonce
    self.balance = balance
    self.code = code
    self.storage = storage
  }
}
