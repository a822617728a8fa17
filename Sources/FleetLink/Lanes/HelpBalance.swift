import BlockExecution

/// Whether help with a block pays, by what blocks have taken with it and without. Processors that
/// look idle may be another program's; then helping takes their time and brings nothing.
struct HelpBalance {
  /// Nanoseconds a transaction, newer blocks weighing an eighth; 0 when nothing is known.
  private(set) var alone: UInt64 = 0
  private(set) var helped: UInt64 = 0
  private var untilTrial = LinkLimits.helpTrial

  /// How the next block is to be executed. Now and then it is done the other way, to see.
  mutating func wantsHelp() -> Bool {
    guard helped > 0 else { return true }
    guard alone > 0 else { return false }
    untilTrial -= 1
    guard untilTrial > 0 else {
      untilTrial = LinkLimits.helpTrial
      return !pays
    }
    return pays
  }

  /// A tenth at least: less is not worth the other processor's time.
  var pays: Bool { helped < alone - alone / 10 }

  mutating func took(_ nanoseconds: UInt64, transactions: Int, helped isHelped: Bool) {
    let each = max(1, nanoseconds / UInt64(max(1, transactions)))
    if isHelped {
      MovingAverage.add(each, to: &helped)
    } else {
      MovingAverage.add(each, to: &alone)
    }
  }
}
