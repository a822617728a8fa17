/// The bounds of this module.
enum Limits {
  /// Bytes asked of the kernel at once when a file is read whole.
  static let readChunk = 65_536
  /// Bytes of a command line; Linux allows 2 MB with the usual stack of 8 MB (execve(2)).
  static let commandLine = 4_194_304
}
