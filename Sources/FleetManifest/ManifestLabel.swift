import ChainTypes

/// Names of 32 bytes: UTF-8 with zeros behind it.
public enum ManifestLabel {
  /// The text; nil where there is none that can be shown.
  public static func text(_ label: Hash) -> String? {
    let bytes = label.bytes
    let end = bytes.firstIndex(of: 0) ?? bytes.count
    // A control character would move the cursor of whoever reads it.
    guard end > 0, bytes[end...].allSatisfy({ $0 == 0 }),
      bytes[..<end].allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
    else { return nil }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
