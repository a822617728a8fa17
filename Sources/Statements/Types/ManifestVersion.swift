import ChainTypes

/// A version of the manifest. Its digest is the `manifestHash` of other statements.
public struct ManifestVersion: Statement {
  /// Rises by one.
  public var version: UInt64
  /// The digest of the version before, zero for the first.
  public var previous: Hash
  /// Keccak of the manifest's bytes.
  public var content: Hash

  public init(
    version: UInt64,
    previous: Hash,
    content: Hash
  ) {
    self.version = version
    self.previous = previous
    self.content = content
  }
}

extension ManifestVersion {
  public static var kind: StatementKind { .manifest }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    sink.append(version)
    sink.append(previous)
    sink.append(content)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      version: try reader.uint64(),
      previous: try reader.hash(),
      content: try reader.hash())
  }
}
