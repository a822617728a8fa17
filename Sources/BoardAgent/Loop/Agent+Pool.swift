import BlockExecution
import ChainTypes
import Ledger
import LedgerStorage
import LinuxIO
import PendingTransactions
import RPCMethods
import StateStore

extension Agent {
  /// The name under which transactions wait for the next run.
  static var poolName: [UInt8] { Array("pool".utf8) }

  /// What still waits when the agent stops, such as transactions whose predecessor has not come:
  /// the next run takes it up again, be it after a reload or a new start.
  var poolValue: DurableValue {
    var writer = RLPWriter()
    var room = AgentLimits.keptPoolBytes
    for entry in chain.pool.waiting where entry.size <= room {
      room -= entry.size
      writer.append(bytes: entry.transaction.encoded())
    }
    return DurableValue(name: Agent.poolName, value: writer.bytes)
  }

  /// Takes up what the run before left. Each is checked as if it came anew; what a block has had
  /// meanwhile is refused by its nonce.
  func restorePool() {
    let stored: [UInt8]?
    do throws(LaneLedger.Failure) { stored = try chain.ledger.value(Agent.poolName) } catch {
      log.error("store", "why=\"\(error.text { $0.text })\"")
      return
    }
    guard let stored, !stored.isEmpty else { return }
    chain.now = Agent.now
    var taken = 0
    do throws(RLPError) {
      var reader = try RLPReader(stored)
      while !reader.isAtEnd {
        let bytes = try reader.readBytes()
        do throws(RPCError) {
          _ = try chain.submit(bytes)
          taken += 1
        } catch {
          log.debug("transaction", "from=pool refused=\"\(error.message)\"")
        }
      }
    } catch {
      log.error("store", "why=\"the transactions that waited cannot be read: \(error)\"")
    }
    if taken > 0 { log.info("pool", "transactions=\(taken)") }
  }
}
