/// The bounds of this module.
enum Limits {
  /// Jump targets are pushed with two bytes.
  static let programBytes = 65_536
}
