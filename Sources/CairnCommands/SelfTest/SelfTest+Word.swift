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
          Word.zero &- Word.one == Word.max
        }),
      SelfTestCheck(
        "word: signed comparison knows the sign",
        holds: {
          Word.max.isSignedLess(than: Word.zero) && Word.zero < Word.max
        }),
    ]
  }
}
