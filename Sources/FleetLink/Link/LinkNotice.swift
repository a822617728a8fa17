import BlockExecution
import ChainTypes
import Statements
import SyncProtocol

/// What a node's owner hears of the fleet's link, in order.
public enum LinkNotice: Sendable {
  case connected(version: String)
  case disconnected(why: String, pause: Int)
  /// The broker does not let us read or write a topic: its access list is wrong.
  case topicRefused(String, why: String)
  /// A block of another's lane was executed again and is durable here, with what its transactions
  /// did.
  case stored(Lane, BlockPoint, [Receipt])
  /// A lane is being caught up with by a state.
  case state(Lane, StateNews)
  /// The same by blocks.
  case catchUp(Lane, CatchUpNews)
  /// An aggregator has the own lane so far.
  case delivered(Lane, BlockPoint)
  case final(Lane, BlockPoint)
  case transaction(Lane, sender: Address, bytes: [UInt8])
  case covering(Lane, Signed<Checkpoint>, proof: [UInt8])
  case enrolment(Signed<Enrolment>, text: [UInt8])
  /// A newer version of the manifest is durable and obeyed.
  case manifest(version: UInt64)
  case online(Address)
  case offline(Address)
  case alert(SyncAlert)
  /// Something of ours went wrong, in words.
  case failed(String)
}
