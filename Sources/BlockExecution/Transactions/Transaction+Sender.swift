import ChainTypes
import EVM

/// The bounds of secp256k1 signatures.
enum SignatureRange {
  static let order = Word(
    0xbfd2_5e8c_d036_4141, 0xbaae_dce6_af48_a03b, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff)
  static let halfOrder = order >> 1

  /// EIP-2: from Homestead on only the lower of the two possible `s` is valid.
  static func contains(r: Word, s: Word, lowS: Bool) -> Bool {
    !r.isZero && r < order && !s.isZero && (lowS ? !(halfOrder < s) : s < order)
  }
}

extension Transaction {
  /// The account that signed, by the fork's rules for signatures; says nothing about the state.
  public func sender(
    chainID: UInt64, fork: Fork, using backend: CryptoBackend
  ) throws(InvalidTransaction) -> Address {
    guard SignatureRange.contains(r: signature.r, s: signature.s, lowS: fork >= .homestead) else {
      throw .invalidSignature
    }
    let parity = try recoveryID(chainID: chainID, fork: fork)
    let signer = backend.recover(signingHash, signature.r, signature.s, parity)
    // A recovered zero address would be nobody's key.
    guard let signer, !signer.isZero else { throw .invalidSignature }
    return signer
  }

  private func recoveryID(
    chainID expected: UInt64, fork: Fork
  ) throws(InvalidTransaction) -> UInt8 {
    let v = signature.v
    if kind != .legacy {
      guard chainID == expected else { throw .wrongChain(found: chainID ?? 0, expected: expected) }
      guard v <= 1 else { throw .invalidSignature }
      return UInt8(truncatingIfNeeded: v.limb0)
    }
    if v == 27 || v == 28 { return UInt8(truncatingIfNeeded: v.limb0 - 27) }
    // EIP-155 came with Spurious Dragon.
    guard fork >= .spuriousDragon, v >= 35, let chainID else { throw .invalidSignature }
    guard chainID == expected else { throw .wrongChain(found: chainID, expected: expected) }
    return UInt8(truncatingIfNeeded: (v.limb0 &- 35) & 1)
  }
}

extension Authorization {
  /// keccak(0x05 ++ rlp([chain id, address, nonce])), EIP-7702.
  public var signingHash: Hash {
    var writer = RLPWriter()
    writer.appendList { list in
      list.append(chainID)
      list.append(address)
      list.append(nonce)
    }
    return Keccak256.hash([0x05] + writer.bytes)
  }

  /// The account that signed; nil when the signature is not valid.
  public func authority(using backend: CryptoBackend) -> Address? {
    guard yParity <= 1, SignatureRange.contains(r: r, s: s, lowS: true) else { return nil }
    return backend.recover(signingHash, r, s, yParity)
  }
}
