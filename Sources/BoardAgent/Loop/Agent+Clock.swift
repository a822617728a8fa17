import Attestation
import BlockExecution
import ChainTypes
import Lanes
import Ledger
import LinuxIO
import Readings
import Statements

extension Agent {
  /// The name of the stored clock.
  static var clockName: [UInt8] { Array("clock".utf8) }

  /// The clock as the next run of this boot has to find it. It goes with each block, so that a
  /// correction is in a block or the clock still owes it.
  var clockValue: DurableValue {
    DurableValue(name: Agent.clockName, value: clock.bytes(boot: pipeline.context.boot))
  }

  func lookAtClock() {
    let now = Agent.now
    guard now >= lastClockLook &+ AgentLimits.clockInterval || now < lastClockLook else { return }
    lastClockLook = now
    guard let change = clock.observe(clockSource(now)) else { return }
    corrections += change.corrections
    log.warning(
      "clock",
      "quality=\(change.quality.text) step_ms=\(change.step) segment=\(change.segment) "
        + "corrected=\(change.corrections.count)")
  }

  /// The corrections that a block takes now: transactions of the board to itself whose data
  /// is the signed statement, executed, hashed and proved like everything else of the block.
  func correctionTransactions(_ nonces: inout [Address: UInt64]) -> [BatchTransaction] {
    corrections.prefix(AgentLimits.corrections).map { correction in
      let statement = correction.statement(lane: identity.lane, boot: pipeline.context.boot)
      let signature = keys.sign(statement.digest(in: identity.domain))
      let data = Signed(statement, signature: signature).bytes
      return own(data, to: identity.lane.board, as: nil, &nonces)
    }
  }
}
