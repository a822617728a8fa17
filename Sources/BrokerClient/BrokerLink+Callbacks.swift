import CMosquitto

extension BrokerLink {
  /// libmosquitto passes one pointer through to its callbacks: this link, not retained, since the
  /// client dies with it.
  func setCallbacks() {
    unsafe mosquitto_user_data_set(client, Unmanaged.passUnretained(self).toOpaque())
    unsafe mosquitto_connect_v5_callback_set(client) { _, link, code, flags, properties in
      unsafe BrokerLink.of(link).didConnect(code, flags, properties)
    }
    unsafe mosquitto_disconnect_v5_callback_set(client) { _, link, code, _ in
      unsafe BrokerLink.of(link).didDisconnect(code)
    }
    unsafe mosquitto_publish_v5_callback_set(client) { _, link, number, code, _ in
      unsafe BrokerLink.of(link).tell(
        .answered(number: number, ReasonCode(rawValue: UInt8(truncatingIfNeeded: code))))
    }
    unsafe mosquitto_subscribe_v5_callback_set(client) { _, link, number, count, granted, _ in
      let code = unsafe count > 0 ? granted?.pointee ?? 0x80 : 0x80
      unsafe BrokerLink.of(link).tell(
        .subscribed(number: number, ReasonCode(rawValue: UInt8(truncatingIfNeeded: code))))
    }
    unsafe mosquitto_message_v5_callback_set(client) { _, link, message, _ in
      guard let message = unsafe message?.pointee else { return }
      unsafe BrokerLink.of(link).tell(.received(IncomingMessage(message)))
    }
    unsafe mosquitto_log_callback_set(client) { _, link, level, line in
      guard level == MOSQ_LOG_ERR, let line = unsafe line else { return }
      // Safe: the line ends with a zero and is copied at once.
      unsafe BrokerLink.of(link).took(log: String(cString: line))
    }
  }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> BrokerLink {
    // Safe: libmosquitto hands back what `setCallbacks` gave it, while the link exists.
    unsafe Unmanaged<BrokerLink>.fromOpaque(pointer!).takeUnretainedValue()
  }

  private func didConnect(_ code: Int32, _ flags: Int32, _ properties: OpaquePointer?) {
    let reason = ReasonCode(connack: code, version: version)
    guard reason == .success else { return remember(.rejected(reason)) }
    var size: UInt32 = 0
    if version == .v5 {
      // Safe: a local number; the list is libmosquitto's and alive during the callback.
      _ = unsafe mosquitto_property_read_int32(
        properties, Int32(MQTT_PROP_MAXIMUM_PACKET_SIZE.rawValue), &size, false)
    }
    tell(
      .accepted(
        sessionPresent: flags & 1 != 0, maximumPacketSize: size == 0 ? nil : Int(clamping: size)))
  }

  /// In MQTT 5 the broker may say why it ends the connection: such reasons are 128 and more, where
  /// libmosquitto's own errors are small.
  private func didDisconnect(_ code: Int32) {
    if code >= 0x80 {
      remember(.closedByBroker(ReasonCode(rawValue: UInt8(truncatingIfNeeded: code))))
    } else {
      remember(BrokerError(code, host: host, detail: detail) ?? .stopped)
    }
  }
}

extension IncomingMessage {
  /// Copies what libmosquitto frees after the callback.
  init(_ message: mosquitto_message) {
    unsafe topic = message.topic.map { unsafe String(cString: $0) } ?? ""
    let bytes = unsafe UnsafeRawBufferPointer(
      start: message.payload, count: Int(message.payloadlen))
    unsafe payload = [UInt8](bytes)
    isRetained = unsafe message.retain
  }
}
