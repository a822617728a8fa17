import ChainTypes
import EVMAssembly

/// Contracts whose transactions depend on each other in every way there is. The first word of the
/// call data chooses a slot, the second an address.
enum BatchContracts {
  static let all: [[UInt8]] = [
    counter, perCaller, perSlot, perArgument, payer, reader, factory, suicidal, proxy, clearing,
  ].map { $0.bytes }

  /// Every call bumps one slot.
  private static let counter = Assembly {
    Op.sstore(0, Op.add(Op.sload(0), 1))
    Op.mstore(0, Op.sload(0))
    Op.log1(0, 32, Op.caller())
    Op.return(0, 32)
  }

  /// A mapping by caller, laid out as Solidity does.
  private static let perCaller = Assembly {
    Op.mstore(0, Op.caller())
    Op.mstore(32, 3)
    bump(Op.keccak256(0, 64))
  }

  private static let perSlot = Assembly { bump(Op.and(Op.calldataload(0), 3)) }

  /// A mapping by argument, laid out as Vyper does, and one by caller.
  private static let perArgument = Assembly {
    Op.mstore(0, 2)
    Op.mstore(32, Op.calldataload(32))
    bump(Op.keccak256(0, 64))
    Op.mstore(32, Op.caller())
    bump(Op.keccak256(0, 64))
  }

  /// Sends a Wei on, whether it has one or not.
  private static let payer = Assembly {
    Op.pop(Op.call(Op.gas(), Op.calldataload(32), 1, 0, 0, 0, 0))
    Op.stop
  }

  /// Keeps what it sees of balances and code.
  private static let reader = Assembly {
    Op.sstore(1, Op.balance(Op.calldataload(32)))
    Op.sstore(2, Op.balance(Op.coinbase()))
    Op.sstore(Op.and(Op.calldataload(0), 3), Op.extcodesize(Op.calldataload(32)))
    Op.stop
  }

  /// Creates a contract that destroys itself when it is called, and calls it for odd slots.
  private static let factory = Assembly {
    store(deployment(of: suicidal.bytes), at: 0)
    Op.create(0, 0, push(Word(UInt64(14 + suicidal.bytes.count))))
    Op.sstore(0, dup(1))
    when(Op.and(Op.calldataload(0), 1)) {
      Op.pop(Op.call(Op.gas(), dup(6), 0, 0, 64, 0, 0))
    }
    Op.stop
  }

  private static let suicidal = Assembly { Op.selfdestruct(Op.calldataload(32)) }

  /// Runs another account's code as its own.
  private static let proxy = Assembly {
    Op.calldatacopy(0, 0, 64)
    Op.pop(Op.delegatecall(Op.gas(), Op.calldataload(32), 0, 64, 0, 0))
    Op.sstore(3, Op.selfbalance())
    Op.stop
  }

  /// Takes slots away, and reverts for slot 3.
  private static let clearing = Assembly {
    Op.sstore(Op.and(Op.calldataload(0), 3), 0)
    when(Op.eq(Op.calldataload(0), 3)) { Op.revert(0, 0) }
    Op.stop
  }

  private static func bump(_ slot: Assembly) -> Assembly {
    Assembly {
      slot
      Op.sload(dup(1))
      Op.add(1)
      swap(1)
      Op.sstore
    }
  }
}
