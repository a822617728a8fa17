import CMosquitto

/// The rules of MQTT about topics.
public enum Topic {
  /// True when a subscription to `filter` (which may have `+` and `#`) gets messages of `name`.
  /// False as well when one of them is not valid.
  public static func matches(filter: String, name: String) -> Bool {
    var matches = false
    // Safe: the texts and the answer outlive the call.
    let code = unsafe mosquitto_topic_matches_sub(filter, name, &matches)
    return code == MOSQ_ERR_SUCCESS.rawValue && matches
  }

  /// True when messages may be published under this name on every broker: no wildcards, not too
  /// long, not too deep.
  public static func isValid(name: String) -> Bool {
    guard fits(name) else { return false }
    return unsafe mosquitto_pub_topic_check(name) == MOSQ_ERR_SUCCESS.rawValue
  }

  /// True when this may be subscribed to on every broker.
  public static func isValid(filter: String) -> Bool {
    guard fits(filter) else { return false }
    return unsafe mosquitto_sub_topic_check(filter) == MOSQ_ERR_SUCCESS.rawValue
  }

  /// A zero byte would end the C string early.
  private static func fits(_ text: String) -> Bool {
    var slashes = 0
    for byte in text.utf8 {
      if byte == 0 { return false }
      if byte == UInt8(ascii: "/") { slashes += 1 }
    }
    let count = text.utf8.count
    return count > 0 && count <= Limits.topicBytes && slashes <= Limits.topicSlashes
  }
}
