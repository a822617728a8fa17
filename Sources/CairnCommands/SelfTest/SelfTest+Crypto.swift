import ChainTypes
import SystemCrypto

/// Expected values: hashlib and integers of Python; the signature of RFC 6979, A.2.5.
extension SelfTest {
  static var cryptoChecks: [SelfTestCheck] {
    [
      SelfTestCheck(
        "libcrypto: SHA-256 of abc",
        expect: "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      ) {
        SystemHash.sha256(Array("abc".utf8)).hex
      },
      SelfTestCheck(
        "libcrypto: RIPEMD-160 of abc", expect: "0x8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"
      ) {
        Hex.encode(SystemHash.ripemd160(Array("abc".utf8)))
      },
      SelfTestCheck(
        "libcrypto: SHA3-256 of abc",
        expect: "0x3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"
      ) {
        do throws(SystemCryptoError) {
          var hasher = try SHA3Hasher()
          return hasher.hash(Array("abc".utf8)).hex
        } catch {
          return error.text
        }
      },
      SelfTestCheck("libcrypto: 3^65537 mod 10^9+7", expect: "0x2cf7aa8c") {
        power(modulus: [0x3B, 0x9A, 0xCA, 0x07])
      },
      SelfTestCheck("libcrypto: 3^65537 mod 10^9", expect: "0x08e68e03") {
        power(modulus: [0x3B, 0x9A, 0xCA, 0x00])
      },
      SelfTestCheck("libcrypto: P-256 holds a known signature", holds: { verifies(forged: false) }),
      SelfTestCheck("libcrypto: P-256 refuses a changed one", holds: { !verifies(forged: true) }),
      SelfTestCheck("libcrypto: random bytes differ") {
        do throws(SystemCryptoError) {
          let (first, second) = (try SecureRandom.bytes(32), try SecureRandom.bytes(32))
          return first == second ? "twice the same 32 bytes" : nil
        } catch {
          return error.text
        }
      },
    ]
  }

  private static func power(modulus: [UInt8]) -> String {
    Hex.encode(ModularArithmetic.power(base: [3], exponent: [1, 0, 1], modulus: modulus))
  }

  private static func verifies(forged: Bool) -> Bool {
    let digest = Word(
      0x6211_3D8A_62AD_D1BF, 0x1A83_1D02_68E9_8915, 0xE2AD_E1D6_94F4_1FC7, 0xAF2B_DBE1_AA9B_6EC1)
    let r = Word(
      0xC34D_0EA8_4EAF_3716, 0x9D2C_877B_56AA_F991, 0x1140_DD9C_D45E_81D6, 0xEFD4_8B2A_ACB6_A8FD)
    let s = Word(
      0x4DC4_AB2F_843A_CDA8, 0xF3E9_00DB_B9AF_F406, 0xD436_C7A1_B6E2_9F65, 0xF7CB_1C94_2D65_7C41)
    let x = Word(
      0xE669_622E_60F2_9FB6, 0xC049_B892_3B61_FA6C, 0xC961_EB74_C635_6D68, 0x60FE_D4BA_255A_9D31)
    let y = Word(
      0x77A3_C294_D446_2299, 0xF2F1_B20C_2D7E_9F51, 0xA41A_E9E9_5628_BC64, 0x7903_FE10_08B8_BC99)
    return P256.verify(digest: Hash(forged ? digest ^ 1 : digest), r: r, s: s, x: x, y: y)
  }
}
