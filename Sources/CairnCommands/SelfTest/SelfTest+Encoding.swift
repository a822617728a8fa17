import ChainTypes

extension SelfTest {
  static var encodingChecks: [SelfTestCheck] { keccakChecks + formatChecks }

  private static var keccakChecks: [SelfTestCheck] {
    [
      SelfTestCheck(
        "keccak: the permutation of zero is the Keccak team's",
        holds: {
          var state = KeccakState()
          state.permute()
          return state.lane(0) == 0xf125_8f79_40e1_dde7 && state.lane(24) == 0xeaf1_ff7b_5cec_a249
        }),
      SelfTestCheck(
        "keccak: nothing and an empty string hash as the yellow paper says",
        holds: {
          Keccak256.hash([]) == Keccak256.emptyHash
            && Keccak256.hash([0x80]) == Keccak256.emptyTrieRoot
        }),
      SelfTestCheck(
        "keccak: the hash of the hashes of 0 to 300 bytes",
        holds: {
          // From Tests/ChainTypesTests/Oracle/keccak.hashes.
          var hashes = Keccak256()
          for length in 0...300 {
            let message = (0..<length).map { UInt8(truncatingIfNeeded: 7 * $0 + length) }
            hashes.update(Keccak256.hash(message).bytes)
          }
          return hashes.finalize().hex
            == "0x1c239d59092031520cb4dbaef3b475b9e8a5cd5c2d72c95ba96ca3f60a26c0ad"
        }),
      SelfTestCheck(
        "keccak: words, arrays and pieces have one hash",
        holds: {
          let word = Word(1, 2, 3, 4)
          var pieces = Keccak256()
          for byte in word.bytes + word.bytes { pieces.update([byte]) }
          return Keccak256.hash(word, word) == pieces.finalize()
            && Keccak256.hash(word.bytes + word.bytes) == pieces.finalize()
        }),
    ]
  }

  private static var formatChecks: [SelfTestCheck] {
    [
      SelfTestCheck(
        "address: the checksum of EIP-55",
        holds: {
          let text = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
          return Address(hex: text)?.checksummed == text
        }),
      SelfTestCheck(
        "rlp: a nested list encodes as specified and reads back",
        holds: {
          let cats = RLPItem.list([.bytes(Array("cat".utf8)), .list([.bytes([])])])
          return Hex.encode(RLP.encode(cats)) == "0xc683636174c180"
            && (try? RLP.decode(RLP.encode(cats))) == cats
        }),
      SelfTestCheck(
        "rlp: a needless prefix is refused",
        holds: { (try? RLP.decode([0x81, 0x05])) == nil }),
      SelfTestCheck(
        "rlp: lengths beyond the processor's integers are refused",
        holds: {
          [4, 5, 8].allSatisfy { lengthBytes in
            let huge = [UInt8](repeating: 0xff, count: lengthBytes)
            return (try? RLP.decode([0xb7 + UInt8(lengthBytes)] + huge)) == nil
              && (try? RLP.decode([0xf7 + UInt8(lengthBytes)] + huge + [1])) == nil
          }
        }),
      SelfTestCheck(
        "json: integers, reals and escapes are written exactly",
        holds: {
          let value: JSONValue = [
            "least": .integer(.min), "reals": [0.1, -0.0, 1e16], "line": "\n\"\u{1}",
          ]
          return value.text()
            == #"{"least":-9223372036854775808,"reals":[0.1,-0.0,1e+16],"line":"\n\"\u0001"}"#
        }),
    ]
  }
}
