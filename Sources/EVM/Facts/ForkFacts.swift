/// What the interpreter looks up before each instruction: eight bytes, one load.
struct OpcodeFact {
  var gas: UInt16
  /// The least stack height.
  var needs: UInt16
  /// The greatest stack height.
  var limit: UInt16
  /// 0 for an instruction the fork does not have: then `needs` is beyond any height, so that the
  /// one comparison that every instruction makes anyway finds it.
  var isDefined: UInt16

  static let undefined = OpcodeFact(gas: 0, needs: .max, limit: 0, isDefined: 0)
}

/// All that differs between forks inside the machine, made once for each fork from the tables.
@safe
final class ForkFacts: @unchecked Sendable {
  let fork: Fork
  // Safe: written by the initialiser only and never freed; the facts live as long as the process.
  let opcodes: UnsafePointer<OpcodeFact>
  let prices: Prices

  private init(_ fork: Fork) {
    self.fork = fork
    prices = Prices(fork)
    let table = UnsafeMutablePointer<OpcodeFact>.allocate(capacity: 256)
    unsafe table.initialize(repeating: .undefined, count: 256)
    for row in OpcodeTable.rows where row.since <= fork {
      var gas = row.gas
      for revision in OpcodeTable.revisions
      where revision.code == row.code && revision.since <= fork {
        gas = revision.gas
      }
      for member in ForkFacts.members(of: row, gas: gas) {
        unsafe table[Int(member.code)] = member.fact
      }
    }
    unsafe opcodes = UnsafePointer(table)
  }

  static func of(_ fork: Fork) -> ForkFacts { all[Int(fork.rawValue)] }

  private static let all: [ForkFacts] = Fork.allCases.map { ForkFacts($0) }

  /// The instructions of a row: PUSH, DUP, SWAP and LOG stand for families.
  private static func members(
    of row: OpcodeRow, gas: UInt16
  ) -> [(code: UInt8, fact: OpcodeFact)] {
    let count: UInt8
    switch row.code {
    case 0x60: count = 32
    case 0x80, 0x90: count = 16
    case 0xa0: count = 5
    default: count = 1
    }
    return (0..<count).map { n in
      var takes = UInt16(row.takes)
      var gives = UInt16(row.gives)
      var gas = gas
      switch row.code {
      case 0x80, 0x90:
        takes += UInt16(n)
        gives += UInt16(n)
      case 0xa0:
        takes += UInt16(n)
        gas += 375 * UInt16(n)
      default: break
      }
      let limit = gives > takes ? 1024 - (gives - takes) : 1024
      return (row.code + n, OpcodeFact(gas: gas, needs: takes, limit: limit, isDefined: 1))
    }
  }
}

extension OpcodeTable {
  /// Words on the stack behind an instruction where its operands were.
  static func gives(_ code: UInt8) -> UInt8 {
    switch code {
    case 0x60...0x7f: return 1
    case 0x80...0x8f: return code - 0x7e
    case 0x90...0x9f: return code - 0x8e
    case 0xa0...0xa4: return 0
    default: return givesByCode[Int(code)]
    }
  }

  private static let givesByCode: [UInt8] = {
    var table = [UInt8](repeating: 0, count: 256)
    for row in rows { table[Int(row.code)] = row.gives }
    return table
  }()

  /// The mnemonic of an instruction in a fork, for traces; nil when the fork does not have it.
  public static func name(of code: UInt8, in fork: Fork) -> String? {
    switch code {
    case 0x60...0x7f: return "PUSH\(code - 0x5f)"
    case 0x80...0x8f: return "DUP\(code - 0x7f)"
    case 0x90...0x9f: return "SWAP\(code - 0x8f)"
    case 0xa0...0xa4: return "LOG\(code - 0xa0)"
    case 0x44 where fork >= .paris: return "PREVRANDAO"
    default:
      for row in rows where row.code == code && row.since <= fork { return row.name.description }
      return nil
    }
  }
}
