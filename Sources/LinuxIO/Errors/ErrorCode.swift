import CLinux

/// Why the kernel or libc refused: an errno value under its symbolic name.
public struct ErrorCode: Equatable, Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  /// What the last failed call of this thread left; errno(3).
  static var last: ErrorCode { ErrorCode(cairn_errno()) }

  public static let notPermitted = ErrorCode(EPERM)
  public static let notFound = ErrorCode(ENOENT)
  public static let interrupted = ErrorCode(EINTR)
  public static let inputOutput = ErrorCode(EIO)
  public static let badDescriptor = ErrorCode(EBADF)
  public static let wouldBlock = ErrorCode(EAGAIN)
  public static let outOfMemory = ErrorCode(ENOMEM)
  public static let accessDenied = ErrorCode(EACCES)
  public static let busy = ErrorCode(EBUSY)
  public static let exists = ErrorCode(EEXIST)
  public static let noDevice = ErrorCode(ENODEV)
  public static let notDirectory = ErrorCode(ENOTDIR)
  public static let isDirectory = ErrorCode(EISDIR)
  public static let invalid = ErrorCode(EINVAL)
  public static let noSpace = ErrorCode(ENOSPC)
  public static let readOnly = ErrorCode(EROFS)
  public static let quotaExceeded = ErrorCode(EDQUOT)
  public static let brokenPipe = ErrorCode(EPIPE)
  public static let tooLarge = ErrorCode(EFBIG)
  public static let addressInUse = ErrorCode(EADDRINUSE)
  public static let noAnswer = ErrorCode(ENXIO)
  public static let remoteInputOutput = ErrorCode(EREMOTEIO)
  public static let timedOut = ErrorCode(ETIMEDOUT)
}
