import ChainTypes
import Testing

@Suite struct WordDivision {
  @Test func `quotient times divisor plus remainder is the dividend`() {
    var generator = OperandGenerator(seed: 1)
    for round in 0..<100_000 {
      let (a, b) = (generator.word(), generator.word())
      if b.isZero { continue }
      let remainder = a.remainder(dividingBy: b)
      let (high, low) = a.divided(by: b).multipliedFullWidth(by: b)
      let holds = high.isZero && remainder < b && low &+ remainder == a && low <= a
      #expect(holds, "seed 1, round \(round): \(a) by \(b)")
      if !holds { return }
    }
  }

  @Test func `a product modulo m equals repeated doubling`() {
    var generator = OperandGenerator(seed: 2)
    for round in 0..<3_000 {
      let (a, b, m) = (generator.word(), generator.word(), generator.word())
      if m.isZero { continue }
      var expected = Word.zero
      for bit in (0..<256).reversed() {
        expected = expected.addingModulo(expected, m)
        if !((b >> bit) & 1).isZero { expected = expected.addingModulo(a, m) }
      }
      let holds = a.multiplyingModulo(b, m) == expected
      #expect(holds, "seed 2, round \(round): \(a) times \(b) modulo \(m)")
      if !holds { return }
    }
  }

  @Test func `division by zero gives zero`() {
    for word: Word in [0, 7, .max] {
      #expect(word.divided(by: 0).isZero && word.remainder(dividingBy: 0).isZero)
      #expect(word.signedDivided(by: 0).isZero && word.signedRemainder(dividingBy: 0).isZero)
      #expect(word.addingModulo(word, 0).isZero && word.multiplyingModulo(word, 0).isZero)
    }
  }

  @Test func `the least number by minus one overflows to itself`() {
    let least = Word.one << 255
    #expect(least.signedDivided(by: .max) == least)
  }
}
