import ChainTypes
import EVMAssembly

// Contracts that call and create others: the cost is in frames, not in arithmetic.
extension BenchWorkload {
  /// A contract that calls itself 500 deep, each level passing the depth down and adding one to the
  /// answer that comes back.
  static let deepCalls = BenchWorkload(
    "deep_calls",
    code: Assembly {
      when(Op.iszero(Op.calldataload(0))) {
        Op.mstore(0, 1)
        Op.return(0, 32)
      }
      Op.mstore(0, Op.sub(Op.calldataload(0), 1))
      Op.pop(Op.call(Op.gas(), Op.address(), 0, 0, 32, 0, 32))
      Op.mstore(0, Op.add(Op.mload(0), 1))
      Op.return(0, 32)
    }.bytes,
    input: Word(500).bytes)

  /// CALLs to a contract that answers its input plus one.
  static let callLoop = BenchWorkload(
    "call_loop",
    code: Assembly {
      loop(5_000) {
        Op.pop(Op.call(Op.gas(), push(BenchWorld.callee), 0, 0, 32, 0, 32))
      }
      Op.mload(0)
      returnTop()
    }.bytes,
    others: [
      (
        BenchWorld.callee,
        Assembly {
          Op.mstore(0, Op.add(Op.calldataload(0), 1))
          Op.return(0, 32)
        }.bytes
      )
    ])

  /// Calls that write a slot, log, and revert with a reason.
  static let revertingCalls = BenchWorkload(
    "reverting_calls",
    code: Assembly {
      loop(5_000) {
        dup(1)
        Op.mstore(0)
        Op.pop(Op.call(Op.gas(), push(BenchWorld.callee), 0, 0, 32, 0, 32))
      }
      Op.mload(0)
      returnTop()
    }.bytes,
    others: [
      (
        BenchWorld.callee,
        Assembly {
          Op.sstore(0, Op.calldataload(0))
          Op.log0(0, 0)
          Op.mstore(0, Op.sload(0))
          Op.revert(0, 32)
        }.bytes
      )
    ])

  /// A factory that deploys a small contract with CREATE2, each time at another address.
  static let create2Factory = BenchWorkload(
    "create2_factory",
    code: Assembly {
      store(deployment(of: smallContract), at: 0)
      push(Word.zero)
      loop(500) {
        swap(1)
        Op.create2(0, 0, push(Word(UInt64(14 + smallContract.count))), dup(2))
        Op.xor
        swap(1)
      }
      returnTop()
    }.bytes)

  private static let smallContract = Assembly {
    Op.mstore(0, Op.add(Op.calldataload(0), 1))
    Op.return(0, 32)
  }.bytes
}
