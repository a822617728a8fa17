import ChainTypes

/// Tier 0: a switch over the raw bytecode. It runs any code without preparation, one instruction at
/// a time if wanted, and is what the other tier is compared with.
enum Loop {
  /// Runs until the frame halts or needs the host. All state is in the registers before and after.
  /// Embedded Swift compiles what a module calls anew in each module above it, for size where that is
  /// compiled for size; what stands behind `@export(interface)` is compiled once, as it is here.
  @export(interface)
  static func run(_ r: Live) -> Exit { unsafe interpret(r, singly: false) }

  /// Runs one instruction.
  static func step(_ r: Live) -> Exit { unsafe interpret(r, singly: true) }

  @inline(__always)
  private static func interpret(_ r: Live, singly: Bool) -> Exit {
    let facts = unsafe r.pointee.facts
    let code = unsafe r.pointee.code
    let base = unsafe r.pointee.stackBase
    var pc = unsafe code + r.pointee.pc
    var top = unsafe r.pointee.top
    var gas = unsafe r.pointee.gas
    var exit = Exit.stepped

    repeat {
      let op = unsafe pc.pointee
      let fact = unsafe facts[Int(op)]
      let height = unsafe UInt64(bitPattern: Int64(top - base))
      if height < UInt64(fact.needs) || height > UInt64(fact.limit) {
        exit = fact.isDefined == 0 ? .undefined : .stackFault
        break
      }
      gas &-= Int64(fact.gas)
      if gas < 0 {
        exit = .outOfGas
        break
      }
      let s = unsafe Stack(top)
      switch op {
      case 0x00:
        exit = .stop
      case 0x01:
        Arithmetic.add(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x02:
        Arithmetic.mul(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x03:
        Arithmetic.sub(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x04:
        Arithmetic.div(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x05:
        Arithmetic.sdiv(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x06:
        Arithmetic.mod(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x07:
        Arithmetic.smod(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x08:
        Arithmetic.addmod(s)
        unsafe top -= 2
        unsafe pc += 1
      case 0x09:
        Arithmetic.mulmod(s)
        unsafe top -= 2
        unsafe pc += 1
      case 0x0a:
        if unsafe !Arithmetic.exp(s, &gas, perByte: r.pointee.exponentByte) {
          exit = .outOfGas
          break
        }
        unsafe top -= 1
        unsafe pc += 1
      case 0x0b:
        Arithmetic.signextend(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x10:
        Comparison.lt(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x11:
        Comparison.gt(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x12:
        Comparison.slt(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x13:
        Comparison.sgt(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x14:
        Comparison.eq(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x15:
        Comparison.iszero(s)
        unsafe pc += 1
      case 0x16:
        Bitwise.and(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x17:
        Bitwise.or(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x18:
        Bitwise.xor(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x19:
        Bitwise.not(s)
        unsafe pc += 1
      case 0x1a:
        Bitwise.byte(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x1b:
        Bitwise.shl(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x1c:
        Bitwise.shr(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x1d:
        Bitwise.sar(s)
        unsafe top -= 1
        unsafe pc += 1
      case 0x1e:
        Bitwise.clz(s)
        unsafe pc += 1
      case 0x20:
        if unsafe !DataAccess.keccak(s, r, &gas) {
          exit = .outOfGas
          break
        }
        unsafe top -= 1
        unsafe pc += 1
      case 0x30:
        s.push(unsafe r.pointee.address)
        unsafe top += 1
        unsafe pc += 1
      case 0x32:
        s.push(unsafe r.pointee.origin)
        unsafe top += 1
        unsafe pc += 1
      case 0x33:
        s.push(unsafe r.pointee.caller)
        unsafe top += 1
        unsafe pc += 1
      case 0x34:
        s.push(unsafe r.pointee.value)
        unsafe top += 1
        unsafe pc += 1
      case 0x35:
        unsafe DataAccess.calldataload(s, r)
        unsafe pc += 1
      case 0x36:
        s.push(Word(UInt64(truncatingIfNeeded: unsafe r.pointee.inputCount)))
        unsafe top += 1
        unsafe pc += 1
      case 0x37:
        if unsafe !DataAccess.calldatacopy(s, r, &gas) {
          exit = .outOfGas
          break
        }
        unsafe top -= 3
        unsafe pc += 1
      case 0x38:
        s.push(Word(UInt64(truncatingIfNeeded: unsafe r.pointee.codeCount)))
        unsafe top += 1
        unsafe pc += 1
      case 0x39:
        if unsafe !DataAccess.codecopy(s, r, &gas) {
          exit = .outOfGas
          break
        }
        unsafe top -= 3
        unsafe pc += 1
      case 0x3a:
        s.push(unsafe r.pointee.gasPrice)
        unsafe top += 1
        unsafe pc += 1
      case 0x3d:
        s.push(Word(UInt64(truncatingIfNeeded: unsafe r.pointee.returnDataCount)))
        unsafe top += 1
        unsafe pc += 1
      case 0x3e:
        if let failure = unsafe DataAccess.returndatacopy(s, r, &gas) {
          exit = failure
          break
        }
        unsafe top -= 3
        unsafe pc += 1
      case 0x41:
        s.push(unsafe r.pointee.coinbase)
        unsafe top += 1
        unsafe pc += 1
      case 0x42:
        s.push(unsafe r.pointee.timestamp)
        unsafe top += 1
        unsafe pc += 1
      case 0x43:
        s.push(unsafe r.pointee.number)
        unsafe top += 1
        unsafe pc += 1
      case 0x44:
        s.push(unsafe r.pointee.prevRandao)
        unsafe top += 1
        unsafe pc += 1
      case 0x45:
        s.push(unsafe r.pointee.gasLimit)
        unsafe top += 1
        unsafe pc += 1
      case 0x46:
        s.push(unsafe r.pointee.chainID)
        unsafe top += 1
        unsafe pc += 1
      case 0x48:
        s.push(unsafe r.pointee.baseFee)
        unsafe top += 1
        unsafe pc += 1
      case 0x4a:
        s.push(unsafe r.pointee.blobBaseFee)
        unsafe top += 1
        unsafe pc += 1
      case 0x50:
        unsafe top -= 1
        unsafe pc += 1
      case 0x51:
        if unsafe !DataAccess.mload(s, r, &gas) {
          exit = .outOfGas
          break
        }
        unsafe pc += 1
      case 0x52:
        if unsafe !DataAccess.mstore(s, r, &gas) {
          exit = .outOfGas
          break
        }
        unsafe top -= 2
        unsafe pc += 1
      case 0x53:
        if unsafe !DataAccess.mstore8(s, r, &gas) {
          exit = .outOfGas
          break
        }
        unsafe top -= 2
        unsafe pc += 1
      case 0x56:
        let target = s[1].clampedToUInt64
        if unsafe !r.isJumpDestination(target) {
          exit = .badJump
          break
        }
        unsafe top -= 1
        unsafe pc = code + Int(truncatingIfNeeded: target)
      case 0x57:
        let target = s[1].clampedToUInt64
        let taken = !s[2].isZero
        if taken {
          if unsafe !r.isJumpDestination(target) {
            exit = .badJump
            break
          }
          unsafe pc = code + Int(truncatingIfNeeded: target)
        } else {
          unsafe pc += 1
        }
        unsafe top -= 2
      case 0x58:
        s.push(Word(UInt64(truncatingIfNeeded: unsafe pc - code)))
        unsafe top += 1
        unsafe pc += 1
      case 0x59:
        s.push(Word(UInt64(truncatingIfNeeded: unsafe r.pointee.memorySize)))
        unsafe top += 1
        unsafe pc += 1
      case 0x5a:
        s.push(Word(UInt64(bitPattern: gas)))
        unsafe top += 1
        unsafe pc += 1
      case 0x5b:
        unsafe pc += 1
      case 0x5e:
        if unsafe !DataAccess.mcopy(s, r, &gas) {
          exit = .outOfGas
          break
        }
        unsafe top -= 3
        unsafe pc += 1
      case 0x5f:
        s.push(.zero)
        unsafe top += 1
        unsafe pc += 1
      case 0x60:
        s.push(unsafe StackMoves.immediate(pc + 1, 1))
        unsafe top += 1
        unsafe pc += 2
      case 0x61:
        s.push(unsafe StackMoves.immediate(pc + 1, 2))
        unsafe top += 1
        unsafe pc += 3
      case 0x62:
        s.push(unsafe StackMoves.immediate(pc + 1, 3))
        unsafe top += 1
        unsafe pc += 4
      case 0x63:
        s.push(unsafe StackMoves.immediate(pc + 1, 4))
        unsafe top += 1
        unsafe pc += 5
      case 0x64:
        s.push(unsafe StackMoves.immediate(pc + 1, 5))
        unsafe top += 1
        unsafe pc += 6
      case 0x65:
        s.push(unsafe StackMoves.immediate(pc + 1, 6))
        unsafe top += 1
        unsafe pc += 7
      case 0x66:
        s.push(unsafe StackMoves.immediate(pc + 1, 7))
        unsafe top += 1
        unsafe pc += 8
      case 0x67:
        s.push(unsafe StackMoves.immediate(pc + 1, 8))
        unsafe top += 1
        unsafe pc += 9
      case 0x68:
        s.push(unsafe StackMoves.immediate(pc + 1, 9))
        unsafe top += 1
        unsafe pc += 10
      case 0x69:
        s.push(unsafe StackMoves.immediate(pc + 1, 10))
        unsafe top += 1
        unsafe pc += 11
      case 0x6a:
        s.push(unsafe StackMoves.immediate(pc + 1, 11))
        unsafe top += 1
        unsafe pc += 12
      case 0x6b:
        s.push(unsafe StackMoves.immediate(pc + 1, 12))
        unsafe top += 1
        unsafe pc += 13
      case 0x6c:
        s.push(unsafe StackMoves.immediate(pc + 1, 13))
        unsafe top += 1
        unsafe pc += 14
      case 0x6d:
        s.push(unsafe StackMoves.immediate(pc + 1, 14))
        unsafe top += 1
        unsafe pc += 15
      case 0x6e:
        s.push(unsafe StackMoves.immediate(pc + 1, 15))
        unsafe top += 1
        unsafe pc += 16
      case 0x6f:
        s.push(unsafe StackMoves.immediate(pc + 1, 16))
        unsafe top += 1
        unsafe pc += 17
      case 0x70:
        s.push(unsafe StackMoves.immediate(pc + 1, 17))
        unsafe top += 1
        unsafe pc += 18
      case 0x71:
        s.push(unsafe StackMoves.immediate(pc + 1, 18))
        unsafe top += 1
        unsafe pc += 19
      case 0x72:
        s.push(unsafe StackMoves.immediate(pc + 1, 19))
        unsafe top += 1
        unsafe pc += 20
      case 0x73:
        s.push(unsafe StackMoves.immediate(pc + 1, 20))
        unsafe top += 1
        unsafe pc += 21
      case 0x74:
        s.push(unsafe StackMoves.immediate(pc + 1, 21))
        unsafe top += 1
        unsafe pc += 22
      case 0x75:
        s.push(unsafe StackMoves.immediate(pc + 1, 22))
        unsafe top += 1
        unsafe pc += 23
      case 0x76:
        s.push(unsafe StackMoves.immediate(pc + 1, 23))
        unsafe top += 1
        unsafe pc += 24
      case 0x77:
        s.push(unsafe StackMoves.immediate(pc + 1, 24))
        unsafe top += 1
        unsafe pc += 25
      case 0x78:
        s.push(unsafe StackMoves.immediate(pc + 1, 25))
        unsafe top += 1
        unsafe pc += 26
      case 0x79:
        s.push(unsafe StackMoves.immediate(pc + 1, 26))
        unsafe top += 1
        unsafe pc += 27
      case 0x7a:
        s.push(unsafe StackMoves.immediate(pc + 1, 27))
        unsafe top += 1
        unsafe pc += 28
      case 0x7b:
        s.push(unsafe StackMoves.immediate(pc + 1, 28))
        unsafe top += 1
        unsafe pc += 29
      case 0x7c:
        s.push(unsafe StackMoves.immediate(pc + 1, 29))
        unsafe top += 1
        unsafe pc += 30
      case 0x7d:
        s.push(unsafe StackMoves.immediate(pc + 1, 30))
        unsafe top += 1
        unsafe pc += 31
      case 0x7e:
        s.push(unsafe StackMoves.immediate(pc + 1, 31))
        unsafe top += 1
        unsafe pc += 32
      case 0x7f:
        s.push(unsafe StackMoves.immediate(pc + 1, 32))
        unsafe top += 1
        unsafe pc += 33
      case 0x80:
        s.push(s[1])
        unsafe top += 1
        unsafe pc += 1
      case 0x81:
        s.push(s[2])
        unsafe top += 1
        unsafe pc += 1
      case 0x82:
        s.push(s[3])
        unsafe top += 1
        unsafe pc += 1
      case 0x83:
        s.push(s[4])
        unsafe top += 1
        unsafe pc += 1
      case 0x84:
        s.push(s[5])
        unsafe top += 1
        unsafe pc += 1
      case 0x85:
        s.push(s[6])
        unsafe top += 1
        unsafe pc += 1
      case 0x86:
        s.push(s[7])
        unsafe top += 1
        unsafe pc += 1
      case 0x87:
        s.push(s[8])
        unsafe top += 1
        unsafe pc += 1
      case 0x88:
        s.push(s[9])
        unsafe top += 1
        unsafe pc += 1
      case 0x89:
        s.push(s[10])
        unsafe top += 1
        unsafe pc += 1
      case 0x8a:
        s.push(s[11])
        unsafe top += 1
        unsafe pc += 1
      case 0x8b:
        s.push(s[12])
        unsafe top += 1
        unsafe pc += 1
      case 0x8c:
        s.push(s[13])
        unsafe top += 1
        unsafe pc += 1
      case 0x8d:
        s.push(s[14])
        unsafe top += 1
        unsafe pc += 1
      case 0x8e:
        s.push(s[15])
        unsafe top += 1
        unsafe pc += 1
      case 0x8f:
        s.push(s[16])
        unsafe top += 1
        unsafe pc += 1
      case 0x90:
        StackMoves.swap(s, 1)
        unsafe pc += 1
      case 0x91:
        StackMoves.swap(s, 2)
        unsafe pc += 1
      case 0x92:
        StackMoves.swap(s, 3)
        unsafe pc += 1
      case 0x93:
        StackMoves.swap(s, 4)
        unsafe pc += 1
      case 0x94:
        StackMoves.swap(s, 5)
        unsafe pc += 1
      case 0x95:
        StackMoves.swap(s, 6)
        unsafe pc += 1
      case 0x96:
        StackMoves.swap(s, 7)
        unsafe pc += 1
      case 0x97:
        StackMoves.swap(s, 8)
        unsafe pc += 1
      case 0x98:
        StackMoves.swap(s, 9)
        unsafe pc += 1
      case 0x99:
        StackMoves.swap(s, 10)
        unsafe pc += 1
      case 0x9a:
        StackMoves.swap(s, 11)
        unsafe pc += 1
      case 0x9b:
        StackMoves.swap(s, 12)
        unsafe pc += 1
      case 0x9c:
        StackMoves.swap(s, 13)
        unsafe pc += 1
      case 0x9d:
        StackMoves.swap(s, 14)
        unsafe pc += 1
      case 0x9e:
        StackMoves.swap(s, 15)
        unsafe pc += 1
      case 0x9f:
        StackMoves.swap(s, 16)
        unsafe pc += 1
      case 0xf3:
        exit = unsafe DataAccess.output(s, r, &gas) ? .return : .outOfGas
      case 0xfd:
        exit = unsafe DataAccess.output(s, r, &gas) ? .revert : .outOfGas
      case 0xfe:
        exit = .invalid
      default:
        exit = .host
      }
      if exit != .stepped { break }
    } while !singly

    unsafe r.pointee.pc = pc - code
    unsafe r.pointee.top = top
    unsafe r.pointee.gas = gas
    return exit
  }
}
