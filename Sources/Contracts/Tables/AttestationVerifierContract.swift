// Printed by Sources/Contracts/compile from AttestationVerifier.vy with Vyper 0.4.3.
import ChainTypes

/// Code, calls, answers and events of AttestationVerifier.vy, which says what they mean.
public enum AttestationVerifierContract {
  /// The init code with the constructor's arguments.
  public static func creation() -> [UInt8] {
    code.creation
  }

  /// The deployed code, as a genesis block holds it.
  public static func runtime() -> [UInt8] {
    code.runtime
  }
}

// MARK: Calls

extension AttestationVerifierContract {
  /// The struct `Reading`, which calls take.
  public struct Reading: Equatable, Sendable {
    public var sensor: Hash
    public var term: UInt64
    public var counter: UInt64
    public var previous: Hash
    public var mantissa: Int64
    public var exponent: Int64
    public var unit: Hash
    public var time: UInt64
    public var clock: UInt64
    public var uncertainty: UInt64
    public var segment: UInt64
    public var boot: UInt128
    public var flags: UInt64
    public var calibration: Hash

    public init(
      sensor: Hash, term: UInt64, counter: UInt64, previous: Hash, mantissa: Int64, exponent: Int64,
      unit: Hash, time: UInt64, clock: UInt64, uncertainty: UInt64, segment: UInt64, boot: UInt128,
      flags: UInt64, calibration: Hash
    ) {
      self.sensor = sensor
      self.term = term
      self.counter = counter
      self.previous = previous
      self.mantissa = mantissa
      self.exponent = exponent
      self.unit = unit
      self.time = time
      self.clock = clock
      self.uncertainty = uncertainty
      self.segment = segment
      self.boot = boot
      self.flags = flags
      self.calibration = calibration
    }

    func write(to call: inout ABIWriter) {
      call.append(sensor)
      call.append(term)
      call.append(counter)
      call.append(previous)
      call.append(mantissa)
      call.append(exponent)
      call.append(unit)
      call.append(time)
      call.append(clock)
      call.append(uncertainty)
      call.append(segment)
      call.append(boot)
      call.append(flags)
      call.append(calibration)
    }
  }

  /// The struct `Batch`, which calls take.
  public struct Batch: Equatable, Sendable {
    public var board: Address
    public var term: UInt64
    public var instrument: Hash
    public var number: UInt64
    public var root: Hash
    public var count: UInt64
    public var previous: Hash
    public var agent: Hash
    public var configuration: Hash

    public init(
      board: Address, term: UInt64, instrument: Hash, number: UInt64, root: Hash, count: UInt64,
      previous: Hash, agent: Hash, configuration: Hash
    ) {
      self.board = board
      self.term = term
      self.instrument = instrument
      self.number = number
      self.root = root
      self.count = count
      self.previous = previous
      self.agent = agent
      self.configuration = configuration
    }

    func write(to call: inout ABIWriter) {
      call.append(board)
      call.append(term)
      call.append(instrument)
      call.append(number)
      call.append(root)
      call.append(count)
      call.append(previous)
      call.append(agent)
      call.append(configuration)
    }
  }

  /// The struct `Signature`, which calls take.
  public struct Signature: Equatable, Sendable {
    public var v: UInt64
    public var r: Word
    public var s: Word

    public init(v: UInt64, r: Word, s: Word) {
      self.v = v
      self.r = r
      self.s = s
    }

    func write(to call: inout ABIWriter) {
      call.append(v)
      call.append(r)
      call.append(s)
    }
  }

  /// The struct `Delegation`, which calls take.
  public struct Delegation: Equatable, Sendable {
    public var index: UInt64
    public var key: Address
    public var v: UInt64
    public var r: Word
    public var s: Word

    public init(index: UInt64, key: Address, v: UInt64, r: Word, s: Word) {
      self.index = index
      self.key = key
      self.v = v
      self.r = r
      self.s = s
    }

    func write(to call: inout ABIWriter) {
      call.append(index)
      call.append(key)
      call.append(v)
      call.append(r)
      call.append(s)
    }
  }

  /// The struct `Gap`, which calls take.
  public struct Gap: Equatable, Sendable {
    public var sensor: Hash
    public var term: UInt64
    public var first: UInt64
    public var last: UInt64
    public var previous: Hash
    public var reason: UInt64
    public var time: UInt64
    public var clock: UInt64
    public var uncertainty: UInt64
    public var segment: UInt64
    public var boot: UInt128

