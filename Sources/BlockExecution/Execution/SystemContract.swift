import ChainTypes
import EVM

/// The contracts that the protocol itself calls.
public enum SystemContract: Sendable {
  /// EIP-4788.
  case beaconRoots
  /// EIP-2935.
  case blockHashes
  /// EIP-7002.
  case withdrawals
  /// EIP-7251.
  case consolidations

  public var address: Address {
    switch self {
    case .beaconRoots:
      Address(high: 0x000f_3df6, middle: 0xd732_807e_f131_9fb7, low: 0xb8bb_8522_d0be_ac02)
    case .blockHashes:
      Address(high: 0x0000_f908, middle: 0x27f1_c53a_10cb_7a02, low: 0x335b_1753_2000_2935)
    case .withdrawals:
      Address(high: 0x0000_0961, middle: 0xef48_0eb5_5e80_d19a, low: 0xd835_79a6_4c00_7002)
    case .consolidations:
      Address(high: 0x0000_bbdd, middle: 0xc7ce_4886_42fb_579f, low: 0x8b00_f3a5_9000_7251)
    }
  }

  /// The caller of system calls.
  public static let caller = Address(high: .max, middle: .max, low: .max - 1)
  public static let gas: Int64 = 30_000_000
}

extension TransactionExecutor {
  /// Calls a contract as the protocol does: outside of any transaction, paid by nobody. Nil when it
  /// has no code.
  func callSystem<S: StateSource>(
    _ contract: SystemContract, _ input: [UInt8], _ context: BlockContext, _ journal: Journal<S>
  ) -> Outcome? {
    journal.beginTransaction()
    guard journal.code(journal.account(contract.address)).count > 0 else { return nil }
    var environment = context.environment
    environment.origin = SystemContract.caller
    environment.gasPrice = environment.baseFee
    let message = Message(
      caller: SystemContract.caller, target: contract.address, input: input,
      gas: SystemContract.gas)
    let outcome = machine.run(message, in: environment, host: journal)
    journal.finishTransaction()
    return outcome
  }
}
