import LinuxIO

/// Holds a link between two uses, for one thread at a time.
final class ModbusSlot: Sendable {
  private let lock = Lock()
  // Safe: touched only inside `lock.withLock`.
  nonisolated(unsafe) private var link: ModbusLink?

  init() {}

  /// Lends the link, making one if there is none. One that failed is closed: an answer that comes
  /// late would be taken for that to the next question. Not having a register is no such failure.
  func use<Result>(
    _ make: () throws(ModbusError) -> ModbusLink,
    _ body: (inout ModbusLink) throws(ModbusError) -> Result
  ) throws(ModbusError) -> Result {
    try lock.withLock { () throws(ModbusError) -> Result in
      var held: ModbusLink
      if let known = unsafe link.take() { held = known } else { held = try make() }
      do throws(ModbusError) {
        let result = try body(&held)
        unsafe link = consume held
        return result
      } catch {
        if error.reason == .illegalAddress { unsafe link = consume held }
        throw error
      }
    }
  }
}
