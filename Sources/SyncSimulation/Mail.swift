import SyncProtocol

/// A message on its way: read once, however many get it.
final class Mail {
  let text: String
  let topic: SyncTopic
  let payload: [UInt8]
  /// What a node is told of it.
  let event: SyncEvent

  init(_ text: String, _ topic: SyncTopic, _ payload: [UInt8]) {
    self.text = text
    self.topic = topic
    self.payload = payload
    if let message = try? SyncMessage(decoding: payload) {
      event = .heard(topic, message)
    } else {
      event = .received(topic: text, payload: payload)
    }
  }

  /// With one bit turned on the way.
  func damaged(_ bit: Int) -> SyncEvent {
    var bytes = payload
    bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
    return .received(topic: text, payload: bytes)
  }
}
