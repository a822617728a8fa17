import ChainTypes
import Foundation
import SystemCrypto
import Testing

@Suite struct ModularPower {
  @Test func `powers agree with Python's integers`() throws {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().appending(path: "Vectors/modexp.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 150)
    for line in lines {
      let fields = try line.split(separator: " ").map {
        try $0 == "-" ? [] : Hex.decode(String($0))
      }
      let result = ModularArithmetic.power(
        base: fields[0], exponent: fields[1], modulus: fields[2])
      #expect(result == fields[3], "\(line)")
    }
  }

  @Test func `empty numbers are zero`() {
    #expect(ModularArithmetic.power(base: [], exponent: [], modulus: []) == [])
    #expect(ModularArithmetic.power(base: [], exponent: [], modulus: [7]) == [1])
    #expect(ModularArithmetic.power(base: [], exponent: [1], modulus: [0, 7]) == [0, 0])
  }

  @Test func `the result has the length of the modulus, leading zeros included`() {
    let result = ModularArithmetic.power(base: [3], exponent: [2], modulus: [0, 0, 0, 7])
    #expect(result == [0, 0, 0, 2])
  }
}
