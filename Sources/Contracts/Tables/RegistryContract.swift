// Printed by Sources/Contracts/compile from Registry.vy with Vyper 0.4.3.
import ChainTypes

/// Code, calls, answers and events of Registry.vy, which says what they mean.
public enum RegistryContract {
  /// The init code with the constructor's arguments.
  public static func creation(owner: Address) -> [UInt8] {
    var arguments = ABIWriter(words: 1)
    arguments.append(owner)
    return code.creation + arguments.finish()
  }

  /// The deployed code, as a genesis block holds it.
  public static func runtime() -> [UInt8] {
    code.runtime
  }

  /// The numbers of the storage slots in which its variables begin.
  public enum Slot {
    public static let owner: UInt64 = 0
    public static let successor: UInt64 = 1
    public static let current: UInt64 = 2
    public static let versions: UInt64 = 3
    public static let version: UInt64 = 4
  }
}

// MARK: Calls

extension RegistryContract {
  /// Calls `install(bytes32,address)`.
  public static func install(name: Hash, installed: Address) -> [UInt8] {
    var call = ABIWriter(selector: 0x1b5ebc96, words: 2)
    call.append(name)
    call.append(installed)
    return call.finish()
  }

  /// Calls `served(bytes32,uint64)`.
  public static func served(name: Hash, time: UInt64) -> [UInt8] {
    var call = ABIWriter(selector: 0xd2ec0c7b, words: 2)
    call.append(name)
    call.append(time)
    return call.finish()
  }

