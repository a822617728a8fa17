import ChainTypes
import EVM

/// Learns, for each function of each contract (by code hash and selector), which slots it writes
/// and whether executing it ahead pays. Bounded, and only ever an advice.
final class LanePredictor {
  /// Where a slot lies, told without executing.
  enum Place {
    case fixed(Word)
    /// In a mapping: under the caller, or under a word of the call data.
    case mapped(base: UInt8, source: UInt8, offset: UInt8, isKeyFirst: Bool)
  }

  struct Function {
    var places: [Place] = []
    var samples = 0
    /// What became of speculations, newer ones weighing more.
    var wins = 0
    var losses = 0
  }

  private struct Name: Hashable {
    var code: Hash
    var selector: UInt32
  }

  private struct Call: Hashable {
    var contract: Address
    var selector: UInt32
  }

  private(set) var functions: [Function] = [Function()]
  /// Functions about which the last batch told something new.
  private var news: [Int] = []
  private var byName: [Name: Int] = [:]
  private var byCall: [Call: Int] = [:]
  private var lastCall = Call(contract: .zero, selector: 0)
  private var lastFunction = 0
  private let seed = HashSeed()

  /// The number of the function that a transaction calls; 0 stands for plain transfers and
  /// creations.
  func function(of signed: SignedTransaction, codeHash: (Address) -> Hash?) -> Int {
    guard let to = signed.transaction.to, !signed.transaction.data.isEmpty else { return 0 }
    let call = Call(contract: to, selector: LanePredictor.selector(signed.transaction.data))
    if call == lastCall, lastFunction != 0 { return lastFunction }
    lastCall = call
    if let known = byCall[call] {
      lastFunction = known
      return known
    }
    let name = Name(code: codeHash(to) ?? Keccak256.emptyHash, selector: call.selector)
    let index = byName[name] ?? functions.count
    if index == functions.count { functions.append(Function()) }
    byName[name] = index
    byCall[call] = index
    lastFunction = index
    return index
  }

  /// Between batches, since a batch remembers numbers: begins anew when too much is known. What was
  /// lost before a function's slots were known counts for nothing: its lanes are others now.
  func beginBatch() {
    for function in news { functions[function].losses = 0 }
    news.removeAll(keepingCapacity: true)
    guard byCall.count >= BlockExecutionLimits.predictedCalls else { return }
    functions = [Function()]
    byName = [:]
    byCall = [:]
    lastFunction = 0
  }

  private static func selector(_ data: [UInt8]) -> UInt32 {
    var result: UInt32 = 0
    for i in 0..<min(4, data.count) { result = result << 8 | UInt32(data[i]) }
    return result
  }

  /// Tells the plan what the transaction probably uses.
  func announce(
    _ index: Int, _ signed: SignedTransaction, _ function: Int, to plan: LanePlan
  ) {
    plan.use(key(signed.sender), by: index)
    guard let to = signed.transaction.to else { return }
    if !signed.transaction.value.isZero { plan.use(key(to), by: index) }
    for place in functions[function].places {
      switch place {
      case .fixed(let slot): plan.use(key(to, 1, slot), by: index)
      case .mapped(let base, let source, let offset, let isKeyFirst):
        let kind = UInt64(base) << 16 | UInt64(offset) << 8 | (isKeyFirst ? 3 : 2)
        let word = LanePredictor.word(source, signed.transaction, signed.sender)
        plan.use(key(to, kind, word), by: index)
      }
    }
  }

  private func key(_ address: Address) -> UInt64 {
    HashSeed.fold(
      HashSeed.fold(address.low ^ seed.a, address.middle ^ seed.b) ^ UInt64(address.high), seed.c)
  }

