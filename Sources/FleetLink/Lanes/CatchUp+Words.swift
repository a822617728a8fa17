import ChainTypes

// For status: by the one who asks and by the one who answers.

extension CatchUp {
  /// What an answer has of it.
  public var fields: [(key: String, value: JSONValue)] {
    [
      ("block", .integer(Int64(clamping: head))), ("target", .integer(Int64(clamping: target))),
      ("remaining", .integer(Int64(clamping: remaining))),
      ("perMinute", .integer(Int64(clamping: perMinute))),
      ("secondsLeft", secondsLeft.map { .integer(Int64(clamping: $0)) } ?? .null),
    ]
  }

  /// Those fields in words; nil for another object.
  public static func words(_ fields: JSONValue) -> String? {
    guard let target = fields["target"]?.asInteger else { return nil }
    let (block, pace) = (fields["block"]?.asInteger ?? 0, fields["perMinute"]?.asInteger ?? 0)
    let text = "catching up, at block \(block) of \(target), \(pace) blocks a minute"
    guard let left = fields["secondsLeft"]?.asInteger else { return text }
    return text + (left < 120 ? ", about \(left) s to go" : ", about \(left / 60) min to go")
  }
}
