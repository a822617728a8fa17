// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import ChainTypes
  import Signing

  /// Makes the batches of a workload: one transaction of each sender, signed, block after block.
  struct BatchSource {
    let workload: BatchWorkload
    let senders: [Address]
    static let chainID: UInt64 = 1

    init(_ workload: BatchWorkload, transactions: Int) {
      self.workload = workload
      senders = (0..<transactions).map { BatchSource.key($0).address }
    }

    /// The state before the first block.
    func world() -> MemoryState {
      let world = MemoryState()
      for sender in senders { world.setAccount(sender, nonce: 0, balance: 1_000_000) }
      for (address, code) in BatchContract.all {
        var storage: [(key: Word, value: Word)] = []
        if address == BatchContract.log || address == BatchContract.token {
          storage = senders.map { (BatchContract.slot($0.word, 0), 1_000_000) }
        }
        if address == BatchContract.exchange {
          storage = (0..<BatchWorkload.pools).map {
            (BatchContract.slot(Word(UInt64($0)), 0), Word(UInt64($0 + 1), 9, 9, 9))
          }
        }
        world.setAccount(address, nonce: 1, balance: .zero, code: code, storage: storage)
      }
      return world
    }

    /// The batch of a block, as bytes or with the senders.
    func batch(_ block: UInt64, sendersGiven: Bool) -> [BatchItem] {
      senders.indices.map { index in
        let transaction = signed(index, block)
        return sendersGiven
          ? .known(transaction, sender: senders[index]) : .encoded(transaction.encoded())
      }
    }

    private func signed(_ sender: Int, _ block: UInt64) -> Transaction {
      let call = workload.call(of: sender, among: senders, block: block)
      var transaction = Transaction(kind: .feeMarket)
      transaction.chainID = BatchSource.chainID
      transaction.nonce = block
      transaction.gasLimit = 500_000
      transaction.to = call.contract
      transaction.data = call.data
      let signature = BatchSource.key(sender).sign(transaction.signingHash)
      transaction.signature = TransactionSignature(
        v: Word(UInt64(signature.recoveryID)), r: signature.r, s: signature.s)
      return transaction
    }

    static func key(_ number: Int) -> SigningKey {
      SigningYardstick.key(UInt64(number), of: 0xca12)
    }
  }
#endif
