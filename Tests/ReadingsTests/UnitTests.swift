import Readings
import Testing

struct UnitTests {
  @Test func `every symbol is there once and comes back from its 32 bytes`() {
    #expect(Set(SenMLUnit.allCases.map(\.symbol)).count == SenMLUnit.allCases.count)
    for unit in SenMLUnit.allCases {
      #expect(SenMLUnit(unit.symbol) == unit)
      #expect(SenMLUnit(word: unit.word) == unit)
      let bytes = unit.word.bytes
      #expect(bytes.prefix(unit.symbol.utf8.count).elementsEqual(unit.symbol.utf8))
      #expect(bytes.dropFirst(unit.symbol.utf8.count).allSatisfy { $0 == 0 })
    }
    #expect(SenMLUnit("cel") == nil)
    #expect(SenMLUnit("") == nil)
    #expect(SenMLUnit(word: 0) == nil)
  }

  @Test func `secondary units convert exactly where a decimal can say it`() throws {
    func base(_ unit: SenMLUnit, _ text: String) throws -> String? {
      try unit.conversion?.toBase(try DecimalValue(text: text)).normalised.text
    }
    #expect(try base(.kilowattHour, "1.5") == "5400000")
    #expect(try base(.decibelMilliwatt, "-57") == "-87")
    #expect(try base(.kilometrePerHour, "36") == "10")
    #expect(try base(.microgramPerCubicMetre, "12") == "0.000000012")
    #expect(try base(.hectopascal, "1013.25") == "101325")
    #expect(SenMLUnit.celsius.conversion == nil)
    for unit in SenMLUnit.allCases {
      guard let conversion = unit.conversion else { continue }
      #expect(conversion.base.conversion == nil, "\(unit)")
      let back = try conversion.fromBase(conversion.toBase(1234)).rounded(toExponent: -6)
      #expect(back == 1234, "\(unit)")
    }
  }
}
