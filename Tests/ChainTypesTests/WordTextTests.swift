import ChainTypes
import Testing

@Suite struct WordText {
  @Test func `text and bytes read back`() {
    var generator = OperandGenerator(seed: 3)
    for round in 0..<10_000 {
      let a = generator.word()
      let holds =
        Word(hex: a.hex) == a && Word(hex: a.hex64) == a && Word(decimal: a.decimal) == a
        && Word(bigEndianBytes: a.bytes) == a && Word(bigEndianBytes: a.minimalBytes) == a
      #expect(holds, "seed 3, round \(round): \(a)")
      if !holds { return }
    }
  }

  @Test func `zero is written with one digit and no byte`() {
    #expect(Word.zero.hex == "0x0")
    #expect(Word.zero.decimal == "0")
    #expect(Word.zero.minimalBytes.isEmpty)
    #expect(Word.zero.bytes.count == 32)
  }

  @Test func `the largest number is read and one more is not`() {
    let digits = String(repeating: "f", count: 64)
    #expect(Word(hex: "0x" + digits) == Word.max)
    #expect(Word(hex: "0x1" + String(repeating: "0", count: 64)) == nil)
    let largest =
      "115792089237316195423570985008687907853269984665640564039457584007913129639935"
    #expect(Word(decimal: largest) == Word.max)
    #expect(Word.max.decimal == largest)
    #expect(Word(decimal: String(largest.dropLast()) + "6") == nil)
    #expect(Word(decimal: largest + "0") == nil)
  }

  @Test func `leading zeros change nothing`() {
    let zeros = String(repeating: "0", count: 100)
    #expect(Word(hex: "0x" + zeros + "a") == 10)
    #expect(Word(decimal: zeros + "10") == 10)
    #expect(Word(bigEndianBytes: [0, 0, 10]) == 10)
  }

  @Test(arguments: ["", "0x", "x1", "0x0x1", "0xg", "0x1 ", " 1", "-1", "+1", "0X1", "1_0", "é"])
  func `malformed hexadecimal text is no number`(text: String) {
    #expect(Word(hex: text) == nil)
  }

  @Test(arguments: ["", "0x1", "a", "1 ", " 1", "-1", "+1", "1.0", "1e3", "1_0", "é"])
  func `malformed decimal text is no number`(text: String) {
    #expect(Word(decimal: text) == nil)
  }

  @Test func `33 bytes are no word, not even with leading zeros`() {
    #expect(Word(bigEndianBytes: [UInt8](repeating: 0, count: 33)) == nil)
    #expect(Word(bigEndianBytes: [UInt8](repeating: 255, count: 32)) == Word.max)
    #expect(Word(bigEndianBytes: []) == Word.zero)
  }

  @Test func `what does not fit 64 bits is clamped`() {
    #expect(Word(.max).asUInt64 == .max)
    #expect((Word.one << 64).asUInt64 == nil)
    #expect(Word(7).clampedToUInt64 == 7)
    #expect((Word.one << 200).clampedToUInt64 == .max)
  }
}
