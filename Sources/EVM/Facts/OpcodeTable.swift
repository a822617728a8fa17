/// What is true of an instruction whatever it does: the one table that every tier, the tracer and
/// the tools read.
struct OpcodeRow {
  var code: UInt8
  var name: StaticString
  /// Words taken from the stack.
  var takes: UInt8
  /// Words put back.
  var gives: UInt8
  /// Gas charged before anything is looked at, in the fork that introduced the instruction.
  var gas: UInt16
  var since: Fork

  init(
    _ code: UInt8, _ name: StaticString, _ takes: UInt8, _ gives: UInt8, _ gas: UInt16,
    _ since: Fork = .frontier
  ) {
    self.code = code
    self.name = name
    self.takes = takes
    self.gives = gives
    self.gas = gas
    self.since = since
  }
}

/// A later fork's price for the same instruction.
struct GasRevision {
  var code: UInt8
  var since: Fork
  var gas: UInt16

  init(_ code: UInt8, _ since: Fork, _ gas: UInt16) {
    self.code = code
    self.since = since
    self.gas = gas
  }
}

public enum OpcodeTable {
  /// Yellow paper appendix H, and the EIP of each later instruction. PUSH, DUP, SWAP and LOG have a
  /// row for their first member; `ForkFacts` derives the others.
  static let rows: [OpcodeRow] = [
    OpcodeRow(0x00, "STOP", 0, 0, 0),
    OpcodeRow(0x01, "ADD", 2, 1, 3),
    OpcodeRow(0x02, "MUL", 2, 1, 5),
    OpcodeRow(0x03, "SUB", 2, 1, 3),
    OpcodeRow(0x04, "DIV", 2, 1, 5),
    OpcodeRow(0x05, "SDIV", 2, 1, 5),
    OpcodeRow(0x06, "MOD", 2, 1, 5),
    OpcodeRow(0x07, "SMOD", 2, 1, 5),
    OpcodeRow(0x08, "ADDMOD", 3, 1, 8),
    OpcodeRow(0x09, "MULMOD", 3, 1, 8),
    OpcodeRow(0x0a, "EXP", 2, 1, 10),
    OpcodeRow(0x0b, "SIGNEXTEND", 2, 1, 5),
    OpcodeRow(0x10, "LT", 2, 1, 3),
    OpcodeRow(0x11, "GT", 2, 1, 3),
    OpcodeRow(0x12, "SLT", 2, 1, 3),
    OpcodeRow(0x13, "SGT", 2, 1, 3),
    OpcodeRow(0x14, "EQ", 2, 1, 3),
    OpcodeRow(0x15, "ISZERO", 1, 1, 3),
    OpcodeRow(0x16, "AND", 2, 1, 3),
    OpcodeRow(0x17, "OR", 2, 1, 3),
    OpcodeRow(0x18, "XOR", 2, 1, 3),
    OpcodeRow(0x19, "NOT", 1, 1, 3),
    OpcodeRow(0x1a, "BYTE", 2, 1, 3),
    OpcodeRow(0x1b, "SHL", 2, 1, 3, .constantinople),  // EIP-145
    OpcodeRow(0x1c, "SHR", 2, 1, 3, .constantinople),
    OpcodeRow(0x1d, "SAR", 2, 1, 3, .constantinople),
    OpcodeRow(0x1e, "CLZ", 1, 1, 5, .osaka),  // EIP-7939
    OpcodeRow(0x20, "KECCAK256", 2, 1, 30),
    OpcodeRow(0x30, "ADDRESS", 0, 1, 2),
    OpcodeRow(0x31, "BALANCE", 1, 1, 20),
    OpcodeRow(0x32, "ORIGIN", 0, 1, 2),
    OpcodeRow(0x33, "CALLER", 0, 1, 2),
    OpcodeRow(0x34, "CALLVALUE", 0, 1, 2),
    OpcodeRow(0x35, "CALLDATALOAD", 1, 1, 3),
    OpcodeRow(0x36, "CALLDATASIZE", 0, 1, 2),
    OpcodeRow(0x37, "CALLDATACOPY", 3, 0, 3),
    OpcodeRow(0x38, "CODESIZE", 0, 1, 2),
    OpcodeRow(0x39, "CODECOPY", 3, 0, 3),
    OpcodeRow(0x3a, "GASPRICE", 0, 1, 2),
    OpcodeRow(0x3b, "EXTCODESIZE", 1, 1, 20),
    OpcodeRow(0x3c, "EXTCODECOPY", 4, 0, 20),
    OpcodeRow(0x3d, "RETURNDATASIZE", 0, 1, 2, .byzantium),  // EIP-211
    OpcodeRow(0x3e, "RETURNDATACOPY", 3, 0, 3, .byzantium),
    OpcodeRow(0x3f, "EXTCODEHASH", 1, 1, 400, .constantinople),  // EIP-1052
    OpcodeRow(0x40, "BLOCKHASH", 1, 1, 20),
    OpcodeRow(0x41, "COINBASE", 0, 1, 2),
    OpcodeRow(0x42, "TIMESTAMP", 0, 1, 2),
    OpcodeRow(0x43, "NUMBER", 0, 1, 2),
    OpcodeRow(0x44, "DIFFICULTY", 0, 1, 2),
    OpcodeRow(0x45, "GASLIMIT", 0, 1, 2),
    OpcodeRow(0x46, "CHAINID", 0, 1, 2, .istanbul),  // EIP-1344
    OpcodeRow(0x47, "SELFBALANCE", 0, 1, 5, .istanbul),  // EIP-1884
    OpcodeRow(0x48, "BASEFEE", 0, 1, 2, .london),  // EIP-3198
    OpcodeRow(0x49, "BLOBHASH", 1, 1, 3, .cancun),  // EIP-4844
    OpcodeRow(0x4a, "BLOBBASEFEE", 0, 1, 2, .cancun),  // EIP-7516
    OpcodeRow(0x50, "POP", 1, 0, 2),
    OpcodeRow(0x51, "MLOAD", 1, 1, 3),
    OpcodeRow(0x52, "MSTORE", 2, 0, 3),
    OpcodeRow(0x53, "MSTORE8", 2, 0, 3),
    OpcodeRow(0x54, "SLOAD", 1, 1, 50),
    OpcodeRow(0x55, "SSTORE", 2, 0, 0),
    OpcodeRow(0x56, "JUMP", 1, 0, 8),
    OpcodeRow(0x57, "JUMPI", 2, 0, 10),
    OpcodeRow(0x58, "PC", 0, 1, 2),
    OpcodeRow(0x59, "MSIZE", 0, 1, 2),
    OpcodeRow(0x5a, "GAS", 0, 1, 2),
    OpcodeRow(0x5b, "JUMPDEST", 0, 0, 1),
    OpcodeRow(0x5c, "TLOAD", 1, 1, 100, .cancun),  // EIP-1153
    OpcodeRow(0x5d, "TSTORE", 2, 0, 100, .cancun),
    OpcodeRow(0x5e, "MCOPY", 3, 0, 3, .cancun),  // EIP-5656
    OpcodeRow(0x5f, "PUSH0", 0, 1, 2, .shanghai),  // EIP-3855
    OpcodeRow(0x60, "PUSH", 0, 1, 3),
    OpcodeRow(0x80, "DUP", 1, 2, 3),
    OpcodeRow(0x90, "SWAP", 2, 2, 3),
    OpcodeRow(0xa0, "LOG", 2, 0, 375),
    OpcodeRow(0xf0, "CREATE", 3, 1, 32000),
    OpcodeRow(0xf1, "CALL", 7, 1, 40),
    OpcodeRow(0xf2, "CALLCODE", 7, 1, 40),
    OpcodeRow(0xf3, "RETURN", 2, 0, 0),
    OpcodeRow(0xf4, "DELEGATECALL", 6, 1, 40, .homestead),  // EIP-7
    OpcodeRow(0xf5, "CREATE2", 4, 1, 32000, .constantinople),  // EIP-1014
    OpcodeRow(0xfa, "STATICCALL", 6, 1, 700, .byzantium),  // EIP-214
    OpcodeRow(0xfd, "REVERT", 2, 0, 0, .byzantium),  // EIP-140
    OpcodeRow(0xfe, "INVALID", 0, 0, 0),
    OpcodeRow(0xff, "SELFDESTRUCT", 1, 0, 0),
  ]