    public init(
      sensor: Hash, term: UInt64, first: UInt64, last: UInt64, previous: Hash, reason: UInt64,
      time: UInt64, clock: UInt64, uncertainty: UInt64, segment: UInt64, boot: UInt128
    ) {
      self.sensor = sensor
      self.term = term
      self.first = first
      self.last = last
      self.previous = previous
      self.reason = reason
      self.time = time
      self.clock = clock
      self.uncertainty = uncertainty
      self.segment = segment
      self.boot = boot
    }

    func write(to call: inout ABIWriter) {
      call.append(sensor)
      call.append(term)
      call.append(first)
      call.append(last)
      call.append(previous)
      call.append(reason)
      call.append(time)
      call.append(clock)
      call.append(uncertainty)
      call.append(segment)
      call.append(boot)
    }
  }

  /// Calls `check_reading`.
  public static func checkReading(
    fleet: Hash, reading: Reading, index: UInt64, path: [Hash], batch: Batch, signature: Signature,
    delegation: Delegation
  ) -> [UInt8] {
    var call = ABIWriter(selector: 0x8c6b4dac, words: 34)
    call.append(fleet)
    reading.write(to: &call)
    call.append(index)
    call.append(path)
    batch.write(to: &call)
    signature.write(to: &call)
    delegation.write(to: &call)
    return call.finish()
  }

  /// What `check_reading` answered.
  public static func checkReadingResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `check_gap`.
  public static func checkGap(
    fleet: Hash, gap: Gap, index: UInt64, path: [Hash], batch: Batch, signature: Signature,
    delegation: Delegation
  ) -> [UInt8] {
    var call = ABIWriter(selector: 0x90ee61eb, words: 31)
    call.append(fleet)
    gap.write(to: &call)
    call.append(index)
    call.append(path)
    batch.write(to: &call)
    signature.write(to: &call)
    delegation.write(to: &call)
    return call.finish()
  }

  /// What `check_gap` answered.
  public static func checkGapResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `reading_digest`.
  public static func readingDigest(reading: Reading) -> [UInt8] {
    var call = ABIWriter(selector: 0xc06a6bb0, words: 14)
    reading.write(to: &call)
    return call.finish()
  }

