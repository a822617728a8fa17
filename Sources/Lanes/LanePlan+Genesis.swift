import ChainTypes
import Statements

extension LanePlan {
  /// The genesis in go-ethereum's format, so that any client reads it. Every fork is there from the
  /// first block on; `config.cairn` holds what a lane switches on beyond Ethereum.
  ///
  /// The extra data is the fleet's id, which ties the genesis hash, and with it every block, to the
  /// fleet; the mix hash is the succession's digest.
  public var genesis: JSONValue {
    .object([
      ("config", config),
      ("nonce", "0x0"),
      ("timestamp", .string(Word(time).hex)),
      ("extraData", .string(identity.fleet.hex)),
      ("gasLimit", .string(Word(LaneLimits.blockGas).hex)),
      ("difficulty", "0x0"),
      ("mixHash", .string(succession.hex)),
      ("coinbase", .string(identity.lane.board.hex)),
      ("baseFeePerGas", "0x0"),
      ("excessBlobGas", "0x0"),
      ("blobGasUsed", "0x0"),
      ("alloc", allocation),
    ])
  }

  private var config: JSONValue {
    let byBlock = [
      "homesteadBlock", "eip150Block", "eip155Block", "eip158Block", "byzantiumBlock",
      "constantinopleBlock", "petersburgBlock", "istanbulBlock", "muirGlacierBlock",
      "berlinBlock", "londonBlock", "arrowGlacierBlock", "grayGlacierBlock",
      "mergeNetsplitBlock",
    ]
    let byTime = ["shanghaiTime", "cancunTime", "pragueTime", "osakaTime"]
    var members: [(key: String, value: JSONValue)] = [
      ("chainId", .integer(Int64(identity.chainID)))
    ]
    for name in byBlock { members.append((name, 0)) }
    for name in byTime { members.append((name, 0)) }
    members.append(("terminalTotalDifficulty", 0))
    members.append(("blobSchedule", LanePlan.blobSchedule))
    members.append(("cairn", lane))
    return .object(members)
  }

  /// EIP-7840 with the values of EIP-4844 and EIP-7691. Nobody sends blobs to a lane.
  private static var blobSchedule: JSONValue {
    func entry(_ target: Int64, _ max: Int64, _ fraction: Int64) -> JSONValue {
      .object([
        ("target", .integer(target)), ("max", .integer(max)),
        ("baseFeeUpdateFraction", .integer(fraction)),
      ])
    }
    return .object([
      ("cancun", entry(3, 6, 3_338_477)), ("prague", entry(6, 9, 5_007_716)),
      ("osaka", entry(6, 9, 5_007_716)),
    ])
  }

  private var lane: JSONValue {
    .object([
      ("equalTimestamps", true), ("fleet", .string(identity.fleet.hex)),
      ("lane", .string(identity.lane.board.hex)), ("term", .string(Word(identity.lane.term).hex)),
    ])
  }

  private var allocation: JSONValue {
    var contracts = LaneContracts.all(self)
    for (address, code) in SystemContractCode.all {
      guard let address = Address(hex: address), let code = try? Hex.decode(code) else {
        preconditionFailure("the table of system contracts is hexadecimal")
      }
      contracts.append(GenesisContract(address: address, code: code))
    }
    return .object(contracts.map { ($0.address.hex, $0.json) })
  }
}

extension GenesisContract {
  fileprivate var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("balance", "0x0"), ("nonce", "0x1"), ("code", .string(Hex.encode(code))),
    ]
    if !storage.isEmpty {
      members.append(("storage", .object(storage.map { ($0.key.hex64, .string($0.value.hex64)) })))
    }
    return .object(members)
  }
}
