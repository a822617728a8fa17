import CommandLineKit
import ConfigFile
import Readings

extension SettingReader {
  /// A text; nil when it is left out.
  mutating func text(_ key: String) -> String? {
    guard let node = node(key) else { return nil }
    guard let text = node.text else {
      complain(node, "\"\(key)\" has to be a text")
      return nil
    }
    guard text.utf8.count <= BoardConfigLimits.textLength, !text.utf8.contains(0) else {
      complain(node, "\"\(key)\" has to be at most \(BoardConfigLimits.textLength) bytes long")
      return nil
    }
    return text
  }

  /// A text without which the section makes no sense.
  mutating func requiredText(_ key: String, _ advice: String) -> String {
    let isThere = node(key) != nil
    if let text = text(key) { return text }
    if !isThere { complainAboutMissing(key, advice) }
    return ""
  }

  mutating func integer(_ key: String, in bounds: ClosedRange<Int>) -> Int? {
    guard let node = node(key) else { return nil }
    guard let text = node.text, let number = Self.integer(text), bounds.contains(number) else {
      complain(
        node,
        "\"\(key)\" has to be a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
      )
      return nil
    }
    return number
  }

  /// Decimal, or hexadecimal behind `0x`, as addresses are printed.
  static func integer(_ text: String) -> Int? {
    guard text.hasPrefix("0x") else { return Int(text) }
    return Int(text.dropFirst(2), radix: 16)
  }

  /// Only `true` and `false`: YAML's `no` and `on` have surprised enough people.
  mutating func flag(_ key: String, default fallback: Bool) -> Bool {
    guard let node = node(key) else { return fallback }
    switch node.text {
    case "true": return true
    case "false": return false
    default:
      complain(node, "\"\(key)\" has to be true or false")
      return fallback
    }
  }

  /// Milliseconds.
  mutating func duration(_ key: String, in bounds: ClosedRange<Int>) -> Int? {
    guard let node = node(key) else { return nil }
    guard let text = node.text, let value = Quantity.parse(text, Quantity.durations) else {
      complain(
        node, "\"\(key)\" has to be a duration",
        "Write a number and ms, s, min, h or days, such as 10 s.")
      return nil
    }
    guard Int64(bounds.lowerBound)...Int64(bounds.upperBound) ~= value else {
      let (least, most) = (Self.duration(bounds.lowerBound), Self.duration(bounds.upperBound))
      complain(node, "\"\(key)\" has to lie between \(least) and \(most)")
      return nil
    }
    return Int(value)
  }

  /// Whole days, at least one. Milliseconds of a month do not fit an Int of 32 bits.
  mutating func days(_ key: String) -> Int? {
    guard let node = node(key) else { return nil }
    let day: Int64 = 86_400_000
    guard let text = node.text, let value = Quantity.parse(text, Quantity.durations),
      value >= day, value % day == 0, value / day <= BoardConfigLimits.keepDays
    else {
      complain(
        node, "\"\(key)\" has to be 1 to \(BoardConfigLimits.keepDays) days",
        "Write it as 30 days.")
      return nil
    }
    return Int(value / day)
  }

  /// Bytes.
  mutating func size(_ key: String, in bounds: ClosedRange<Int64>) -> Int64? {
    guard let node = node(key) else { return nil }
    guard let text = node.text, let value = Quantity.parse(text, Quantity.sizes) else {
      complain(
        node, "\"\(key)\" has to be a size", "Write a number and kB, MB or GB, such as 512 MB.")
      return nil
    }
    guard bounds.contains(value) else {
      let (least, most) = (Self.size(bounds.lowerBound), Self.size(bounds.upperBound))
      complain(node, "\"\(key)\" has to lie between \(least) and \(most)")
      return nil
    }
    return value
  }

  mutating func decimal(_ key: String) -> DecimalValue? {
    guard let node = node(key) else { return nil }
    guard let text = node.text, let value = try? DecimalValue(text: text) else {
      complain(node, "\"\(key)\" has to be a number, such as 0.01")
      return nil
    }
    return value
  }

  /// One of a few words.
  mutating func choice<Value>(
    _ key: String, _ words: [(String, Value)], default fallback: Value
  ) -> Value {
    guard let node = node(key) else { return fallback }
    return chosen(node, key, words) ?? fallback
  }

  /// As above, for a key that has to be there.
  mutating func requiredChoice<Value>(_ key: String, _ words: [(String, Value)]) -> Value? {
    guard let node = node(key) else {
      complainAboutMissing(key, "It is one of: \(words.map { $0.0 }.joined(separator: ", ")).")
      return nil
    }
    return chosen(node, key, words)
  }

  private func chosen<Value>(
    _ node: ConfigNode, _ key: String, _ words: [(String, Value)]
  ) -> Value? {
    place(node, key, among: words.map { $0.0 }).map { words[$0].1 }
  }

  /// Apart from the values, for which all of it would be compiled anew.
  private func place(_ node: ConfigNode, _ key: String, among names: [String]) -> Int? {
    guard let text = node.text else {
      complain(node, "\"\(key)\" has to be one of: \(names.joined(separator: ", "))")
      return nil
    }
    if let found = names.firstIndex(of: text) { return found }
    let nearest = NearestWord.find(text, among: names)
    // SenML has a hundred units: that is a page, not advice.
    let all = names.prefix(16).joined(separator: ", ") + (names.count > 16 ? " and more" : "")
    let advice = nearest.map { "Did you mean \"\($0)\"?" } ?? "It is one of: \(all)."
    complain(node, "\"\(key)\" cannot be \"\(text)\"", advice)
    return nil
  }

  /// A duration in the largest unit that divides it.
  static func duration(_ milliseconds: Int) -> String {
    for (name, factor) in [("days", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000)]
    where milliseconds >= factor && milliseconds % factor == 0 {
      let count = milliseconds / factor
      return count == 1 && name == "days" ? "1 day" : "\(count) \(name)"
    }
    return "\(milliseconds) ms"
  }

  static func size(_ bytes: Int64) -> String {
    for (name, factor): (String, Int64) in [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
    where bytes >= factor && bytes % factor == 0 {
      return "\(bytes / factor) \(name)"
    }
    return "\(bytes) B"
  }
}
