// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import ChainTypes
  import FleetLink
  import Lanes
  import Ledger
  import Signing
  import Statements

  /// A lane whose blocks have 20 signed transactions, each of which writes a slot of its own: a
  /// ring of 100,000 readings, the newest in the place of the oldest.
  struct CatchUpLoad {
    static let transactions = 20
    static let slots: UInt64 = 100_000
    /// Of one part: what the protocol sends in one message.
    static let partBytes = 96 << 10
    static let settings = LedgerSettings(trieCacheBytes: 512 << 10)

    private static let contract = Address(Word(0xc0de))
    /// The second word of the calldata goes into the slot that the first one names.
    private static let code: [UInt8] = [0x60, 0x20, 0x35, 0x60, 0x00, 0x35, 0x55, 0x00]
    private let senders = (0..<CatchUpLoad.transactions).map { BatchSource.key($0).address }
    let genesis: ChainGenesis

    init() {
      let lane = Lane(board: Address(Word(0xb0a7d)), term: 1)
      let plan = LanePlan(
        identity: LaneIdentity(fleet: Hash(Word(7)), lane: lane), time: 1_700_000_000,
        owner: lane.board)
      let origin = LaneOrigin(genesis: Array(plan.genesis.text().utf8))
      guard var genesis = origin?.genesis else { preconditionFailure("a plan has a genesis") }
      genesis.accounts.append(
        GenesisAccount(address: Self.contract, nonce: 1, code: Self.code))
      for sender in senders { genesis.accounts.append(GenesisAccount(address: sender)) }
      self.genesis = genesis
    }

    func template(_ number: UInt64) -> BlockTemplate {
      BlockTemplate(timestamp: 1_700_000_000 + number, coinbase: Address(Word(0xb0a7d)))
    }

    func batch(_ number: UInt64) -> [BatchTransaction] {
      senders.indices.map { index in
        let place = (number * UInt64(Self.transactions) + UInt64(index)) % Self.slots
        var transaction = Transaction(kind: .feeMarket)
        transaction.chainID = genesis.chainID
        transaction.nonce = number - 1
        transaction.gasLimit = 100_000
        transaction.to = Self.contract
        transaction.data = Word(place).bytes + Keccak256.hash(Word(number), Word(place)).bytes
        let signature = BatchSource.key(index).sign(transaction.signingHash)
        transaction.signature = TransactionSignature(
          v: Word(UInt64(signature.recoveryID)), r: signature.r, s: signature.s)
        return BatchTransaction(transaction, sender: senders[index])
      }
    }
  }
#endif
