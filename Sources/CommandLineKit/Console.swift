/// Where a verb writes. Programs pass the standard streams, tests collect.
public struct Console {
  /// Takes text as it is: a line brings its own newline.
  public let output: (String) -> Void
  public let error: (String) -> Void

  public init(output: @escaping (String) -> Void, error: @escaping (String) -> Void) {
    self.output = output
    self.error = error
  }

  /// Writes one line to the output.
  public func line(_ text: String) { output("\(text)\n") }
}
