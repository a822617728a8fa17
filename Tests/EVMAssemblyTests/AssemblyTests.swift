import ChainTypes
import EVMAssembly
import Testing

@Suite struct AssemblyTests {
  @Test func `a number is pushed with as few bytes as it has`() {
    #expect(push(Word(0)).bytes == [0x60, 0])
    #expect(push(Word(255)).bytes == [0x60, 255])
    #expect(push(Word(256)).bytes == [0x61, 1, 0])
    #expect(push(Word.max).bytes == [0x7f] + [UInt8](repeating: 255, count: 32))
    #expect(push(Address(Word(7))).bytes == [0x73] + [UInt8](repeating: 0, count: 19) + [7])
  }

  @Test func `operands are pushed before their instruction, the last one first`() {
    #expect(Op.sub(7, 2).bytes == [0x60, 2, 0x60, 7, 0x03])
    let nested = Assembly { Op.sstore(0, Op.add(Op.sload(0), 1)) }
    #expect(nested.bytes == [0x60, 1, 0x60, 0, 0x54, 0x01, 0x60, 0, 0x55])
  }

  @Test func `a loop jumps back to its head, and a second one to its own`() {
    let once = Assembly { loop(3) { Op.jumpdest } }
    // PUSH1 3, the head at 2, the body, then SWAP1 SUB of the counter and the conditional jump.
    #expect(
      once.bytes
        == [0x60, 3, 0x5b, 0x5b, 0x60, 1, 0x90, 0x03, 0x80, 0x61, 0, 2, 0x57, 0x50])
    let twice = Assembly {
      loop(3) { Op.jumpdest }
      loop(3) { Op.jumpdest }
    }
    let second = once.bytes.count
    #expect(Array(twice.bytes[..<second]) == once.bytes)
    #expect(twice.bytes[second + 11] == UInt8(second + 2))
  }

  @Test func `a condition jumps behind its body`() {
    let code = Assembly {
      when(Op.callvalue()) { Op.stop }
      Op.pc
    }.bytes
    #expect(code == [0x34, 0x15, 0x61, 0, 7, 0x57, 0x00, 0x5b, 0x58])
  }

  @Test func `bytes are stored word by word, the last one filled with zeros`() {
    let bytes = [UInt8](repeating: 9, count: 33)
    let code = store(bytes, at: 64).bytes
    #expect(Array(code[..<36]) == [0x7f] + [UInt8](repeating: 9, count: 32) + [0x60, 64, 0x52])
    #expect(Array(code[36..<39]) == [0x7f, 9, 0])
    #expect(code.suffix(3) == [0x60, 96, 0x52])
  }

  @Test func `a deployment copies what stands behind it`() {
    let code = deployment(of: [1, 2, 3])
    #expect(code.count == 17 && code.suffix(3) == [1, 2, 3])
    // PUSH2 3, PUSH1 14, PUSH1 0, CODECOPY, PUSH2 3, PUSH1 0, RETURN.
    #expect(code.prefix(14) == [0x61, 0, 3, 0x60, 14, 0x60, 0, 0x39, 0x61, 0, 3, 0x60, 0, 0xf3])
  }
}
