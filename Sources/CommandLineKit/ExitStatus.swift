/// What a program tells its caller. The numbers are part of the interface: scripts branch on them.
public enum ExitStatus: Int32, Sendable {
  /// The answer is yes, or the work is done.
  case yes = 0
  /// The answer is no: a proof that does not hold, a test that fails.
  case no = 1
  /// The command line is wrong.
  case usage = 2
  /// A file, a broker or a device failed.
  case world = 3
}
