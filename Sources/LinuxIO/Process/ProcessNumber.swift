import CLinux

/// Numbers of processes.
public enum ProcessNumber {
  /// This process's; getpid(2).
  public static var own: Int32 { getpid() }
}
