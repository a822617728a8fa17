/// A 32-byte hash. The bytes are the big-endian form of `word`.
@frozen
public struct Hash: Hashable, Sendable {
  public var word: Word

  @inlinable @inline(__always)
  public init(_ word: Word) { self.word = word }

  @inlinable @inline(__always)
  public static var zero: Hash { Hash(Word.zero) }

  @inlinable @inline(__always)
  public var isZero: Bool { word.isZero }
}

extension Hash: Comparable {
  @inlinable
  public static func < (a: Hash, b: Hash) -> Bool { a.word < b.word }
}
