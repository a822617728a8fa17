import ChainTypes

extension SelfTest {
  static var wordChecks: [SelfTestCheck] {
    [
      SelfTestCheck(
        "word: a sum carries through all limbs",
        holds: {
          Word.max &+ Word.one == Word.zero
        }),
      SelfTestCheck(
        "word: a difference borrows through all limbs",
        holds: {
          Word.max == Word.zero &- Word.one
        }),
      SelfTestCheck(
        "word: signed comparison knows the sign",
        holds: {
          Word.max.isSignedLess(than: Word.zero) && Word.zero < Word.max
        }),
    ] + wordAnswers
  }

  /// Answers of Python's integers.
  private static var wordAnswers: [SelfTestCheck] {
    let a = Word(
      0x191a_1b1c_1d1e_1f20, 0x1112_1314_1516_1718, 0x090a_0b0c_0d0e_0f10, 0x0102_0304_0506_0708)
    let b = Word(0x7869_5a4b_3c2d_1e0f, 0xf0e1_d2c3_b4a5_9687, 0xfedc_ba98_7654_3210, 0)
    let m = Word.zero &- 189
    return [
      SelfTestCheck(
        "word: a product",
        expect: "0x78b4f12d69a5e21e399a62b4b27e3a07e8dacccded39c296c55d6e06350992e0"
      ) {
        (a &* b).hex
      },
      SelfTestCheck(
        "word: a quotient",
        expect: "0x10329e2e50bc4c6"
      ) {
        a.divided(by: b).hex
      },
      SelfTestCheck(
        "word: a remainder",
        expect: "0xeb91fa1fb548d61073b0ee2b68a5e3205d9ac8c751906386"
      ) {
        a.remainder(dividingBy: b).hex
      },
      SelfTestCheck(
        "word: a quotient by one limb",
        expect: "0x2248b3ec8c3fea096cb82838e491be1abf0b78041fa92e3"
      ) {
        a.divided(by: Word(b.limb0)).hex
      },
      SelfTestCheck(
        "word: a remainder by two limbs",
        expect: "0x4cf0ff0112d32da68e5d03bb490d3985"
      ) {
        a.remainder(dividingBy: b >> 64).hex
      },
      SelfTestCheck(
        "word: a signed quotient",
        expect: "0xfffffffffffffffffffffffffffffffffffffffffffffffffefcd61d1af43b3a"
      ) {
        a.negated.signedDivided(by: b).hex
      },
      SelfTestCheck(
        "word: a sum modulo m",
        expect: "0x102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f21"
      ) {
        m.addingModulo(a, m &- 1).hex
      },
      SelfTestCheck(
        "word: a product modulo m",
        expect: "0x78b4f12d69a5e21ef73de1d1fd52c1384437e43a2aa69f04c8dc2fb45b14d22c"
      ) {
        a.multiplyingModulo(b, m).hex
      },
      SelfTestCheck(
        "word: a power",
        expect: "0x319c40ac40063a79da715af7c7fd7b5a7c3199698259648876aa97303680be01"
      ) {
        b.power(a).hex
      },
    ]
  }
}
