/// Decimal text of numbers that are counted in thousandths.
public enum Decimal {
  /// 1234 becomes 1.234; zeros at the end and an empty fraction are left out.
  public static func text(thousandths value: Int) -> String {
    let magnitude = value.magnitude
    var fraction = magnitude % 1000
    var digits = 3
    while digits > 0, fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    let whole = "\(value < 0 ? "-" : "")\(magnitude / 1000)"
    guard digits > 0 else { return whole }
    let text = String(fraction)
    return "\(whole).\(String(repeating: "0", count: digits - text.utf8.count))\(text)"
  }
}
