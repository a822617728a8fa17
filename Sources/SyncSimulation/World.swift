import ChainTypes
import Statements
import SyncProtocol

/// What can happen.
///
/// The large ones are kept by reference: most are small, and each is moved a few times.
enum Happening {
  indirect case event(host: Int, life: UInt64, SyncEvent)
  /// With one bit of it turned, or none.
  case deliver(host: Int, Mail, damage: Int?)
  case acknowledged(host: Int, life: UInt64, token: UInt64)
  case tick(host: Int, life: UInt64)
  indirect case stored(host: Int, life: UInt64, StoreRequest)
  case sealTime(host: Int)
  indirect case sealed(host: Int, life: UInt64, SealedBlock, CheapState)
  case logTime(host: Int)
  indirect case snapshot(host: Int, life: UInt64, SnapshotWork)
  indirect case logStored(host: Int, life: UInt64, Signed<Checkpoint>)
  case connect(host: Int, life: UInt64)
  case fault(Fault)
  case lie
  case faultsEnd
  case sealsEnd
  case checkLies
}

enum Fault {
  case crash(Int)
  case restart(Int)
  case brokerRestart
  case cut(Int)
  case mend(Int)
  case clockJump(Int)
  case loseCard(Int)
  case manifest
  case succeed(Int)
}

/// The whole fleet, its broker and its clocks in one process, played from one seed.
final class World {
  let plan: SimulationPlan
  var rates: FaultRates
  var random: SimulationRandom
  var queue = EventQueue<Happening>()
  var now: UInt64 = 0
  var hosts: [Host] = []
  var fleet: Fleet
  let prefix: String
  var retained: [Mail] = []
  /// Texts of topics that were read before.
  var topics: [String: SyncTopic] = [:]
  var remembered: [Mail] = []
  var rememberedNext = 0
  var facts = Facts()
  var areFaultsOver = false
  var areSealsOver = false
  var actions: [SyncAction] = []
  var liar: Int?
  var lied = false
  /// The two blocks of one height, and the two heads of a log.
  var second: (SealedBlock, SealedBlock)?
  var twin: (Signed<Checkpoint>, Signed<Checkpoint>)?
  var report: SimulationReport

  init(_ plan: SimulationPlan) {
    self.plan = plan
    random = SimulationRandom(seed: mixed(plan.seed &+ 0x5eed))
    rates = FaultRates(plan, &random)
    fleet = Fleet(plan)
    prefix = SyncTopic.prefix(fleet.domain)
    report = SimulationReport(seed: plan.seed, lie: rates.lie)
    for index in 0..<plan.boards + plan.aggregators {
      let host = Host(index: index, isAggregator: index >= plan.boards, view: fleet.view)
      host.disk.offer = fleet.offer
      hosts.append(host)
    }
    schedule()
  }

  /// Plays the run to its end.
  func run() {
    for host in hosts { boot(host, .clean) }
    while let (time, happening) = queue.next(), time <= plan.length {
      now = time
      report.events += 1
      happen(happening)
      if facts.violations.count >= SimulationLimits.violations { break }
    }
    now = plan.length
    checkEnd()
    report.violations = facts.violations
    report.blocks = facts.sealed
    report.final = facts.final
  }

  private func schedule() {
    let faulty = plan.length - SimulationLimits.quiet
    func some(_ count: Int, _ make: () -> Happening) {
      for _ in 0..<count { queue.add(make(), at: random.between(5_000, faulty)) }
    }
    let all = hosts.count
    some(rates.crashes) { .fault(.crash(random.below(all))) }
    some(rates.brokerRestarts) { .fault(.brokerRestart) }
    some(rates.partitions) { .fault(.cut(random.below(all))) }
    some(rates.clockJumps) { .fault(.clockJump(random.below(all))) }
    some(rates.cardLosses) { .fault(.loseCard(random.below(plan.boards))) }
    some(rates.manifests) { .fault(.manifest) }
    if rates.lie != .none {
      queue.add(.lie, at: random.between(faulty / 2, faulty - 10_000))
    }
    queue.add(.faultsEnd, at: faulty)
    queue.add(.checkLies, at: faulty + SimulationLimits.detection)
    queue.add(.sealsEnd, at: plan.length - SimulationLimits.settling)
    for host in hosts {
      if host.isAggregator {
        queue.add(.logTime(host: host.index), at: 30_000)
      } else {
        queue.add(
          .sealTime(host: host.index), at: 2_000 + random.between(0, plan.blockInterval))
      }
    }
  }

  private func happen(_ happening: Happening) {
    switch happening {
    case .event(let index, let life, let event):
      guard hosts[index].life == life else { return }
      tell(hosts[index], event)
    case .deliver(let index, let mail, let damage):
      let host = hosts[index]
      guard host.isConnected, !host.isCut else { return }
      if let damage { tell(host, mail.damaged(damage)) } else { tell(host, mail.event) }
    case .acknowledged(let index, let life, let token):
      guard hosts[index].life == life else { return }
      tell(hosts[index], .acknowledged(token))
    case .tick(let index, let life):
      // One that an earlier deadline overtook is none, else each of them would bring its own next.
      guard hosts[index].life == life, hosts[index].nextTick == now else { return }
      hosts[index].nextTick = .max
      tell(hosts[index], .tick)
    case .stored(let index, let life, let request):
      guard hosts[index].life == life else { return }
      finishStore(hosts[index], request)
    case .sealTime(let index): sealTime(hosts[index])
    case .sealed(let index, let life, let block, let state):
      guard hosts[index].life == life else { return }
      finishSeal(hosts[index], block, state)
    case .snapshot(let index, let life, let work):
      guard hosts[index].life == life else { return }
      finish(work, hosts[index])
    case .logTime(let index): logTime(hosts[index])
    case .logStored(let index, let life, let checkpoint):
      guard hosts[index].life == life else { return }
      hosts[index].disk.log.last = checkpoint
      tell(hosts[index], .checkpointStored(checkpoint))
    case .connect(let index, let life):
      let host = hosts[index]
      guard host.life == life, host.node != nil, !host.isCut, !host.isConnected else { return }
      host.isConnected = true
      tell(host, .connected)
    case .fault(let fault): happen(fault)
    case .lie: lie()
    case .faultsEnd: endFaults()
    case .sealsEnd: areSealsOver = true
    case .checkLies: checkLies()
    }
  }

  /// Gives a node an event and does what it wants.
  func tell(_ host: Host, _ event: SyncEvent) {
    guard host.node != nil else { return }
    var wanted: [SyncAction] = []
    swap(&wanted, &actions)
    let wall = UInt64(clamping: Int64(1_800_000_000_000 + now) + host.clockError)
    host.node?.handle(event, now: now, wall: wall, into: &wanted)
    for action in wanted { perform(action, host) }
    wanted.removeAll(keepingCapacity: true)
    swap(&wanted, &actions)
    checkVersion(host)
    guard let due = host.node?.nextDeadline, max(due, now) < host.nextTick else { return }
    host.nextTick = max(due, now)
    queue.add(.tick(host: host.index, life: host.life), at: host.nextTick)
  }
}
