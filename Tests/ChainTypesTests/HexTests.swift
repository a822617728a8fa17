import ChainTypes
import Testing

@Suite struct HexText {
  @Test func `bytes come back with either case and with or without 0x`() throws {
    let bytes = (0...255).map { UInt8($0) }
    let text = Hex.encode(bytes)
    #expect(text.hasPrefix("0x000102"))
    #expect(try Hex.decode(text) == bytes)
    #expect(try Hex.decode(Hex.digits(bytes)) == bytes)
    #expect(try Hex.decode("0X" + Hex.digits(bytes).uppercased()) == bytes)
    #expect(try Hex.decode("") == [])
    #expect(try Hex.decode("0x") == [])
  }

  @Test func `an error counts the digits or points at the wrong one`() {
    #expect(throws: HexError.oddDigits(count: 3)) { try Hex.decode("0x123") }
    #expect(throws: HexError.notADigit(offset: 4)) { try Hex.decode("0x12g4") }
    #expect(throws: HexError.notADigit(offset: 3)) { try Hex.decode("123/") }
    #expect(throws: HexError.notADigit(offset: 0)) { try Hex.decode(" 12 ") }
    #expect(throws: HexError.notADigit(offset: 3)) { try Hex.decode("120x12") }
  }

  @Test func `every byte that is no digit is refused`() {
    for scalar in 0..<128 where !"0123456789abcdefABCDEF".utf8.contains(UInt8(scalar)) {
      let character = String(Unicode.Scalar(UInt8(scalar)))
      #expect(throws: HexError.notADigit(offset: 1)) { try Hex.decode("1" + character + "00") }
    }
  }
}
