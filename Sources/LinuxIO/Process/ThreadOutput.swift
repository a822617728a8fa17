import CLinux

/// What the calling thread has written.
public enum ThreadOutput {
  /// Bytes handed to write(2) and its kin since the thread began, or nil when the kernel does not
  /// count them; proc_pid_io(5).
  public static var bytes: UInt64? { UInt64(exactly: cairn_thread_written()) }
}
