import ChainTypes
import EVMAssembly

extension ProgramGenerator {
  struct Use {
    var op: Op
    var takes: Int
    var gives: Int

    init(_ op: Op, _ takes: Int, _ gives: Int) {
      self.op = op
      self.takes = takes
      self.gives = gives
    }
  }

  static let unary: [Op] = [
    .iszero, .not, .clz, .calldataload, .balance, .extcodesize, .extcodehash, .blockhash, .blobhash,
  ]
  static let binary: [Op] = [
    .add, .mul, .sub, .div, .sdiv, .mod, .smod, .exp, .signextend, .lt, .gt, .slt, .sgt, .eq, .and,
    .or, .xor, .byte, .shl, .shr, .sar,
  ]
  static let facts: [Op] = [
    .address, .origin, .caller, .callvalue, .calldatasize, .codesize, .gasprice, .returndatasize,
    .coinbase, .timestamp, .number, .prevrandao, .gaslimit, .chainid, .selfbalance, .basefee,
    .blobbasefee, .pc, .msize, .gas, .push0,
  ]
  static let memoryOps: [Use] = [
    Use(.mload, 1, 1), Use(.mstore, 2, 0), Use(.mstore8, 2, 0), Use(.mcopy, 3, 0),
    Use(.keccak256, 2, 1), Use(.calldatacopy, 3, 0), Use(.codecopy, 3, 0),
    Use(.returndatacopy, 3, 0), Use(.extcodecopy, 4, 0), Use(.log0, 2, 0), Use(.log1, 3, 0),
    Use(.log2, 4, 0), Use(.log3, 5, 0), Use(.log4, 6, 0),
  ]
  static let calls: [Use] = [
    Use(.call, 7, 1), Use(.callcode, 7, 1), Use(.delegatecall, 6, 1), Use(.staticcall, 6, 1),
  ]
  /// Where signs, carries, lengths and shifts turn over.
  static let edges: [Word] = [
    0, 1, 2, 31, 32, 33, 255, 256, 257, Word(UInt64.max), Word(0, 1, 0, 0), Word(0, 0, 1, 0),
    Word.max, Word.max >> 1, Word.one << 255, Word.max << 128, Word.max >> 128, Word(1 << 63),
  ]
}

/// The accounts among which the fuzzer's contracts live.
enum FuzzWorld {
  static let contracts: [Address] = (1...4).map { Address(Word(UInt64(0xc0_de00 + $0))) }
  static let sender = Address(Word(0x5e_4de4))
  /// Contracts, an account without code, one that does not exist, and every precompile.
  static let addresses: [Address] =
    contracts + [sender, Address(Word(0xdead))] + (1...17).map { Address(Word(UInt64($0))) }
    + [Address(Word(0x100))]
}
