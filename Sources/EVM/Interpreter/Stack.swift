import ChainTypes

/// The top of the executing frame's stack, counted from 1: `s[1]` is the top word, `s[2]` the one
/// below. The height has been checked against the table of facts before a body runs, so that the
/// bodies need no checks of their own.
@safe
struct Stack {
  /// One past the top word.
  var top: UnsafeMutablePointer<Word>

  @inline(__always)
  init(_ top: UnsafeMutablePointer<Word>) { unsafe self.top = top }

  @inline(__always)
  subscript(position: Int) -> Word {
    // Safe: `position` is a literal of the body, not above the instruction's `needs`.
    get { unsafe top[-position] }
    nonmutating set { unsafe top[-position] = newValue }
  }

  /// The place above the top, for instructions that push.
  @inline(__always)
  func push(_ value: Word) { unsafe top[0] = value }
}
