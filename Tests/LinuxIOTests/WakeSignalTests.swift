import LinuxIO
import Testing

@Suite struct WakeSignals {
  @Test func `a raised signal ends the wait until it is cleared`() throws {
    let signal = try WakeSignal()
    #expect(!signal.wait(milliseconds: 0))
    signal.raise()
    signal.raise()
    #expect(signal.wait(milliseconds: 0))
    #expect(signal.wait(milliseconds: 0))
    signal.clear()
    #expect(!signal.wait(milliseconds: 0))
  }

  @Test func `another thread wakes the one that waits`() throws {
    let signal = try WakeSignal()
    let thread = try NativeThread(name: "raise") { signal.raise() }
    #expect(signal.wait(milliseconds: 10_000))
    thread.join()
  }
}
