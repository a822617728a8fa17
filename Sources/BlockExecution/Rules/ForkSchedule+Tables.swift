import EVM

extension ForkSchedule {
  /// A chain that has one fork's rules from its first block on.
  public init(_ fork: Fork) {
    self.init(activations: [Activation(fork)])
  }

  /// A chain whose forks have their own blob schedules and bomb delays.
  public init(activations: [Activation]) {
    self.activations = activations
    blobActivations = []
    blobSchedules = [:]
    bombDelays = []
  }

  /// A schedule by its name in the conformance data: a fork's name, or `AToBAt5` (from block 5 on),
  /// `AToBAtTime15k` (from timestamp 15,000 on).
  public init?(named name: String) {
    if let fork = Fork(named: name) {
      self.init(fork)
      return
    }
    guard let (first, rest) = ForkSchedule.split(name, at: "To"),
      let (second, at) = ForkSchedule.split(rest, at: "At"), let from = Fork(named: first)
    else { return nil }
    if second == "Dao" {
      guard let block = ForkSchedule.number(at) else { return nil }
      self.init(from)
      daoBlock = block
      return
    }
    guard let to = Fork(named: second) else { return nil }
    if at.hasPrefix("Time") {
      guard let time = ForkSchedule.number(at.dropFirst(4)) else { return nil }
      self.init(activations: [Activation(from), Activation(to, timestamp: time)])
    } else {
      guard let block = ForkSchedule.number(at) else { return nil }
      self.init(activations: [Activation(from), Activation(to, block: block)])
    }
  }

  /// The two sides of the first place where the parts on both sides of `mark` are not empty.
  private static func split(
    _ text: some StringProtocol, at mark: String
  ) -> (String, Substring)? {
    let bytes = Array(text.utf8)
    let wanted = Array(mark.utf8)
    guard bytes.count > wanted.count + 1 else { return nil }
    for i in 1..<(bytes.count - wanted.count) where Array(bytes[i..<i + wanted.count]) == wanted {
      let left = String(decoding: bytes[..<i], as: UTF8.self)
      let right = String(decoding: bytes[(i + wanted.count)...], as: UTF8.self)
      return (left, right[...])
    }
    return nil
  }

  /// "5", "15k".
  private static func number(_ text: some StringProtocol) -> UInt64? {
    var value: UInt64 = 0
    var digits = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "k"), digits == text.utf8.count - 1 { return value &* 1000 }
      guard byte >= 0x30, byte <= 0x39, digits < 15 else { return nil }
      value = value * 10 + UInt64(byte - 0x30)
      digits += 1
    }
    return digits > 0 ? value : nil
  }

  /// Ethereum's main chain.
  public static let mainnet: ForkSchedule = {
    var schedule = ForkSchedule(activations: [
      Activation(.frontier), Activation(.homestead, block: 1_150_000),
      Activation(.tangerineWhistle, block: 2_463_000),
      Activation(.spuriousDragon, block: 2_675_000), Activation(.byzantium, block: 4_370_000),
      Activation(.petersburg, block: 7_280_000), Activation(.istanbul, block: 9_069_000),
      Activation(.berlin, block: 12_244_000), Activation(.london, block: 12_965_000),
      Activation(.paris, block: 15_537_394), Activation(.shanghai, timestamp: 1_681_338_455),
      Activation(.cancun, timestamp: 1_710_338_135),
      Activation(.prague, timestamp: 1_746_612_311),
      Activation(.osaka, timestamp: 1_764_798_551),
    ])
    schedule.daoBlock = 1_920_000
    // Muir, Arrow and Gray Glacier: EIP-2384, 4345, 5133.
    schedule.bombDelays = [
      BombDelay(block: 9_200_000, delay: 9_000_000),
      BombDelay(block: 12_965_000, delay: 9_700_000),
      BombDelay(block: 13_773_000, delay: 10_700_000),
      BombDelay(block: 15_050_000, delay: 11_400_000),
    ]
    // EIP-7892: BPO1 and BPO2.
    schedule.blobActivations = [
      BlobActivation(
        timestamp: 1_765_290_071,
        schedule: BlobSchedule(target: 10, max: 15, updateFraction: 8_346_193)),
      BlobActivation(
        timestamp: 1_767_747_671,
        schedule: BlobSchedule(target: 14, max: 21, updateFraction: 11_684_671)),
    ]
    return schedule
  }()
}
