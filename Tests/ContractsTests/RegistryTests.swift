import BlockExecution
import ChainTypes
import Contracts
import Testing

/// A registry with an owner, and two contracts to install.
struct Registries {
  static let owner = Address(0x0a1)
  static let stranger = Address(0x0b2)

  let world: World
  let registry: Address
  let first: Address
  let second: Address

  init(_ world: World = World()) throws {
    self.world = world
    registry = try world.deploy(
      RegistryContract.creation(owner: Self.owner), from: Self.owner)
    first = try world.deploy(RegistryContract.creation(owner: Self.owner), from: Self.owner)
    second = try world.deploy(RegistryContract.creation(owner: Self.owner), from: Self.owner)
  }

  @discardableResult
  func install(
    _ address: Address, as title: Hash = name("Rules"), from sender: Address = owner
  ) throws -> TransactionResult {
    try world.send(
      RegistryContract.install(name: title, installed: address), to: registry, from: sender)
  }

  func current(_ title: Hash = name("Rules")) throws -> Address? {
    RegistryContract.currentResult(try world.ask(RegistryContract.current(title), of: registry))
  }
}

@Suite struct RegistryTests {
  @Test func `a name leads to what was installed last, and the slot holds it`() throws {
    let bench = try Registries()
    let result = try bench.install(bench.first)
    let events = events(result, RegistryContract.Installed.init)
    #expect(events.count == 1)
    #expect(events.first?.installed == bench.first && events.first?.version == 1)
    try bench.install(bench.second)
    #expect(try bench.current() == bench.second)
    let slot = RegistryContract.slot(ofName: name("Rules"))
    #expect(
      bench.world.storage(of: bench.registry).contains {
        $0.key == slot && $0.value == bench.second.word
      })
  }

  @Test func `the history says who served when, from the second of the change on`() throws {
    let bench = try Registries()
    let start = bench.world.time
    try bench.install(bench.first)
    bench.world.time = start + 10
    try bench.install(bench.second)
    bench.world.time = start + 20
    try bench.install(.zero)
    func served(_ time: UInt64) throws -> Address? {
      let call = RegistryContract.served(name: name("Rules"), time: time)
      return RegistryContract.servedResult(try bench.world.ask(call, of: bench.registry))
    }
    #expect(try served(start - 1) == .zero)
    #expect(try served(start) == bench.first)
    #expect(try served(start + 9) == bench.first)
    #expect(try served(start + 10) == bench.second)
    #expect(try served(start + 19) == bench.second)
    #expect(try served(start + 20) == .zero)
    let version = RegistryContract.VersionResult(
      try bench.world.ask(RegistryContract.version(name("Rules"), 2), of: bench.registry))
    #expect(version?.installed == bench.second && version?.since == start + 10)
  }

  @Test func `a registry in a genesis block has the storage of one that was set up`() throws {
    let bench = try Registries()
    try bench.install(bench.first, as: name("Rules"))
    try bench.install(bench.second, as: name("ReadingLog"))
    let slots = RegistryContract.genesisStorage(
      owner: Registries.owner,
      installed: [(name("Rules"), bench.first), (name("ReadingLog"), bench.second)],
      since: bench.world.time)
    let stored = bench.world.storage(of: bench.registry)
    #expect(stored.map(\.key) == slots.map(\.key).sorted())
    for slot in slots {
      #expect(stored.contains { $0.key == slot.key && $0.value == slot.value })
    }
    #expect(RegistryContract.name("Rules") == name("Rules"))
    #expect(RegistryContract.name("") == nil)
    #expect(RegistryContract.name(String(repeating: "a", count: 32)) != nil)
    #expect(RegistryContract.name(String(repeating: "a", count: 33)) == nil)
  }

  @Test func `each reason to refuse`() throws {
    let bench = try Registries()
    #expect(
      try bench.install(bench.first, from: Registries.stranger).refusal == "not the owner")
    #expect(try bench.install(bench.first, as: .zero).refusal == "name is empty")
    #expect(try bench.install(.zero).refusal == "already installed")
    #expect(try bench.install(Registries.stranger).refusal == "no code there")
    try bench.install(bench.first)
    #expect(try bench.install(bench.first).refusal == "already installed")
    #expect(throws: Refused(reason: "owner is zero")) {
      try bench.world.deploy(RegistryContract.creation(owner: .zero), from: Registries.owner)
    }
    #expect(try bench.current() == bench.first)
  }

  @Test func `the fleet passes on only to a successor that says yes`() throws {
    let bench = try Registries()
    let world = bench.world
    let successor = Address(0x0c3)
    func propose(_ address: Address, from sender: Address) throws -> String {
      try world.send(
        RegistryContract.proposeOwner(successor: address), to: bench.registry, from: sender
      ).refusal
    }
    func accept(from sender: Address) throws -> String {
      try world.send(RegistryContract.acceptOwner(), to: bench.registry, from: sender).refusal
    }
    #expect(try propose(Registries.stranger, from: Registries.stranger) == "not the owner")
    #expect(try accept(from: .zero) == "not the successor")
    #expect(try propose(successor, from: Registries.owner) == "")
    #expect(try accept(from: Registries.stranger) == "not the successor")
    #expect(try bench.install(bench.first).isSuccess)
    #expect(try accept(from: successor) == "")
    #expect(try bench.install(bench.second).refusal == "not the owner")
    #expect(try bench.install(bench.second, from: successor).isSuccess)
    #expect(try accept(from: successor) == "not the successor")
  }
}
