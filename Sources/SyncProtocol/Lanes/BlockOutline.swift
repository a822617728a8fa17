import ChainTypes

/// What of a block's RLP the protocol looks at: the header's hash and its parent.
struct BlockOutline {
  var hash: Hash
  var parent: Hash

  /// Nil for bytes that are no list which begins with a header.
  init?<Crypto: SyncCrypto>(_ block: [UInt8], _ crypto: Crypto) {
    do throws(RLPError) {
      var reader = try RLPReader(list: block)
      let header = try reader.rawItem()
      var fields = try RLPReader(list: header)
      parent = try fields.readHash()
      hash = crypto.hash(header)
    } catch { return nil }
  }
}
