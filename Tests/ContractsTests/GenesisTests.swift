import BlockExecution
import ChainTypes
import Contracts
import Readings
import Statements
import Testing

/// Contracts that stand in a genesis block: their storage is what the test says it is.
@Suite struct GenesisTests {
  static let registry = Address(0xca12_0001)
  static let readingLog = Address(0xca12_0002)
  static let energy = Address(0xca12_0003)
  static let board = TestKey(0xb0a2d)
  static let fleet = FleetDomain(fleet: FleetDomain.id(ofFleetKey: Lane.owner))

  private func world(
    log: [(key: Word, value: Word)] = [], energy: [(key: Word, value: Word)] = []
  ) -> World {
    let world = World(.osaka)
    world.state.setAccount(
      Self.registry, nonce: 1, balance: .zero, code: RegistryContract.runtime(),
      storage: RegistryContract.genesisStorage(
        owner: Lane.owner, installed: [(name("ReadingLog"), Self.readingLog)], since: 5))
    world.state.setAccount(
      Self.readingLog, nonce: 1, balance: .zero,
      code: ReadingLogContract.runtime(
        registry: Self.registry, board: Self.board.address, term: 7,
        separator: Self.fleet.separator, predecessor: .zero), storage: log)
    world.state.setAccount(
      Self.energy, nonce: 1, balance: .zero,
      code: EnergyMeterContract.runtime(registry: Self.registry, length: 900, offset: 0),
      storage: energy)
    return world
  }

  private func delegate(_ instrument: Hash, in world: World) throws -> String {
    let statement = Delegation(
      lane: Statements.Lane(board: Self.board.address, term: 7), instrument: instrument, index: 0,
      key: Address(0x1))
    let signature = Self.board.sign(statement.digest(in: Self.fleet))
    let call = ReadingLogContract.delegate(
      instrument: instrument, index: 0, key: Address(0x1), v: signature.v, r: signature.r,
      s: signature.s)
    return try world.send(call, to: Self.readingLog, from: Lane.relay).refusal
  }

  @Test func `a board has at most 65,535 instruments`() throws {
    let slot = Word(ReadingLogContract.Slot.ownInstrumentCount)
    let world = world(log: [(key: slot, value: 65_534)])
    #expect(try delegate(Hash(1), in: world) == "")
    #expect(try delegate(Hash(2), in: world) == "too many instruments")
    #expect(
      ReadingLogContract.instrumentCountResult(
        try world.ask(ReadingLogContract.instrumentCount(), of: Self.readingLog)) == 65_535)
  }

  @Test func `an energy meter has at most 1,024 tariffs`() throws {
    let slot = Word(EnergyMeterContract.Slot.tariffCount)
    let world = world(energy: [(key: slot, value: 1_023)])
    for (first, refusal) in [(1, ""), (2, "too many tariffs")] as [(UInt64, String)] {
      let call = EnergyMeterContract.setTariff(
        first: first, week0: 0, week1: 0, prices0: 0, prices1: 0, prices2: 0, prices3: 0)
      #expect(try world.send(call, to: Self.energy, from: Lane.owner).refusal == refusal)
    }
  }

  @Test func `the largest first call of a lane fits into a transaction of Osaka, rules included`()
    throws
  {
    // 112 sensors with a reading each: the most empty slots that 448 words can fill.
    var lane = try Lane(World(.osaka), sensors: 112)
    let rules = try lane.world.deploy(
      RulesContract.creation(registry: lane.registry), from: Lane.owner)
    try lane.install(rules, "Rules")
    var records: [SensorRecord] = []
    for sensor in lane.sensors.indices {
      var setting = Watch.thresholds
      (setting.switches, setting.silence, setting.rateLevel) = (63, 60, 2)
      let call = RulesContract.setRule(sensor: lane.sensors[sensor].id, setting: setting)
      #expect(try lane.world.send(call, to: rules, from: Lane.owner).refusal == "")
      records.append(lane.reading(sensor, 9000))
    }
    let result = try lane.send(lane.batch(records, by: lane.board), gas: 1 << 24)
    #expect(result.refusal == "")
    #expect(events(result, ReadingLogContract.RulesFailed.init).isEmpty)
    #expect(events(result, RulesContract.LevelChanged.init).count == 112)
    print("gas of the largest first call: \(result.gasUsed)")
  }
}
