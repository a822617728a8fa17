/// The one way to libc: repeats a call that a signal interrupted and turns -1 into a typed error.
enum SystemCall {
  static func retrying<Result: FixedWidthInteger & SignedInteger>(
    _ call: String, _ subject: String = "", _ body: () -> Result
  ) throws(SystemError) -> Result {
    while true {
      let result = body()
      if result != -1 { return result }
      let code = ErrorCode.last
      if code != .interrupted { throw SystemError(code, call: call, subject: subject) }
    }
  }

  /// For functions that return the error number itself, as pthreads do.
  static func check(_ call: String, _ number: Int32) throws(SystemError) {
    if number != 0 { throw SystemError(ErrorCode(number), call: call) }
  }
}
