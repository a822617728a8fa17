import ChainTypes
import Signing
import Statements

/// A key whose secret is a small number: for tests that sign.
final class TestKey: Sendable {
  private let key: SigningKey

  init(_ number: UInt64) {
    var bytes = Word(number).bytes
    // The numbers from 1 up are keys.
    guard let key = try? SigningKey(taking: &bytes) else { preconditionFailure("no key") }
    self.key = key
  }

  var address: Address { key.address }

  func sign(_ digest: Hash) -> TestSignature {
    let signature = key.sign(digest)
    return TestSignature(
      v: UInt64(27 + signature.recoveryID), r: signature.r, s: signature.s)
  }
}

/// Also signatures that no library would make.
struct TestSignature: Equatable {
  var v: UInt64
  var r: Word
  var s: Word

  /// The other form of the same signature, which anybody can make (EIP-2).
  var malleated: TestSignature {
    TestSignature(v: 55 - v, r: r, s: StatementSignature.order &- s)
  }

  /// r, s, v.
  var bytes: [UInt8] { r.bytes + s.bytes + [UInt8(v)] }
}
