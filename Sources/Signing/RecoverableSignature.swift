import ChainTypes

/// A signature from which the signer's public key can be computed.
public struct RecoverableSignature: Hashable, Sendable {
  public let r: Word
  public let s: Word
  /// 0 or 1: which of the two points with this r was meant (2 and 3, for an r above the group's
  /// order, exist in theory only).
  public let recoveryID: UInt8

  public init(r: Word, s: Word, recoveryID: UInt8) {
    self.r = r
    self.s = s
    self.recoveryID = recoveryID
  }

  /// Of the two signatures that anyone can make from one, only this is canonical (EIP-2).
  public var isLowS: Bool { s <= Secp256k1.order >> 1 }

  /// The address that signed `digest`, or nil when no key can have made this signature.
  public func signer(of digest: Hash) -> Address? {
    Secp256k1.recover(digest: digest, r: r, s: s, recoveryID: recoveryID)
  }
}
