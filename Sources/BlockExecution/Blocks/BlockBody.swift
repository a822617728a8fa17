import ChainTypes
import MerkleTrie

extension Block {
  /// Whether bytes hold the header with this hash and the very body that it commits to, whatever is
  /// in it: then whatever is wrong with the block is the work of who made the header. Else somebody
  /// on the way put another body in its place, and who made the header is not to blame.
  public static func isWhole(_ bytes: [UInt8], hash: Hash) -> Bool {
    do throws(RLPError) {
      var list = try RLPReader(list: bytes)
      let rawHeader = Array(try list.rawItem())
      guard Keccak256.hash(rawHeader) == hash else { return false }
      let header: BlockHeader
      // The header has the hash: one that cannot be read was made so.
      do throws(RLPError) { header = try BlockHeader(decoding: rawHeader) } catch { return true }
      guard let transactions = try items(&list, areTransactions: true),
        OrderedTrie.root(of: transactions) == header.transactionsRoot,
        Keccak256.hash(Array(try list.rawItem())) == header.ommersHash
      else { return false }
      guard let root = header.withdrawalsRoot else { return list.isAtEnd }
      guard !list.isAtEnd, let withdrawals = try items(&list, areTransactions: false) else {
        return false
      }
      return list.isAtEnd && OrderedTrie.root(of: withdrawals) == root
    } catch {
      return false
    }
  }

  /// What the trie of a list holds, as it came; nil for what no trie can hold.
  private static func items(
    _ list: inout RLPReader, areTransactions: Bool
  ) throws(RLPError) -> [[UInt8]]? {
    var items = try list.readList()
    var found: [[UInt8]] = []
    while !items.isAtEnd {
      let isRaw = !areTransactions || items.isAtList
      let item = Array(isRaw ? try items.rawItem() : try items.readSlice())
      // Nothing is in no trie, and a list as a string would be the same in the trie as the list.
      guard let first = item.first, isRaw || first < 0xc0 else { return nil }
      found.append(item)
    }
    return found
  }
}
