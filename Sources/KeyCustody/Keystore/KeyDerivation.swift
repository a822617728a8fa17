import SystemCrypto

/// How a keystore makes its key from the password.
public enum KeyDerivation: Hashable, Sendable {
  case scrypt(n: UInt64, r: UInt64, p: UInt64)
  case pbkdf2(rounds: Int32)

  /// What geth writes unless told otherwise: 256 MB and about a second on a server.
  public static let standard = KeyDerivation.scrypt(n: 1 << 18, r: 8, p: 1)
  /// What geth writes with `--lightkdf`: 4 MB, and a tenth of the time. For boards.
  public static let light = KeyDerivation.scrypt(n: 1 << 12, r: 8, p: 6)

  /// Bytes of memory that it takes, to be told before it is done.
  public var memory: UInt64 {
    switch self {
    case .scrypt(let n, let r, let p): PasswordHash.scryptMemory(n: n, r: r, p: p)
    case .pbkdf2: 0
    }
  }

  /// Why it must not be tried here; nil when it may. Numbers of a file are not believed.
  func excess(memoryLimit: UInt64) -> KeystoreError.Cost? {
    switch self {
    case .scrypt(let n, let r, let p):
      let (rows, tooManyRows) = n.multipliedReportingOverflow(by: r)
      let (product, tooMany) = rows.multipliedReportingOverflow(by: p)
      let blocks = tooManyRows || tooMany ? .max : product
      if blocks > Limits.keystoreBlocks { return .blocks(blocks, limit: Limits.keystoreBlocks) }
      // The product is small now, so that each factor is.
      if memory > memoryLimit { return .memory(bytes: memory, limit: memoryLimit) }
      return nil
    case .pbkdf2(let rounds):
      guard Int64(rounds) > Limits.keystoreRounds else { return nil }
      return .rounds(Int64(rounds), limit: Limits.keystoreRounds)
    }
  }

  func key(_ password: [UInt8], salt: [UInt8], size: Int) throws(SystemCryptoError) -> [UInt8] {
    switch self {
    case .scrypt(let n, let r, let p):
      try PasswordHash.scrypt(password, salt: salt, n: n, r: r, p: p, size: size)
    case .pbkdf2(let rounds):
      try PasswordHash.pbkdf2(password, salt: salt, rounds: rounds, size: size)
    }
  }
}