  /// EIP-150, EIP-1884 and EIP-2929. From Berlin on the price here is the warm one; the host
  /// operation adds what a cold access costs more.
  static let revisions: [GasRevision] = [
    GasRevision(0x31, .tangerineWhistle, 400),
    GasRevision(0x3b, .tangerineWhistle, 700),
    GasRevision(0x3c, .tangerineWhistle, 700),
    GasRevision(0x54, .tangerineWhistle, 200),
    GasRevision(0xf1, .tangerineWhistle, 700),
    GasRevision(0xf2, .tangerineWhistle, 700),
    GasRevision(0xf4, .tangerineWhistle, 700),
    GasRevision(0xff, .tangerineWhistle, 5000),
    GasRevision(0x31, .istanbul, 700),
    GasRevision(0x3f, .istanbul, 700),
    GasRevision(0x54, .istanbul, 800),
    GasRevision(0x31, .berlin, 100),
    GasRevision(0x3b, .berlin, 100),
    GasRevision(0x3c, .berlin, 100),
    GasRevision(0x3f, .berlin, 100),
    GasRevision(0x54, .berlin, 100),
    GasRevision(0xf1, .berlin, 100),
    GasRevision(0xf2, .berlin, 100),
    GasRevision(0xf4, .berlin, 100),
    GasRevision(0xfa, .berlin, 100),
  ]
}
