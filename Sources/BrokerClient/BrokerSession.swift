import CMosquitto

/// A client of an MQTT broker. It owns libmosquitto's client and tells its owner what happens.
@safe
public final class BrokerSession {
  // Safe: made in the initialiser, destroyed in deinit.
  private let client: OpaquePointer
  private let onEvent: (BrokerEvent) -> Void

  /// Makes a client that is not connected. `onEvent` is called from within this session's calls.
  public init(
    clientID: String, cleanStart: Bool, onEvent: @escaping (BrokerEvent) -> Void
  ) throws(BrokerError) {
    guard BrokerLibrary.isReady else { throw .notSupported }
    guard let client = unsafe mosquitto_new(clientID, cleanStart, nil) else {
      // The library says no more than that: an id it cannot take, or no memory.
      throw .invalidArgument
    }
    unsafe self.client = client
    self.onEvent = onEvent
    setCallbacks()
  }

  deinit {
    // Safe: nobody else has the pointer; no callback runs after this.
    unsafe mosquitto_destroy(client)
  }

  /// Reads what the broker sent, and reports it. On a session that is not connected it reports
  /// `.disconnected` and throws `.notConnected`.
  public func receive() throws(BrokerError) {
    try BrokerError.check(unsafe mosquitto_loop_read(client, 1))
  }

  /// libmosquitto passes one pointer through to its callbacks: this session, not retained, since
  /// the client dies with it.
  private func setCallbacks() {
    unsafe mosquitto_user_data_set(client, Unmanaged.passUnretained(self).toOpaque())
    unsafe mosquitto_connect_callback_set(client) { _, session, code in
      unsafe BrokerSession.of(session).onEvent(.connected(BrokerError(connack: code)))
    }
    unsafe mosquitto_disconnect_callback_set(client) { _, session, code in
      unsafe BrokerSession.of(session).onEvent(.disconnected(BrokerError(code)))
    }
    unsafe mosquitto_publish_callback_set(client) { _, session, message in
      unsafe BrokerSession.of(session).onEvent(.acknowledged(message: Int(message)))
    }
    unsafe mosquitto_message_callback_set(client) { _, session, message in
      guard let message = unsafe message?.pointee else { return }
      unsafe BrokerSession.of(session).onEvent(.received(BrokerMessage(message)))
    }
  }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> BrokerSession {
    // Safe: libmosquitto hands back what `setCallbacks` gave it, while the session exists.
    unsafe Unmanaged<BrokerSession>.fromOpaque(pointer!).takeUnretainedValue()
  }
}

extension BrokerMessage {
  /// Copies what libmosquitto frees after the callback.
  init(_ message: mosquitto_message) {
    unsafe topic = message.topic.map { unsafe String(cString: $0) } ?? ""
    let bytes = unsafe UnsafeRawBufferPointer(
      start: message.payload, count: Int(message.payloadlen))
    unsafe payload = [UInt8](bytes)
    isRetained = unsafe message.retain
  }
}
