import BlockExecution
import ChainTypes
import PendingTransactions
import RPCMethods
import Testing

@testable import BoardAgent

@Suite("Transactions that wait")
struct PoolTests {
  private func transaction(_ nonce: UInt64, of agent: Agent) -> [UInt8] {
    var transaction = Transaction(kind: .feeMarket)
    transaction.chainID = agent.identity.chainID
    transaction.nonce = nonce
    transaction.gasLimit = 100_000
    transaction.to = Address(Word(0xbeef))
    agent.keys.sign(&transaction, as: nil)
    return transaction.encoded()
  }

  @Test func `those whose turn has not come outlast a stop, and go on when it has`() throws {
    let board = try TestBoard()
    var agent: Agent? = try board.agent(board.text(""))
    for nonce in [2, 1] as [UInt64] {
      let running = try #require(agent)
      _ = try running.chain.submit(transaction(nonce, of: running))
    }
    agent?.stop(.stopped)
    #expect(agent?.head.number == 0)
    agent = nil
    let next = try board.agent(board.text(""))
    #expect(next.chain.pool.count == 2)
    _ = try next.chain.submit(transaction(0, of: next))
    try next.turn { next.chain.pool.isEmpty }
    #expect(next.chain.ledger.state.account(next.keys.address)?.nonce == 3)
    next.stop(.stopped)
  }

  @Test func `only whom the file names may send to a board without fleet`() throws {
    let board = try TestBoard()
    let other = Address(Word(0xabc))
    let text = board.text("", more: "control: {senders: [\(other.hex)]}")
    let agent = try board.agent(text)
    #expect(agent.chain.pool.isAllowed(other))
    #expect(agent.chain.pool.isAllowed(agent.keys.address))
    #expect(!agent.chain.pool.isAllowed(Address(Word(0xabd))))
    agent.stop(.stopped)
  }
}
