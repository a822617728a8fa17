/// The text of a genesis document before it is parsed.
public enum GenesisText {
  /// The text with quotes around integers that are too long for 64 bits: a terminal total
  /// difficulty of the main chain is one, and readers of JSON refuse it or round it.
  public static func quotingLongIntegers(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var isInString = false
    var place = 0
    while place < text.count {
      let byte = text[place]
      if isInString {
        result.append(byte)
        if byte == UInt8(ascii: "\\"), place + 1 < text.count {
          result.append(text[place + 1])
          place += 1
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        place += 1
      } else if byte >= 0x30, byte <= 0x39 {
        let end = endOfDigits(text, place)
        let isLong = end - place > 18 && !continuesNumber(text, end) && !follows(text, place)
        if isLong { result.append(UInt8(ascii: "\"")) }
        result.append(contentsOf: text[place..<end])
        if isLong { result.append(UInt8(ascii: "\"")) }
        place = end
      } else {
        isInString = byte == UInt8(ascii: "\"")
        result.append(byte)
        place += 1
      }
    }
    return result
  }

  private static func endOfDigits(_ text: [UInt8], _ start: Int) -> Int {
    var end = start
    while end < text.count, text[end] >= 0x30, text[end] <= 0x39 { end += 1 }
    return end
  }

  /// Whether a fraction or an exponent comes behind the digits.
  private static func continuesNumber(_ text: [UInt8], _ end: Int) -> Bool {
    guard end < text.count else { return false }
    let byte = text[end]
    return byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
  }

  /// Whether the digits are only the end of a number.
  private static func follows(_ text: [UInt8], _ start: Int) -> Bool {
    guard start > 0 else { return false }
    let byte = text[start - 1]
    return byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
  }
}
