/// Tells systemd how the service is, as sd_notify(3) does, without its library.
public struct ServiceManager: Sendable {
  private let socket: String?
  /// How often systemd wants a sign of life, in milliseconds; nil when it does not watch.
  public let watchdogMilliseconds: Int?

  /// From the environment that systemd gives a service of `Type=notify`.
  public init() {
    self.init(
      socket: Environment.value("NOTIFY_SOCKET"),
      watchdogMicroseconds: Environment.value("WATCHDOG_USEC").flatMap { Int64($0) })
  }

  init(socket: String?, watchdogMicroseconds: Int64?) {
    self.socket = socket.flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
    watchdogMilliseconds = watchdogMicroseconds.map { Int(clamping: $0 / 1000) }
  }

  public var isPresent: Bool { socket != nil }

  /// The service serves.
  public func ready(status: String) { send("READY=1\nSTATUS=\(status)") }
  /// One line that `systemctl status` shows.
  public func status(_ text: String) { send("STATUS=\(text)") }
  /// A sign of life.
  public func alive() { send("WATCHDOG=1") }
  public func stopping() { send("STOPPING=1") }
  /// Settings are read again; `ready` ends it. systemd wants the time (Type=notify-reload).
  public func reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.now() / 1000)")
  }

  /// A manager that has gone is no reason to stop measuring.
  private func send(_ text: String) {
    guard let socket else { return }
    try? LocalSocket.sendDatagram(text, to: socket)
  }
}