  /// What `reading_digest` answered.
  public static func readingDigestResult(_ output: [UInt8]) -> Hash? {
    var reader = ABIReader(output)
    guard let value = reader.hash(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `gap_digest`.
  public static func gapDigest(gap: Gap) -> [UInt8] {
    var call = ABIWriter(selector: 0x14cfc468, words: 11)
    gap.write(to: &call)
    return call.finish()
  }

  /// What `gap_digest` answered.
  public static func gapDigestResult(_ output: [UInt8]) -> Hash? {
    var reader = ABIReader(output)
    guard let value = reader.hash(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `batch_digest`.
  public static func batchDigest(fleet: Hash, batch: Batch) -> [UInt8] {
    var call = ABIWriter(selector: 0x1f20568b, words: 10)
    call.append(fleet)
    batch.write(to: &call)
    return call.finish()
  }

  /// What `batch_digest` answered.
  public static func batchDigestResult(_ output: [UInt8]) -> Hash? {
    var reader = ABIReader(output)
    guard let value = reader.hash(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `delegation_digest(bytes32,address,uint64,bytes32,uint32,address)`.
  public static func delegationDigest(
    fleet: Hash, board: Address, term: UInt64, instrument: Hash, index: UInt64, key: Address
  ) -> [UInt8] {
    var call = ABIWriter(selector: 0x36055a56, words: 6)
    call.append(fleet)
    call.append(board)
    call.append(term)
    call.append(instrument)
    call.append(index)
    call.append(key)
    return call.finish()
  }

  /// What `delegation_digest` answered.
  public static func delegationDigestResult(_ output: [UInt8]) -> Hash? {
    var reader = ABIReader(output)
    guard let value = reader.hash(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `root_of(bytes32,uint32,uint32,bytes32[])`.
  public static func rootOf(digest: Hash, index: UInt64, count: UInt64, path: [Hash]) -> [UInt8] {
    var call = ABIWriter(selector: 0x9a546278, words: 4)
    call.append(digest)
    call.append(index)
    call.append(count)
    call.append(path)
    return call.finish()
  }

  /// What `root_of` answered.
  public static func rootOfResult(_ output: [UInt8]) -> Hash? {
    var reader = ABIReader(output)
    guard let value = reader.hash(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `sensor_id(address,bytes)`.
  public static func sensorId(board: Address, name: [UInt8]) -> [UInt8] {
    var call = ABIWriter(selector: 0x51ac078f, words: 2)
    call.append(board)
    call.append(name)
    return call.finish()
  }

  /// What `sensor_id` answered.
  public static func sensorIdResult(_ output: [UInt8]) -> Hash? {
    var reader = ABIReader(output)
    guard let value = reader.hash(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `VALID()`.
  public static func VALID() -> [UInt8] {
    let call = ABIWriter(selector: 0xdcbe1b3c, words: 0)
    return call.finish()
  }

  /// What `VALID` answered.
  public static func VALIDResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `OTHER_TERM()`.
  public static func OTHERTERM() -> [UInt8] {
    let call = ABIWriter(selector: 0x140d0896, words: 0)
    return call.finish()
  }

  /// What `OTHER_TERM` answered.
  public static func OTHERTERMResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `NOT_A_PATH()`.
  public static func NOTAPATH() -> [UInt8] {
    let call = ABIWriter(selector: 0x1da13018, words: 0)
    return call.finish()
  }

  /// What `NOT_A_PATH` answered.
  public static func NOTAPATHResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `OTHER_ROOT()`.
  public static func OTHERROOT() -> [UInt8] {
    let call = ABIWriter(selector: 0xdce97420, words: 0)
    return call.finish()
  }

  /// What `OTHER_ROOT` answered.
  public static func OTHERROOTResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `NOT_DELEGATED()`.
  public static func NOTDELEGATED() -> [UInt8] {
    let call = ABIWriter(selector: 0xaf516365, words: 0)
    return call.finish()
  }

  /// What `NOT_DELEGATED` answered.
  public static func NOTDELEGATEDResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `NOT_SIGNED()`.
  public static func NOTSIGNED() -> [UInt8] {
    let call = ABIWriter(selector: 0xb9ee3bf7, words: 0)
    return call.finish()
  }

  /// What `NOT_SIGNED` answered.
  public static func NOTSIGNEDResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `NO_BOARD()`.
  public static func NOBOARD() -> [UInt8] {
    let call = ABIWriter(selector: 0x98a24eac, words: 0)
    return call.finish()
  }

  /// What `NO_BOARD` answered.
  public static func NOBOARDResult(_ output: [UInt8]) -> UInt64? {
    var reader = ABIReader(output)
    guard let value = reader.uint64(), reader.isAtEnd else { return nil }
    return value
  }
}

// MARK: Code

extension AttestationVerifierContract {
  static let code = ContractCode(
    digits: """
      61102061001161000039611020610000f35f3560e01c6002600c820660011b61100801601e395f51565b638c6b\
      4dac81186102855761044436103417611004576024356109c0526044358060401c611004576109e05260643580\
      60401c61100457610a0052608435610a205260a4358060070b811861100457610a405260c435805f0b81186110\
      0457610a605260e435610a8052610104358060401c61100457610aa052610124358060081c61100457610ac052\
      610144358060201c61100457610ae052610164358060201c61100457610b0052610184358060801b6110045761\
      0b20526101a4358060081c61100457610b40526101c435610b60526101e4358060201c61100457610b80526102\
      0435600401600c81351161100457803560208160051b018083610ba037505050610224358060a01c6110045761\
      0d4052610244358060401c61100457610d605261026435610d8052610284358060401c61100457610da0526102\
      a435610dc0526102c4358060201c61100457610de05260606102e4610e0037610344358060081c61100457610e\
      60526040610364610e80376103a4358060201c61100457610ec0526103c4358060a01c61100457610ee0526103\
      e4358060081c61100457610f00526040610404610f2037610d60516109e051146101e4576001610f6052602061\
      0f60610283565b7fd5984dc016b20126de1f15e1cfc24be1aa9207bece5b77ab95aed65d64cebf72610fa05261\
      01c06109c0610fc05e6101e0610f8052610f80805160208201209050610f605260206004356103c052610f6051\
      6103e052610b805161040052610ba05160208160051b0180610ba06104205e5050610120610d406105c05e6060\
      610e606106e05e60a0610ec06107405e61027f610f80610e64565b610f805bf35b631da1301881186102a05734\
      61100457600260405260206040f35b63dce974208118610a08573461100457600360405260206040f35b6390ee\
      61eb8118610505576103e436103417611004576024356109c0526044358060401c611004576109e05260643580\
      60401c61100457610a00526084358060401c61100457610a205260a435610a405260c4358060081c6110045761\
      0a605260e4358060401c61100457610a8052610104358060081c61100457610aa052610124358060201c611004\
      57610ac052610144358060201c61100457610ae052610164358060801b61100457610b0052610184358060201c\
      61100457610b20526101a435600401600c81351161100457803560208160051b018083610b40375050506101c4\
      358060a01c61100457610ce0526101e4358060401c61100457610d005261020435610d2052610224358060401c\
      61100457610d405261024435610d6052610264358060201c61100457610d80526060610284610da0376102e435\
      8060081c61100457610e00526040610304610e2037610344358060201c61100457610e6052610364358060a01c\
      61100457610e8052610384358060081c61100457610ea05260406103a4610ec037610d00516109e05114610464\
      576001610f00526020610f00610503565b7fcbc9de9f93b5139b071f51e4decf353973bf1a0ab28a6e097d5949\
      013a811669610f40526101606109c0610f605e610180610f2052610f20805160208201209050610f0052602060\
      04356103c052610f00516103e052610b205161040052610b405160208160051b0180610b406104205e50506101\
      20610ce06105c05e6060610e006106e05e60a0610e606107405e6104ff610f20610e64565b610f205bf35b631f\
      20568b81186105ca5761014436103417611004576024358060a01c61100457610180526044358060401c611004\
      576101a0526064356101c0526084358060401c611004576101e05260a4356102005260c4358060201c61100457\
      61022052606060e46102403760206004356040527fe911ebdf2e48d6106313fcba8a06c130f79ede7db43d90f3\
      a1791a6a1ed0d1c76102c0526101206101806102e05e6101406102a0526102a080516020820120905060605261\
      05c5610400610c7c565b610400f35b63b9ee3bf78118610a08573461100457600560405260206040f35b63c06a\
      6bb081186106fc576101c436103417611004576004356040526024358060401c61100457606052604435806040\
      1c6110045760805260643560a0526084358060070b81186110045760c05260a435805f0b81186110045760e052\
      60c4356101005260e4358060401c6110045761012052610104358060081c611004576101405261012435806020\
      1c6110045761016052610144358060201c6110045761018052610164358060801b611004576101a05261018435\
      8060081c611004576101c0526101a4356101e0527fd5984dc016b20126de1f15e1cfc24be1aa9207bece5b77ab\
      95aed65d64cebf72610220526101c060406102405e6101e0610200526102008051602082012090506104005260\
      20610400f35b6314cfc46881186107f05761016436103417611004576004356040526024358060401c61100457\
      6060526044358060401c611004576080526064358060401c6110045760a05260843560c05260a4358060081c61\
      10045760e05260c4358060401c611004576101005260e4358060081c6110045761012052610104358060201c61\
      10045761014052610124358060201c6110045761016052610144358060801b61100457610180527fcbc9de9f93\
      b5139b071f51e4decf353973bf1a0ab28a6e097d5949013a8116696101c05261016060406101e05e6101806101\
      a0526101a0805160208201209050610340526020610340f35b63dcbe1b3c8118610a085734611004575f604052\
      60206040f35b6336055a568118610a085760c436103417611004576024358060a01c6110045761034052604435\
      8060401c61100457610360526084358060201c611004576103805260a4358060a01c611004576103a052602060\
      04356101805260406103406101a05e6064356101e05260406103806102005e6108886103c0610d7b565b6103c0\
      f35b639a546278811861091557608436103417611004576024358060201c611004576103c0526044358060201c\
      611004576103e052606435600401600c81351161100457803560208160051b0180836104003750505060206004\
      3560405260406103c060605e6104005160208160051b018061040060a05e50506109106105a0610a0c565b6105\
      a0f35b6398a24eac8118610a08573461100457600660405260206040f35b6351ac078f8118610a085760443610\
      3417611004576004358060a01c611004576040526024356004018035604081116110045750606081606037505f\
      60405160c05260c0600c810180516101005250601460e05260e090508051602082018361014001815181525050\
      808301925050506060518161014001816080825e50808201915050806101205261012090508051602082012090\
      506101c05260206101c0f35b63140d08968118610a08573461100457600160405260206040f35b63af51636581\
      18610a08573461100457600460405260206040f35b5f5ffd5b60805160605112610a20575f815250610c7a565b\
      5f6001610260525f61028052610260805160208201836102c00181518152505080830192505050604051816102\
      c00152602081019050806102a0526102a0905080516020820120905061024052604060606102605e5f6102a052\
      5f6020905b806102c0526001610280511815610c565760016001610260511618610aa5576001610abc565b6102\
      80516102605160018101818110611004579050105b15610c205760a0516102a05118610ad8575f835250505061\
      0c7a565b60016001610260511618610b7a575f60016102e0527f01000000000000000000000000000000000000\
      00000000000000000000000000610300526102e080516020820183610340018151815250508083019250505061\
      02a05160a0518110156110045760051b60c0015181610340015260208101905061024051816103400152602081\
      0190508061032052610320905080516020820120905061024052610c0a565b5f60016102e0527f010000000000\
      0000000000000000000000000000000000000000000000000000610300526102e0805160208201836103400181\
      518152505080830192505050610240518161034001526020810190506102a05160a0518110156110045760051b\
      60c0015181610340015260208101905080610320526103209050805160208201209050610240525b6102a05160\
      0181018181106110045790506102a0525b6102605160011c610260526102805160011c60016102805116808201\
      828110611004579050905061028052600101818118610a7f575b505060a0516102a05118610c6c57610240610c\
      75565b5f6102c0526102c05b518152505b565b7f599a80fcaa47b95e2323ab4d34d34e0cc9feda4b843edafcc3\
      0c7bdf60ea15bf60c0527fc3176e39fa904bb29796080894ca1f918af45d5b887b485652ca6b91d078cb9660e0\
      527fc89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc66101005260405161012052\
      608060a05260a08051602082012090506080525f600260a0527f19010000000000000000000000000000000000\
      0000000000000000000000000060c05260a0805160208201836101000181518152505080830192505050608051\
      8161010001526020810190506060518161010001526020810190508060e05260e0905080516020820120905081\
      5250565b7f0f57042ebaf93e3cbbc38d5e220f67905a92396dd6eae005b4252f034b76b1f66102805260a06101\
      a06102a05e60c061026052610260805160208201209050610240526101805160405261024051606052610dd861\
      0260610c7c565b61026051815250565b7f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46\
      681b20a160a0511015610e2757601b60605114610e2157601c6060511415610e2a565b5f610e2a565b60015b15\
      610e38575f815250610e62565b60c0515f610160526080604060e05e6020610160608060e060015afa15611004\
      5761016051148152505b565b6105c051610e76576006815250611002565b60406103e060405e61066051608052\
      6104205160208160051b018061042060a05e5050610ea4610800610a0c565b610800516107e0526107e051610e\
      be576002815250611002565b610640516107e05114610ed5576003815250611002565b6105c051610800526107\
      605115610f645761076051610800526103c051610180526105c0516101a05260406105e06101c05e6107405161\
      0200526108005161022052610f22610840610d7b565b6108405161082052610820516040526107805160605260\
      406107a060805e6105c05160c052610f52610840610de1565b61084051610f64576004815250611002565b6103\
      c0516040527fe911ebdf2e48d6106313fcba8a06c130f79ede7db43d90f3a1791a6a1ed0d1c761086052610120\
      6105c06108805e61014061084052610840805160208201209050606052610fbb6109a0610c7c565b6109a05161\
      082052610820516040526106e051606052604061070060805e6108005160c052610feb610840610de1565b6108\
      4051610ffd576005815250611002565b5f8152505b565b5f80fd088d0a0809d202bb00180a080a08093005e509\
      ed080a0a08
      """,
    runtimeOffset: 17, runtimeCount: 4128)
}