  private func key(_ contract: Address, _ kind: UInt64, _ word: Word) -> UInt64 {
    let x = HashSeed.fold(word.limb0 ^ seed.a, word.limb1 ^ seed.b)
    let y = HashSeed.fold(word.limb2 ^ seed.b, word.limb3 ^ seed.c)
    return HashSeed.fold(x ^ key(contract), y &+ kind &* 0x9e37_79b9_7f4a_7c15)
  }

  /// Source 0 is the caller, others are words of the call data behind the selector.
  private static func word(_ source: UInt8, _ transaction: Transaction, _ sender: Address) -> Word {
    if source == 0 { return sender.word }
    let start = 4 + 32 * Int(source - 1)
    guard transaction.data.count >= start + 32 else { return .zero }
    // By hand: a slice of the data costs three times as much, for each transaction of the plan.
    var limbs = InlineArray<4, UInt64>(repeating: 0)
    for index in 0..<32 {
      limbs[3 - index >> 3] = limbs[3 - index >> 3] << 8 | UInt64(transaction.data[start + index])
    }
    return Word(limbs[0], limbs[1], limbs[2], limbs[3])
  }
}

extension LanePredictor {
  /// Whether executing the function ahead has mostly paid so far.
  func isHopeful(_ function: Int) -> Bool {
    let known = functions[function]
    return known.losses <= known.wins + 2
  }

  func count(_ function: Int, isWin: Bool) {
    if isWin { functions[function].wins += 1 } else { functions[function].losses += 1 }
    guard functions[function].wins + functions[function].losses > 64 else { return }
    functions[function].wins /= 2
    functions[function].losses /= 2
  }

  func wantsSample(_ function: Int) -> Bool {
    function != 0 && functions[function].samples < BlockExecutionLimits.laneSamples
  }

  /// Learns from what a transaction wrote, be it of use or not, and says whether that was new.
  /// Slots of mappings are recognised by trying the layouts of Solidity (key, place) and Vyper
  /// (place, key) for the caller and the first arguments.
  func learn(
    _ function: Int, _ transaction: Transaction, _ sender: Address, _ speculation: Speculation
  ) -> Bool {
    functions[function].samples += 1
    guard let to = transaction.to else { return false }
    let known = functions[function].places.count
    let written = speculation.slots.filter {
      $0.before != $0.after && speculation.accounts[Int($0.account)].address == to
    }
    var left = written.map { $0.key }
    let arguments = min(4, max(0, transaction.data.count - 4) / 32)
    for source in 0...UInt8(arguments) where !left.isEmpty {
      let word = LanePredictor.word(source, transaction, sender)
      for base in 0..<BlockExecutionLimits.lanePlaces where !left.isEmpty {
        for isKeyFirst in [true, false] {
          let place = Word(UInt64(base))
          let hash = isKeyFirst ? Keccak256.hash(word, place) : Keccak256.hash(place, word)
          left.removeAll { key in
            let distance = key &- hash.word
            guard distance < Word(UInt64(BlockExecutionLimits.lanePlaces)) else { return false }
            add(
              .mapped(
                base: base, source: source, offset: UInt8(truncatingIfNeeded: distance.limb0),
                isKeyFirst: isKeyFirst), to: function)
            return true
          }
        }
      }
    }
    for key in left where key < Word(1 << 32) { add(.fixed(key), to: function) }
    let isNew = functions[function].places.count > known
    if isNew { news.append(function) }
    return isNew
  }

  private func add(_ place: Place, to function: Int) {
    let known = functions[function].places
    guard known.count < BlockExecutionLimits.predictedSlots,
      !known.contains(where: { $0.isSame(as: place) })
    else { return }
    functions[function].places.append(place)
  }
}

extension LanePredictor.Place {
  func isSame(as other: LanePredictor.Place) -> Bool {
    switch (self, other) {
    case (.fixed(let a), .fixed(let b)): a == b
    case (.mapped(let a, let b, let c, let d), .mapped(let e, let f, let g, let h)):
      a == e && b == f && c == g && d == h
    default: false
    }
  }
}
