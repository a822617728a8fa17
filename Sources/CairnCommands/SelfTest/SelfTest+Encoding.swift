import ChainTypes

extension SelfTest {
  static var encodingChecks: [SelfTestCheck] {
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
        "keccak: words, arrays and pieces have one hash",
        holds: {
          let word = Word(1, 2, 3, 4)
          var pieces = Keccak256()
          for byte in word.bytes + word.bytes { pieces.update([byte]) }
          return Keccak256.hash(word, word) == pieces.finalize()
            && Keccak256.hash(word.bytes + word.bytes) == pieces.finalize()
        }),
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
        "json: integers, reals and escapes are written exactly",
        holds: {
          let value: JSONValue = ["least": .integer(.min), "half": 0.5, "line": "\n\"\u{1}"]
          return value.text()
            == #"{"least":-9223372036854775808,"half":0.5,"line":"\n\"\u0001"}"#
        }),
    ]
  }
}
