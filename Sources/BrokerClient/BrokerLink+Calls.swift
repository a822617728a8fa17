import CMosquitto
import LinuxIO

extension BrokerLink {
  /// Connects and sends the request; the broker's answer comes through `onEvent`. Resolves the name
  /// and blocks until TCP is connected: hence a thread of its own.
  func open(_ settings: BrokerSettings) throws(BrokerError) {
    var properties: OpaquePointer?
    // Safe: the list is made, lent and freed here; libmosquitto copies it.
    defer { unsafe mosquitto_property_free_all(&properties) }
    if version == .v5 {
      try check(
        unsafe mosquitto_property_add_int32(
          &properties, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue),
          settings.sessionExpirySeconds))
      // What is larger the broker keeps to itself. A topic and the packet's own fields are added.
      try check(
        unsafe mosquitto_property_add_int32(
          &properties, Int32(MQTT_PROP_MAXIMUM_PACKET_SIZE.rawValue),
          UInt32(Limits.messageBytes + Limits.topicBytes + 256)))
    }
    let code = unsafe mosquitto_connect_bind_v5(
      client, host, Int32(settings.port), Int32(settings.keepAliveSeconds), nil, properties)
    try check(code)
  }

  /// What to wait for; nil when the connection has ended.
  var descriptor: LentDescriptor? {
    let number = unsafe mosquitto_socket(client)
    return number < 0 ? nil : LentDescriptor(number: number)
  }

  var wantsToWrite: Bool { unsafe mosquitto_want_write(client) }

  func read() { settle(unsafe mosquitto_loop_read(client, 1)) }

  func write() { settle(unsafe mosquitto_loop_write(client, 1)) }

  /// Keep-alive: asks the broker for a sign of life, and ends the connection when none came.
  func keepAlive() { settle(unsafe mosquitto_loop_misc(client)) }

  private func settle(_ code: Int32) {
    if let error = BrokerError(code, host: host, detail: detail) { remember(error) }
  }

  /// Hands a message over and returns libmosquitto's number for it.
  func publish(_ message: OutgoingMessage) throws(BrokerError) -> Int32 {
    var number: Int32 = 0
    // Safe: libmosquitto copies topic and payload during the call.
    let code = unsafe message.payload.withUnsafeBytes { bytes in
      unsafe mosquitto_publish_v5(
        client, &number, message.topic, Int32(bytes.count), bytes.baseAddress,
        message.isAcknowledged ? 1 : 0, message.isRetained, nil)
    }
    try check(code)
    return number
  }

  func subscribe(_ filter: String) throws(BrokerError) -> Int32 {
    var number: Int32 = 0
    // Safe: the text and the number outlive the call.
    try check(unsafe mosquitto_subscribe_v5(client, &number, filter, 1, 0, nil))
    return number
  }

  func unsubscribe(_ filter: String) {
    // A filter that the broker does not know, or a connection that ends, leaves nothing to undo.
    _ = unsafe mosquitto_unsubscribe(client, nil, filter)
  }

  /// Says goodbye, so that the broker does not publish the last will.
  func close() { _ = unsafe mosquitto_disconnect_v5(client, 0, nil) }

  /// Whether anybody answers at the address: nil when so. connect(2) may block for two minutes,
  /// this does not.
  static func probe(_ settings: BrokerSettings) -> BrokerError? {
    let answer = unsafe cairn_mosquitto_probe(
      settings.host, "\(settings.port)", Int32(clamping: settings.connectTimeout))
    switch answer {
    case 0: return nil
    case -1: return .hostNotFound(settings.host)
    default: return .timedOut(.connecting)
    }
  }
}