  /// What `served` answered.
  public static func servedResult(_ output: [UInt8]) -> Address? {
    var reader = ABIReader(output)
    guard let value = reader.address(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `propose_owner(address)`.
  public static func proposeOwner(successor: Address) -> [UInt8] {
    var call = ABIWriter(selector: 0xbc71771d, words: 1)
    call.append(successor)
    return call.finish()
  }

  /// Calls `accept_owner()`.
  public static func acceptOwner() -> [UInt8] {
    let call = ABIWriter(selector: 0xb2c1e1de, words: 0)
    return call.finish()
  }

  /// Calls `owner()`.
  public static func owner() -> [UInt8] {
    let call = ABIWriter(selector: 0x8da5cb5b, words: 0)
    return call.finish()
  }

  /// What `owner` answered.
  public static func ownerResult(_ output: [UInt8]) -> Address? {
    var reader = ABIReader(output)
    guard let value = reader.address(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `successor()`.
  public static func successor() -> [UInt8] {
    let call = ABIWriter(selector: 0x6ff968c3, words: 0)
    return call.finish()
  }

  /// What `successor` answered.
  public static func successorResult(_ output: [UInt8]) -> Address? {
    var reader = ABIReader(output)
    guard let value = reader.address(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `current(bytes32)`.
  public static func current(_ arg0: Hash) -> [UInt8] {
    var call = ABIWriter(selector: 0x75b03455, words: 1)
    call.append(arg0)
    return call.finish()
  }

  /// What `current` answered.
  public static func currentResult(_ output: [UInt8]) -> Address? {
    var reader = ABIReader(output)
    guard let value = reader.address(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `versions(bytes32)`.
  public static func versions(_ arg0: Hash) -> [UInt8] {
    var call = ABIWriter(selector: 0xc7cec7f8, words: 1)
    call.append(arg0)
    return call.finish()
  }

  /// What `versions` answered.
  public static func versionsResult(_ output: [UInt8]) -> Word? {
    var reader = ABIReader(output)
    guard let value = reader.word(), reader.isAtEnd else { return nil }
    return value
  }

  /// Calls `version(bytes32,uint256)`.
  public static func version(_ arg0: Hash, _ arg1: Word) -> [UInt8] {
    var call = ABIWriter(selector: 0xfd14bb1c, words: 2)
    call.append(arg0)
    call.append(arg1)
    return call.finish()
  }

  /// What `version` answered.
  public struct VersionResult: Equatable, Sendable {
    public var installed: Address
    public var since: UInt64

    public init?(_ output: [UInt8]) {
      var reader = ABIReader(output)
      guard let installed = reader.address(), let since = reader.uint64(), reader.isAtEnd else {
        return nil
      }
      self.installed = installed
      self.since = since
    }
  }
}

// MARK: Events

extension RegistryContract {
  /// The event `Installed(bytes32,address,uint256,address)`.
  public struct Installed: Equatable, Sendable {
    public var name: Hash
    public var installed: Address
    public var version: Word
    public var previous: Address

    /// The first topic of its logs.
    public static let topic = Hash(
      Word(
        0xc211b4a161a1b090, 0x1cba970373b6109d, 0x2574ddf90898b2c8,
        0x120d673f333ede0d))

    /// Nil when the log is something else.
    public init?(topics: [Hash], data: [UInt8]) {
      var reader = ABIReader(data)
      guard topics.count == 3, topics[0] == Self.topic, let version = reader.word(),
        let previous = reader.address(), reader.isAtEnd
      else { return nil }
      self.name = topics[1]
      self.installed = Address(topics[2].word)
      self.version = version
      self.previous = previous
    }
  }

  /// The event `OwnerProposed(address,address)`.
  public struct OwnerProposed: Equatable, Sendable {
    public var owner: Address
    public var successor: Address

    /// The first topic of its logs.
    public static let topic = Hash(
      Word(
        0xb6b3fa7f4a139d84, 0x9ed317672489140e, 0x13f3f71015c8c6b5,
        0x722cace8a9cbcb77))

    /// Nil when the log is something else.
    public init?(topics: [Hash], data: [UInt8]) {
      guard topics.count == 3, topics[0] == Self.topic, data.isEmpty else { return nil }
      self.owner = Address(topics[1].word)
      self.successor = Address(topics[2].word)
    }
  }

  /// The event `OwnerChanged(address,address)`.
  public struct OwnerChanged: Equatable, Sendable {
    public var previous: Address
    public var owner: Address

    /// The first topic of its logs.
    public static let topic = Hash(
      Word(
        0xcd4fb995d2a5159c, 0xaab55bc0fd7c1179, 0xe3e5135377a08bf9,
        0xb532073b38c83145))

    /// Nil when the log is something else.
    public init?(topics: [Hash], data: [UInt8]) {
      guard topics.count == 3, topics[0] == Self.topic, data.isEmpty else { return nil }
      self.previous = Address(topics[1].word)
      self.owner = Address(topics[2].word)
    }
  }
}

// MARK: Code

extension RegistryContract {
  static let code = ContractCode(
    digits: """
      346100d057602061070f5f395f518060a01c6100d0576040526040516100905760208060c052600d6060527f6f\
      776e6572206973207a65726f0000000000000000000000000000000000000060805260608160c001602d82825e\
      8051806020830101601f825f03163682375050601f19601f8251602001011690509050810190506308c379a060\
      a0528060040160bcfd5b6040515f556040515f7fb532073b38c83145e3e5135377a08bf9aab55bc0fd7c1179cd\
      4fb995d2a5159c5f6060a361063b6100d46100003961063b610000f35b5f80fd5f3560e01c6002600a82066001\
      1b61062701601e395f51565b631b5ebc96811861061f57604436103417610623576024358060a01c6106235760\
      40525f543318156100b55760208060c052600d6060527f6e6f7420746865206f776e6572000000000000000000\
      0000000000000000000060805260608160c001602d82825e8051806020830101601f825f03163682375050601f\
      19601f8251602001011690509050810190506308c379a060a0528060040160bcfd5b60043561012d5760208060\
      c052600d6060527f6e616d6520697320656d707479000000000000000000000000000000000000006080526060\
      8160c001602d82825e8051806020830101601f825f03163682375050601f19601f825160200101169050905081\
      0190506308c379a060a0528060040160bcfd5b60026004356020525f5260405f20546060526060516040511861\
      01bb5760208060e05260116080527f616c726561647920696e7374616c6c656400000000000000000000000000\
      000060a05260808160e001603182825e8051806020830101601f825f03163682375050601f19601f8251602001\
      011690509050810190506308c379a060c0528060040160dcfd5b6040516101c95760016101d0565b6040513b15\
      155b6102455760208060e052600d6080527f6e6f20636f64652074686572650000000000000000000000000000\
      000000000060a05260808160e001602d82825e8051806020830101601f825f03163682375050601f19601f8251\
      602001011690509050810190506308c379a060c0528060040160dcfd5b60036004356020525f5260405f205460\
      01810181811061062357905060805260805160036004356020525f5260405f205560046004356020525f526040\
      5f20806080516020525f5260405f2090506040518155428060401c610623576001820155506040516002600435\
      6020525f5260405f20556040516004357f120d673f333ede0d2574ddf90898b2c81cba970373b6109dc211b4a1\
      61a1b09060805160a05260605160c052604060a0a3005b63d2ec0c7b811861061f576044361034176106235760\
      24358060401c6106235760405260036004356020525f5260405f20546060525f60605161040081116106235780\
      1561039e57905b8060805260046004356020525f5260405f208060605160805180820382811161062357905090\
      506020525f5260405f209050805460a052600181015460c0525060405160c05113610393575050602060a06103\
      a9565b60010181811861033d575b50505f608052602060805bf35b63bc71771d81186104795760243610341761\
      0623576004358060a01c610623576040525f543318156104485760208060c052600d6060527f6e6f7420746865\
      206f776e65720000000000000000000000000000000000000060805260608160c001602d82825e805180602083\
      0101601f825f03163682375050601f19601f8251602001011690509050810190506308c379a060a05280600401\
      60bcfd5b604051600155604051337f722cace8a9cbcb7713f3f71015c8c6b59ed317672489140eb6b3fa7f4a13\
      9d845f6060a3005b636ff968c3811861061f57346106235760015460405260206040f35b63b2c1e1de81186105\
      6457346106235760015433186104b6573315156104b8565b5f5b61052d5760208060a05260116040527f6e6f74\
      2074686520737563636573736f7200000000000000000000000000000060605260408160a001603182825e8051\
      806020830101601f825f03163682375050601f19601f8251602001011690509050810190506308c379a0608052\
      80600401609cfd5b5f54604052335f555f600155336040517fb532073b38c83145e3e5135377a08bf9aab55bc0\
      fd7c1179cd4fb995d2a5159c5f6060a3005b63fd14bb1c811861061f5760443610341761062357600460043560\
      20525f5260405f20806024356020525f5260405f209050805460405260018101546060525060406040f35b638d\
      a5cb5b81186105c55734610623575f5460405260206040f35b6375b03455811861061f57602436103417610623\
      5760026004356020525f5260405f205460405260206040f35b63c7cec7f8811861061f57602436103417610623\
      5760036004356020525f5260405f205460405260206040f35b5f5ffd5b5f80fd061f02f305f2061f001805aa06\
      1f061f049503ab
      """,
    runtimeOffset: 212, runtimeCount: 1595)
}
