#if hasFeature(Embedded)
  import CLinux

  /// Dictionaries of Embedded Swift take their seed from `arc4random_buf`, which glibc has since
  /// 2.36 only. This one serves all, and stands before glibc's where that has one: a program's own
  /// symbol comes first. getrandom(2) waits until the kernel is seeded.
  // Safe: the caller vouches for `count` writable bytes, as arc4random_buf(3) demands.
  @c(arc4random_buf)
  public func fillWithRandomBytes(_ buffer: UnsafeMutableRawPointer?, _ count: Int) {
    var done = 0
    while done < count {
      let got = unsafe cairn_random(buffer! + done, count - done)
      if got > 0 {
        done += got
      } else if got < 0 && ErrorCode.last != .interrupted {
        fatalError("the kernel gave no random bytes")
      }
    }
  }
#endif
