import ChainTypes
import EVMAssembly

// Contracts that compute: no storage, no calls. Each returns its last word, so that a tier which
// computes something else shows.
extension BenchWorkload {
  /// A linear congruence and its mixing, as hash functions and random generators in contracts do
  /// it.
  static let arithmetic = BenchWorkload(
    "arithmetic",
    code: Assembly {
      push(Word(0x9e37_79b9_7f4a_7c15))
      loop(50_000) {
        swap(1)
        Op.mul(push(Word(0x5851_f42d_4c95_7f2d, 0x14, 0, 1)))
        Op.add(push(Word(0x1405_7b7e_f767_814f)))
        dup(1)
        Op.shr(29)
        Op.xor
        swap(1)
      }
      returnTop()
    }.bytes)

  /// Prices and shares: MULMOD, DIV and MOD of wide numbers.
  static let division = BenchWorkload(
    "division",
    code: Assembly {
      push(Word(1, 2, 3, 4))
      loop(20_000) {
        swap(1)
        Op.mulmod(dup(3), push(Word(0xffff_fffb, 7, 1, 0)), push(Word(5, 0, 0, 0x4000_0000)))
        Op.div(dup(2), push(Word(10_000)))
        Op.mod(Op.not(0), dup(3))
        Op.add
        Op.add
        Op.add
        swap(1)
      }
      returnTop()
    }.bytes)

  /// Words written, read back and copied over eight kilobytes.
  static let memory = BenchWorkload(
    "memory",
    code: Assembly {
      loop(20_000) {
        Op.and(dup(2), 255)
        Op.shl(5)
        dup(2)
        dup(2)
        Op.mstore
        Op.mload
        Op.pop
        Op.mcopy(push(Word(4096)), 0, 64)
      }
      Op.mload(32)
      returnTop()
    }.bytes)

  /// Keys of mappings (64 bytes) and one long message (1 KB) in turn.
  static let keccak = BenchWorkload(
    "keccak",
    code: Assembly {
      loop(5_000) {
        Op.mstore(0, Op.keccak256(0, 64))
        Op.mstore(32, Op.keccak256(0, push(Word(1024))))
      }
      Op.mload(0)
      returnTop()
    }.bytes)
}
