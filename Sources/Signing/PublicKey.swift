import ChainTypes

/// The point of the curve that belongs to a secret key.
public struct PublicKey: Hashable, Sendable {
  public let x: Word
  public let y: Word

  init(x: Word, y: Word) {
    self.x = x
    self.y = y
  }

  /// The account of this key: the last 20 bytes of the hash of both coordinates.
  public var address: Address { Address(Keccak256.hash(x, y).word) }
}
