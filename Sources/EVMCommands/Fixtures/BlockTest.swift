import BlockExecution
import ChainTypes

/// One named test of a blockchain test file: a genesis block, encoded blocks to import in order,
/// and the chain's head and state after them.
struct BlockTest {
  struct Entry {
    /// Nil where the text is no hexadecimal at all.
    var encoded: [UInt8]
    /// The name of the exception for which the block must be refused.
    var exception: String?
  }

  enum PostState {
    case root(Hash)
    case accounts([FixtureAccount])
  }

  var name: String
  var network: String
  var genesis: [UInt8]?
  var genesisHeader: BlockHeader
  var genesisHash: Hash
  var pre: [FixtureAccount]
  var entries: [Entry]
  var lastHash: Hash
  var post: PostState?
  var chainID: UInt64
  var blobSchedules: [(fork: String, schedule: BlobSchedule)]
}
