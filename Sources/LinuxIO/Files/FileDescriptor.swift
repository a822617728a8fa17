import CLinux

/// An open file, device, pipe or socket. It closes itself when its owner lets go.
public struct FileDescriptor: ~Copyable, Sendable {
  /// Below zero once it is closed.
  var number: Int32

  /// For the owners of C libraries that take descriptors, for the duration of a call.
  package var numberForLibraries: Int32 { number }

  /// Takes over a descriptor that nobody else closes.
  init(owning number: Int32) { self.number = number }

  deinit { if number >= 0 { _ = CLinux.close(number) } }

  /// Closes and tells whether it went well; close(2). Linux releases the number even when it
  /// reports an error, so the call is never repeated.
  public consuming func close() throws(SystemError) {
    let status = CLinux.close(number)
    number = -1
    if status != 0 { throw SystemError(.last, call: "close") }
  }
}
