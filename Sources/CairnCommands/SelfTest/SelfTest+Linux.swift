import LinuxIO

extension SelfTest {
  static var linuxChecks: [SelfTestCheck] {
    [
      SelfTestCheck("linux: the monotonic clock does not run backwards", holds: {
        let first = MonotonicClock.now()
        return MonotonicClock.now() >= first
      })
    ]
  }
}
