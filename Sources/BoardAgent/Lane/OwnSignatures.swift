import ChainTypes
import EVM
import LinuxIO
import NativeCrypto
import Statements

/// The last signatures that this board made, and for whom.
///
/// The reading log recovers who signed each batch, which this process signed a moment before. Who
/// looks here first spares the recovery, and with it a megabyte of libsecp256k1's tables, which
/// would stay in memory for that alone. Only an exact match answers: all other signatures are
/// recovered.
final class OwnSignatures: Sendable {
  private struct Entry {
    var digest: Hash
    var r: Word
    var s: Word
    var recoveryID: UInt8
    var address: Address
  }

  private struct Ring {
    var entries: [Entry] = []
    var next = 0
  }

  private let ring = Guarded(Ring())

  /// What the machine asks for who signed.
  var crypto: CryptoBackend {
    var crypto = CryptoBackend.system
    crypto.recover = { [self] digest, r, s, recoveryID in
      signer(of: digest, r, s, recoveryID)
        ?? CryptoBackend.system.recover(digest, r, s, recoveryID)
    }
    return crypto
  }

  func note(_ signature: StatementSignature, of digest: Hash, by address: Address) {
    let entry = Entry(
      digest: digest, r: signature.r, s: signature.s, recoveryID: signature.yIsOdd ? 1 : 0,
      address: address)
    ring.withLock { ring in
      if ring.entries.count < AgentLimits.ownSignatures {
        ring.entries.append(entry)
      } else {
        ring.entries[ring.next] = entry
        ring.next = (ring.next + 1) % AgentLimits.ownSignatures
      }
    }
  }

  func signer(of digest: Hash, _ r: Word, _ s: Word, _ recoveryID: UInt8) -> Address? {
    ring.withLock { ring in
      for entry in ring.entries
      where entry.digest == digest && entry.r == r && entry.s == s
        && entry.recoveryID == recoveryID
      {
        return entry.address
      }
      return nil
    }
  }
}
