import ChainTypes
import Contracts
import Statements

/// The fleet's contracts on a lane. They are in its genesis, at the same addresses on every lane,
/// so that tools need not ask. Upgrades go through the registry.
public enum LaneContracts {
  // 0xca12…: nobody has a key to these.
  public static let registry = Address(Word(0x1, 0, 0xca12_0000, 0))
  public static let readingLog = Address(Word(0x2, 0, 0xca12_0000, 0))
  public static let rules = Address(Word(0x3, 0, 0xca12_0000, 0))
  public static let custody = Address(Word(0x4, 0, 0xca12_0000, 0))
  public static let energyMeter = Address(Word(0x5, 0, 0xca12_0000, 0))
  public static let verifier = Address(Word(0x6, 0, 0xca12_0000, 0))

  /// Under which names the registry has them.
  public static let names: [(name: String, address: Address)] = [
    ("ReadingLog", readingLog), ("Rules", rules), ("Custody", custody),
    ("EnergyMeter", energyMeter), ("AttestationVerifier", verifier),
  ]
}

/// A contract of the genesis.
struct GenesisContract {
  var address: Address
  var code: [UInt8]
  var storage: [(key: Word, value: Word)] = []
}

extension LaneContracts {
  /// The code of each, with what its constructor would have put there.
  static func all(_ plan: LanePlan) -> [GenesisContract] {
    let lane = plan.identity.lane
    return [
      GenesisContract(
        address: registry, code: RegistryContract.runtime(), storage: registryStorage(plan)),
      GenesisContract(
        address: readingLog,
        code: ReadingLogContract.runtime(
          registry: registry, board: lane.board, term: lane.term,
          separator: plan.identity.domain.separator, predecessor: .zero)),
      GenesisContract(address: rules, code: RulesContract.runtime(registry: registry)),
      GenesisContract(address: custody, code: CustodyContract.runtime(registry: registry)),
      GenesisContract(
        address: energyMeter,
        code: EnergyMeterContract.runtime(
          registry: registry, length: plan.meterSeconds, offset: plan.meterOffset)),
      GenesisContract(address: verifier, code: AttestationVerifierContract.runtime()),
    ]
  }

  /// As if the owner had installed each at the time of the genesis.
  private static func registryStorage(_ plan: LanePlan) -> [(key: Word, value: Word)] {
    let installed = names.compactMap { entry in
      RegistryContract.name(entry.name).map { (name: $0, address: entry.address) }
    }
    return RegistryContract.genesisStorage(
      owner: plan.owner, installed: installed, since: plan.time)
  }
}
