import ChainTypes
import EVM
import Synchronization

/// Makes the plan of a batch, and remembers from batch to batch what it learnt.
// Safe: one thread uses it at a time. Who claims the plan has it until it opens the phase in which
// workers read it; the predictor is the committer's from then on.
final class BatchPlanner: @unchecked Sendable {
  let predictor = LanePredictor()
  let plan = LanePlan()
  /// Which function each transaction calls.
  private(set) var functions: [Int] = []
  /// As the executor has them.
  var isAdaptive = true
  var plansLanes = true
  var costs = LanePlan.Costs()

  func make<Base: SharedStateSource>(for board: BatchBoard<Base>, over source: Base) {
    predictor.beginBatch()
    plan.begin(board.count)
    functions.removeAll(keepingCapacity: true)
    for index in 0..<board.count {
      // One that the committer found too slow may still be in some worker's hands.
      guard board.tickets[index].isPrepared,
        case .ready(let signed)? = board.prepared(index)
      else {
        functions.append(0)
        continue
      }
      let function = predictor.function(of: signed) { source.account($0)?.codeHash }
      functions.append(function)
      guard plansLanes else { continue }
      predictor.announce(index, signed, function, to: plan)
    }
    // The committer has gone on meanwhile.
    let start = max(0, board.position.load(ordering: .relaxed))
    plan.share(
      from: start, among: board.limit + 1, costs: costs, favour: isAdaptive ? 0 : 1,
      repeated: board.mostRepeated
    ) {
      !isAdaptive || predictor.isHopeful(functions[$0])
    }
  }
}
