/// The bounds of this module.
public enum Limits {
  /// Bytes asked of the kernel at once when a file is read whole.
  static let readChunk = 65_536
  /// Bytes of a command line; Linux allows 2 MB with the usual stack of 8 MB (execve(2)).
  static let commandLine = 4_194_304
  /// Bytes of a file that is read whole: the largest of Ethereum's fixtures have 40 MB.
  public static let wholeFile = 536_870_912
  /// The deepest tree of folders that is walked: a circle of links ends there.
  static let folderDepth = 32
}
