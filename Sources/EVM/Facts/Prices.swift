/// Prices and switches that host operations read, by fork. Sources: yellow paper appendix G and the
/// EIP named at each line.
struct Prices: Sendable {
  /// EIP-160.
  let exponentByte: Int64
  /// EIP-2929: what a cold access costs above the warm one; 0 before Berlin.
  let coldAccount: Int64
  /// The same, for instructions whose constant price does not hold the warm one: SELFDESTRUCT, and
  /// the target of a delegation.
  let coldAccountAlone: Int64
  let warmAccess: Int64
  let coldSlotRead: Int64
  /// A write has no warm price of its own to be above of.
  let coldSlotWrite: Int64
  /// EIP-150: a call forwards at most all but one 64th; before, exactly what it asks for.
  let keepsOne64th: Bool
  /// EIP-158 and 161: emptiness instead of existence decides about new accounts.
  let hasEmptyRule: Bool
  /// EIP-150: self-destructing into a new account is charged.
  let selfDestructNewAccount: Int64
  /// EIP-3529 took the refund of SELFDESTRUCT away.
  let selfDestructRefund: Int64
  let storage: StoragePrices
  /// EIP-2: a creation that cannot pay for its code fails; before, it leaves an empty account.
  let depositMustBePaid: Bool
  /// EIP-170.
  let codeLimit: Int
  /// EIP-3860; nil before Shanghai.
  let initCodeLimit: Int?
  /// EIP-3860.
  let initCodeWord: Int64
  /// EIP-3541.
  let refusesEF: Bool
  /// EIP-7702.
  let hasDelegation: Bool

  init(_ fork: Fork) {
    exponentByte = fork >= .spuriousDragon ? 50 : 10
    coldAccount = fork >= .berlin ? 2500 : 0
    coldAccountAlone = fork >= .berlin ? 2600 : 0
    warmAccess = 100
    coldSlotRead = fork >= .berlin ? 2000 : 0
    coldSlotWrite = fork >= .berlin ? 2100 : 0
    keepsOne64th = fork >= .tangerineWhistle
    hasEmptyRule = fork >= .spuriousDragon
    selfDestructNewAccount = fork >= .tangerineWhistle ? 25000 : 0
    selfDestructRefund = fork >= .london ? 0 : 24000
    storage = StoragePrices(fork)
    depositMustBePaid = fork >= .homestead
    codeLimit = fork >= .spuriousDragon ? 24576 : .max
    initCodeLimit = fork >= .shanghai ? 49152 : nil
    initCodeWord = fork >= .shanghai ? 2 : 0
    refusesEF = fork >= .london
    hasDelegation = fork >= .prague
  }
}

/// SSTORE. `isNet` is net metering (EIP-1283, EIP-2200): the price depends on the value at the
/// start of the transaction too.
struct StoragePrices: Sendable {
  let isNet: Bool
  /// EIP-2200: refuses to write with no more gas than a call stipend.
  let hasSentry: Bool
  /// A slot whose value has already changed in this transaction, or does not change.
  let dirty: Int64
  let set: Int64 = 20000
  /// An unchanged slot gets another value.
  let reset: Int64
  let clearRefund: Int64

  init(_ fork: Fork) {
    isNet = fork == .constantinople || fork >= .istanbul
    hasSentry = fork >= .istanbul
    switch fork {
    case .constantinople: dirty = 200
    case .istanbul: dirty = 800
    default: dirty = fork >= .berlin ? 100 : 5000
    }
    reset = fork >= .berlin ? 2900 : 5000
    clearRefund = fork >= .london ? 4800 : 15000
  }
}
