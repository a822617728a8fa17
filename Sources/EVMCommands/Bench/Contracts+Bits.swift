import ChainTypes
import EVMAssembly

// The inner loop of SHA-1 (FIPS 180-4, section 6.1.2) over 32-bit words in memory: shifts, masks
// and logic, as signature schemes and decoders in contracts spend their time.
extension BenchWorkload {
  /// Memory: words 0 to 4 are the state, words 8 to 23 the message.
  static let bitTwiddling = BenchWorkload(
    "bit_twiddling",
    code: Assembly {
      for (index, value) in initialState.enumerated() {
        Op.mstore(at(index), push(Word(value)))
      }
      loop(6_000) {
        nextMessageWord
        round
      }
      for index in 0..<5 { Op.mload(at(index)) }
      for _ in 0..<4 { Op.xor }
      returnTop()
    }.bytes)

  private static let initialState: [UInt64] = [
    0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
  ]

  private static func at(_ index: Int) -> Assembly { push(Word(UInt64(index * 32))) }

  private static let mask = push(Word(0xffff_ffff))

  /// The value turned left by so many bits within 32.
  private static func turned(_ value: Assembly, by bits: UInt64) -> Assembly {
    Assembly {
      value
      dup(1)
      Op.shl(push(Word(bits)))
      swap(1)
      Op.shr(push(Word(32 - bits)))
      Op.or
      Op.and(mask)
    }
  }

  /// Leaves nothing: word (n mod 16) of the message becomes the turned XOR of itself, the fifth
  /// word of the state and the counter.
  private static let nextMessageWord = Assembly {
    Op.add(push(Word(256)), Op.shl(5, Op.and(dup(2), 15)))
    dup(1)
    Op.mload
    Op.xor(at(4).loaded)
    dup(3)
    Op.xor
    turned(.empty, by: 1)
    swap(1)
    Op.mstore
  }

  /// One step of the compression: five words move up by one.
  private static let round = Assembly {
    turned(at(0).loaded, by: 5)
    Op.add(Op.or(Op.and(at(1).loaded, at(2).loaded), Op.and(Op.not(at(1).loaded), at(3).loaded)))
    Op.add(at(4).loaded)
    Op.add(push(Word(0x5a82_7999)))
    Op.add(at(8).loaded)
    Op.and(mask)
    Op.mstore(at(4), at(3).loaded)
    Op.mstore(at(3), at(2).loaded)
    Op.mstore(at(2), turned(at(1).loaded, by: 30))
    Op.mstore(at(1), at(0).loaded)
    Op.mstore(at(0))
  }
}

extension Assembly {
  /// The word of memory at this address.
  var loaded: Assembly { Op.mload(self) }
}
