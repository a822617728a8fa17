import ChainTypes
import MerkleTrie

extension SelfTest {
  static var trieChecks: [SelfTestCheck] {
    [
      // "dogs" of ethereum/tests, TrieTests/trieanyorder.json.
      SelfTestCheck(
        "trie: the root of three dogs",
        expect: "0x8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3"
      ) {
        let trie = HexaryTrie()
        for (key, value) in [("dogglesworth", "cat"), ("doe", "reindeer"), ("dog", "puppy")] {
          trie.set(Array(key.utf8), Array(value.utf8))
        }
        return trie.root.hex
      },
      SelfTestCheck("trie: 500 changed slots give the root computed at once") {
        let trie = HexaryTrie(keys: .hashed)
        for slot in 0..<1000 as Range<UInt64> { trie.set(Word(slot).bytes, [1]) }
        _ = trie.root
        for slot in 0..<500 as Range<UInt64> { trie.remove(Word(slot * 2).bytes) }
        let odd = (0..<500 as Range<UInt64>).map { (key: Word($0 * 2 + 1), value: Word.one) }
        return trie.root == SortedTrie.storageRoot(odd)
      },
      SelfTestCheck("trie: a proof holds, an altered one does not") {
        let trie = HexaryTrie(keys: .hashed)
        for slot in 0..<100 as Range<UInt64> { trie.set(Word(slot).bytes, [7]) }
        var nodes = trie.proof(of: Word(5).bytes)
        let found = try? TrieProof.slot(5, storageRoot: trie.root, nodes: nodes)
        nodes[1][40] ^= 1
        let altered = try? TrieProof.slot(5, storageRoot: trie.root, nodes: nodes)
        return found == 7 && altered == nil
      },
    ]
  }
}
