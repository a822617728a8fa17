import ChainTypes
import EVMAssembly

// Contracts that keep state.
extension BenchWorkload {
  /// Counters in sixteen slots.
  static let storage = BenchWorkload(
    "storage",
    code: Assembly {
      loop(2_000) {
        Op.and(dup(2), 15)
        dup(1)
        Op.sload
        Op.add(1)
        swap(1)
        Op.sstore
      }
      Op.sload(3)
      returnTop()
    }.bytes,
    storage: (0..<16).map { (Word(UInt64($0)), 1000) })

  /// `transfer(address,uint256)` of a token, one call: dispatch, two mappings, overflow check,
  /// event.
  static let erc20Transfer = BenchWorkload(
    "erc20_transfer_once",
    code: Assembly {
      Op.mstore(push(Word(0x40)), push(Word(0x80)))
      Op.shr(push(Word(0xe0)), Op.calldataload(0))
      for selector: UInt64 in [0x06fd_de03, 0x095e_a7b3, 0x1816_0ddd, 0x23b8_72dd, 0x70a0_8231] {
        when(Op.eq(push(Word(selector)), dup(1))) { Op.revert(0, 0) }
      }
      when(Op.eq(push(Word(0xa905_9cbb)), dup(1))) { transferBody }
      Op.revert(0, 0)
    }.bytes,
    input: [0xa9, 0x05, 0x9c, 0xbb] + Word(0xb0b).bytes + Word(1234).bytes,
    storage: [(balanceSlot(of: BenchWorld.sender.word), Word(1_000_000))])

  private static func balanceSlot(of owner: Word) -> Word { Keccak256.hash(owner, .zero).word }

  /// keccak(owner ++ 0): Solidity's place of a mapping in slot 0.
  private static func balanceKey(_ owner: Assembly) -> Assembly {
    Assembly {
      Op.mstore(0, owner)
      Op.mstore(32, 0)
      Op.keccak256(0, 64)
    }
  }

  private static let transferBody = Assembly {
    when(Op.lt(Op.calldatasize(), 68)) { Op.revert(0, 0) }
    balanceKey(Op.caller())
    dup(1)
    Op.sload
    when(Op.lt(dup(2), Op.calldataload(36))) { Op.revert(0, 0) }
    Op.sub(swap(1), Op.calldataload(36))
    swap(1)
    Op.sstore
    balanceKey(Op.calldataload(4))
    dup(1)
    Op.sload
    Op.add(Op.calldataload(36))
    swap(1)
    Op.sstore
    Op.mstore(0, Op.calldataload(36))
    Op.log3(0, 32, push(transferTopic), Op.caller(), Op.calldataload(4))
    Op.mstore(0, 1)
    Op.return(0, 32)
  }

  private static let transferTopic = Keccak256.hash(
    Array("Transfer(address,address,uint256)".utf8)
  ).word

  /// What a board does all day: readings in the call data, each checked against a limit with
  /// hysteresis, running minimum, maximum and sum; state and an event at the end.
  static let sensorRules = BenchWorkload(
    "sensor_rules",
    code: Assembly {
      // Stack: sum, minimum, maximum, alarms.
      push(Word.zero)
      push(Word.max)
      push(Word.zero)
      Op.sload(0)
      loop(200) {
        Op.calldataload(Op.shl(5, Op.sub(dup(2), 1)))
        // Stack: sum, minimum, maximum, alarm, counter, value.
        foldValue
      }
      Op.sstore(0)
      Op.mstore(0)
      Op.mstore(32)
      Op.mstore(64)
      Op.log1(0, 96, push(Keccak256.hash(Array("Summary(uint256,uint256,uint256)".utf8)).word))
      Op.return(0, 96)
    }.bytes,
    input: (0..<200).flatMap { Word(UInt64(20_000 + ($0 * 7919) % 3_000)).bytes },
    storage: [(0, 0)])

  /// Folds the value on top of the stack into the four words below the counter, and drops it.
  private static let foldValue = Assembly {
    dup(1)
    Op.add(dup(7))
    swap(6)
    Op.pop
    when(Op.lt(dup(2), dup(5))) {
      dup(1)
      swap(5)
      Op.pop
    }
    when(Op.gt(dup(2), dup(4))) {
      dup(1)
      swap(4)
      Op.pop
    }
    // The alarm is raised above 22,500 and cleared below 20,500.
    when(Op.gt(dup(2), push(Word(22_500)))) {
      Op.or(dup(4), 1)
      swap(3)
      Op.pop
    }
    when(Op.lt(dup(2), push(Word(20_500)))) {
      push(Word.zero)
      swap(3)
      Op.pop
    }
    Op.pop
  }
}
