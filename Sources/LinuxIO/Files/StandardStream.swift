import CLinux

/// Writes text to a standard stream, all of it, retrying when a signal interrupts.
public enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Whether a person looks at it; isatty(3).
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  public func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let n = unsafe CLinux.write(rawValue, bytes.baseAddress! + done, bytes.count - done)
        if n > 0 { done += n } else if cairn_errno() != EINTR { return }
      }
    }
  }
}
