import ChainTypes
import KeyCustody
import Signing
import Statements
import SyncProtocol

/// The key of a node, for all that it signs over the fleet's link.
public struct FleetKey: SyncCrypto, Sendable {
  /// In a class, since the protocol's node is copied and a key is not.
  private final class Holder: Sendable {
    let key: SigningKey
    init(_ key: consuming SigningKey) { self.key = key }
  }

  private let holder: Holder
  public let address: Address

  public init(_ key: consuming SigningKey) {
    address = key.address
    holder = Holder(key)
  }

  public func sign(_ digest: Hash) -> StatementSignature? { holder.key.sign(digest: digest) }

  public func signer(of digest: Hash, _ signature: StatementSignature) -> Address? {
    LibraryRecovery().signer(of: digest, signature)
  }
}

extension FleetKey: StatementSigner {
  public func sign(digest: Hash) throws(Never) -> StatementSignature {
    holder.key.sign(digest: digest)
  }
}
