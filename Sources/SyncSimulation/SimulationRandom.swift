/// SplitMix64 (Steele, Lea, Flood 2014): the only source of chance in a run.
struct SimulationRandom: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return mixed(state)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

  /// From `low` to below `high`.
  mutating func between(_ low: UInt64, _ high: UInt64) -> UInt64 {
    low + next() % max(1, high - low)
  }

  /// True so many times in a thousand.
  mutating func perMille(_ share: Int) -> Bool { share > 0 && below(1_000) < share }

  mutating func pick<Value>(_ choices: [Value]) -> Value { choices[below(choices.count)] }
}

/// The finaliser of SplitMix64: cheap, and good enough to stand for a hash where nobody attacks it.
func mixed(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}
