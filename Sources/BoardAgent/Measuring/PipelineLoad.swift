import Attestation
import BoardConfig
import ChainTypes
import LinuxIO
import Readings

/// An agent without devices that gets readings as fast as it takes them: for `cairn bench`.
public struct PipelineLoad {
  public var sensors = 128
  public var instruments = 8
  public var perSecond: Int
  public var seconds: Int

  public init(perSecond: Int, seconds: Int) {
    self.perSecond = perSecond
    self.seconds = seconds
  }

  /// What came of it; times in nanoseconds.
  public struct Figures: Sendable {
    public var readings: UInt64 = 0
    public var sealed: UInt64 = 0
    public var refused: UInt64 = 0
    public var blocks: UInt64 = 0
    /// From the first measurement of each second to the commit of its last block.
    public var whole: UInt64 = 0
    /// The same work in steps of their own: records and signatures, execution with its roots, seal
    /// and durable commit.
    public var attestation: UInt64 = 0
    public var execution: UInt64 = 0
    public var commit: UInt64 = 0
  }

  /// Two boards in two empty folders: one works as always, of the other each step is timed.
  public func run(_ first: String, _ second: String) throws(AgentFailure) -> Figures {
    var figures = Figures()
    let whole = try agent(first)
    let parts = try agent(second)
    for second in 0..<seconds {
      let start = MonotonicClock.now()
      feed(whole, second)
      whole.sealRest()
      figures.whole += MonotonicClock.now() - start
      measure(parts, second, &figures)
    }
    for place in 0..<sensors {
      let counters = whole.pipeline.counters(of: place)
      figures.readings += counters.values
      figures.sealed += counters.sealed
      figures.refused += counters.refused
    }
    figures.blocks = whole.statistics.blocks
    let problem = whole.problem ?? parts.problem
    for agent in [whole, parts] { agent.stop(.stopped) }
    if let problem { throw .configuration(problem) }
    return figures
  }

  private func agent(_ folder: String) throws(AgentFailure) -> Agent {
    _ = try BoardInitialisation(folder: AgentFolder(folder)).perform()
    var text = "board: {data: \(folder)}\nlog: {level: error}\nsensors:\n"
    for place in 0..<sensors {
      // Nobody reads them: the loop does not run.
      text += "  - {name: s\(place), driver: simulator, unit: Cel, "
      text += "instrument: i\(place % instruments)}\n"
    }
    let settings: BoardSettings
    do throws(SettingProblems) { settings = try BoardSettings(parsing: Array(text.utf8)) } catch {
      throw .configuration(error.text(file: "bench"))
    }
    let agent = try Agent.open(
      settings, version: Agent.Version(text: "bench", configuration: .zero))
    try agent.reserveCounters()
    return agent
  }

  /// A second's readings, the sensors in turn.
  private func feed(_ agent: Agent, _ second: Int) {
    let now = Agent.now
    let stamp = agent.clock.stamp(monotonic: now)
    for number in 0..<perSecond {
      let value = DecimalValue(Int64(20_000 + (second * 31 + number) % 977), exponent: -3)
      agent.pipeline.take(
        Measurement(value, .celsius), from: number % sensors, at: now, clock: stamp)
    }
  }

  private func measure(_ agent: Agent, _ second: Int, _ figures: inout Figures) {
    let start = MonotonicClock.now()
    feed(agent, second)
    figures.attestation += MonotonicClock.now() - start
    for _ in 0..<AttestationLimits.callsPerBlock where agent.pipeline.waitingCount > 0 {
      let begun = MonotonicClock.now()
      let batches = agent.attest()
      let attested = MonotonicClock.now()
      guard let built = agent.build(batches) else { return }
      let executed = MonotonicClock.now()
      agent.store(agent.sealed(built))
      figures.attestation += attested - begun
      figures.execution += executed - attested
      figures.commit += MonotonicClock.now() - executed
    }
  }
}
