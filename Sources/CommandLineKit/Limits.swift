/// The bounds of this module.
enum Limits {
  /// Longer words get no suggestion: the comparison costs the product of both lengths.
  static let wordForSuggestion = 64
  /// Width of the name column in help texts.
  static let helpColumn = 22
}
