// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import ChainTypes
  import EVMAssembly

  /// What kind of batch is measured.
  enum BatchWorkload: String, CaseIterable, Sendable {
    /// Many instruments, one contract: the product's own traffic.
    case attestations
    case erc20
    /// Compute-heavy trades on eight pools.
    case swap
    case mint
    /// The four above in turn.
    case mixed
    /// Each transaction spends what the one before it brought.
    case chain
    /// Every transaction bumps one slot.
    case counter
    /// Every transaction hashes itself into one slot.
    case conflict

    static let pools = 8
  }

  /// One call of a contract by a sender.
  struct BatchCall {
    var contract: Address
    var data: [UInt8]
  }

  extension BatchWorkload {
    /// What the sender of this number does in its turn of a block.
    func call(of sender: Int, among senders: [Address], block: UInt64) -> BatchCall {
      let number = Word(UInt64(sender))
      switch self {
      case .attestations:
        let root = Keccak256.hash(number, Word(block))
        return BatchCall(contract: BatchContract.log, data: selector(1) + root.bytes + number.bytes)
      case .erc20:
        // Receivers are not senders, and no two have the same.
        return transfer(to: Word(0xb0b0_0000) &+ number)
      case .swap:
        let pool = Word(UInt64(sender % BatchWorkload.pools))
        return BatchCall(
          contract: BatchContract.exchange, data: selector(3) + pool.bytes + (number &+ 1000).bytes)
      case .mint:
        let token = Word(block) &* 1_000_000 &+ number
        return BatchCall(contract: BatchContract.tokens, data: selector(4) + token.bytes)
      case .mixed:
        let kinds: [BatchWorkload] = [.attestations, .erc20, .swap, .mint]
        return kinds[sender % 4].call(of: sender, among: senders, block: block)
      case .chain: return transfer(to: senders[(sender + 1) % senders.count].word)
      case .counter: return BatchCall(contract: BatchContract.counter, data: selector(5))
      case .conflict: return BatchCall(contract: BatchContract.digest, data: selector(6))
      }
    }

    private func selector(_ number: UInt8) -> [UInt8] { [0, 0, 0, number] }

    private func transfer(to receiver: Word) -> BatchCall {
      BatchCall(
        contract: BatchContract.token, data: selector(2) + receiver.bytes + Word(10).bytes)
    }
  }

  /// The contracts of the workloads.
  enum BatchContract {
    static let log = Address(Word(0xc0_0001))
    static let token = Address(Word(0xc0_0002))
    static let exchange = Address(Word(0xc0_0003))
    static let tokens = Address(Word(0xc0_0004))
    static let counter = Address(Word(0xc0_0005))
    static let digest = Address(Word(0xc0_0006))

    static let all: [(address: Address, code: [UInt8])] = [
      (log, logCode.bytes), (token, tokenCode.bytes), (exchange, exchangeCode.bytes),
      (tokens, tokensCode.bytes), (counter, counterCode.bytes), (digest, digestCode.bytes),
    ]

    /// Solidity's place of `mapping[key]`, the mapping being variable `place`.
    static func slot(_ key: Word, _ place: Word) -> Word { Keccak256.hash(key, place).word }

    private static func mapped(_ key: Assembly, _ place: Word) -> Assembly {
      Assembly {
        Op.mstore(0, key)
        Op.mstore(32, push(place))
        Op.keccak256(0, 64)
      }
    }

    /// Adds to the slot on top of the stack, and drops it.
    private static func add(_ amount: Assembly) -> Assembly {
      Assembly {
        Op.sload(dup(1))
        Op.add(amount)
        swap(1)
        Op.sstore
      }
    }

    /// Registered instruments (mapping 0) set their newest root (1), count (2), and log.
    private static let logCode = Assembly {
      when(Op.iszero(Op.sload(mapped(Op.caller(), 0)))) { Op.revert(0, 0) }
      Op.calldataload(4)
      mapped(Op.caller(), 1)
      Op.sstore
      mapped(Op.caller(), 2)
      add(1)
      Op.mstore(0, Op.calldataload(4))
      Op.mstore(32, Op.timestamp())
      Op.log3(0, 64, push(Word(0xa77e57)), Op.caller(), Op.calldataload(36))
      Op.stop
    }

    /// `transfer(to, amount)` over mapping 0.
    private static let tokenCode = Assembly {
      mapped(Op.caller(), 0)
      dup(1)
      Op.sload
      when(Op.lt(dup(2), Op.calldataload(36))) { Op.revert(0, 0) }
      Op.sub(swap(1), Op.calldataload(36))
      swap(1)
      Op.sstore
      mapped(Op.calldataload(4), 0)
      add(Op.calldataload(36))
      Op.mstore(0, Op.calldataload(36))
      Op.log3(0, 32, push(Word(0x7e4a_5fe4)), Op.caller(), Op.calldataload(4))
      Op.mstore(0, 1)
      Op.return(0, 32)
    }

    /// Prices by iteration, then moves the reserve of a pool (mapping 0) and the trader's share
    /// (1).
    private static let exchangeCode = Assembly {
      mapped(Op.calldataload(4), 0)
      Op.sload
      loop(150) {
        swap(1)
        Op.mulmod(dup(3), push(Word(0xffff_fffb, 7, 1, 0)), push(Word(5, 0, 0, 0x4000_0000)))
        Op.div(dup(2), push(Word(10_000)))
        Op.add
        Op.add
        swap(1)
      }
      mapped(Op.calldataload(4), 0)
      Op.sstore
      mapped(Op.caller(), 1)
      add(Op.calldataload(36))
      Op.mstore(0, Op.calldataload(36))
      Op.log2(0, 32, push(Word(0x5a9)), Op.caller())
      Op.stop
    }

    /// Token (mapping 0) to its owner, and how many an owner has (1).
    private static let tokensCode = Assembly {
      Op.caller()
      mapped(Op.calldataload(4), 0)
      Op.sstore
      mapped(Op.caller(), 1)
      add(1)
      Op.log4(0, 0, push(Word(0x7e4a_5fe4)), 0, Op.caller(), Op.calldataload(4))
      Op.stop
    }

    private static let counterCode = Assembly {
      Op.sstore(0, Op.add(Op.sload(0), 1))
      Op.mstore(0, Op.sload(0))
      Op.log1(0, 32, Op.caller())
      Op.stop
    }

    private static let digestCode = Assembly {
      Op.mstore(0, Op.sload(0))
      Op.mstore(32, Op.caller())
      Op.sstore(0, Op.keccak256(0, 64))
      Op.log1(0, 32, Op.caller())
      Op.stop
    }
  }
#endif
