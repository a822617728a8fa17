import BlockExecution
import ChainTypes
import EVM

/// A blockchain test's beginning as a genesis document in geth's format.
enum FixtureGenesis {
  static func document(_ test: BlockTest, _ schedule: ForkSchedule) -> JSONValue {
    let header = test.genesisHeader
    var fields: [(key: String, value: JSONValue)] = [
      ("config", config(test, schedule)), ("nonce", .string(Word(header.nonce).hex)),
      ("timestamp", .string(Word(header.timestamp).hex)),
      ("extraData", .string(Hex.encode(header.extraData))),
      ("gasLimit", .string(Word(header.gasLimit).hex)),
      ("gasUsed", .string(Word(header.gasUsed).hex)),
      ("difficulty", .string(header.difficulty.hex)), ("mixHash", .string(header.prevRandao.hex)),
      ("coinbase", .string(header.coinbase.hex)), ("parentHash", .string(header.parentHash.hex)),
    ]
    if let fee = header.baseFee { fields.append(("baseFeePerGas", .string(fee.hex))) }
    if let gas = header.excessBlobGas { fields.append(("excessBlobGas", .string(Word(gas).hex))) }
    if let gas = header.blobGasUsed { fields.append(("blobGasUsed", .string(Word(gas).hex))) }
    fields.append(("alloc", .object(test.pre.map { (key: $0.address.hex, value: account($0)) })))
    return .object(fields)
  }

  private static func account(_ account: FixtureAccount) -> JSONValue {
    .object([
      (key: "balance", value: .string(account.balance.hex)),
      (key: "nonce", value: .string(Word(account.nonce).hex)),
      (key: "code", value: .string(Hex.encode(account.code))),
      (
        key: "storage",
        value: .object(
          account.storage.map { (key: $0.key.hex64, value: .string($0.value.hex64)) })
      ),
    ])
  }

  private static let keys: [(fork: Fork, names: [String])] = [
    (.homestead, ["homesteadBlock"]), (.tangerineWhistle, ["eip150Block"]),
    (.spuriousDragon, ["eip155Block", "eip158Block"]), (.byzantium, ["byzantiumBlock"]),
    (.constantinople, ["constantinopleBlock"]), (.petersburg, ["petersburgBlock"]),
    (.istanbul, ["istanbulBlock"]), (.berlin, ["berlinBlock"]), (.london, ["londonBlock"]),
    (.paris, ["mergeNetsplitBlock"]), (.shanghai, ["shanghaiTime"]), (.cancun, ["cancunTime"]),
    (.prague, ["pragueTime"]), (.osaka, ["osakaTime"]),
  ]

  private static func config(_ test: BlockTest, _ schedule: ForkSchedule) -> JSONValue {
    var result: [(key: String, value: JSONValue)] = [
      ("chainId", .string(Word(test.chainID).hex))
    ]
    for entry in keys {
      // A fork begins with the first that is as late as it.
      guard let start = schedule.activations.first(where: { $0.fork >= entry.fork }) else {
        // Petersburg comes with Constantinople, unless it is told to come never.
        if entry.fork == .petersburg,
          schedule.activations.contains(where: { $0.fork == .constantinople })
        {
          result.append(("petersburgBlock", .integer(.max)))
        }
        continue
      }
      let value = entry.fork >= .shanghai ? start.timestamp : start.block
      for name in entry.names {
        result.append((name, .integer(Int64(truncatingIfNeeded: value))))
      }
    }
    if let block = schedule.daoBlock {
      result.append(("daoForkBlock", .integer(Int64(truncatingIfNeeded: block))))
      result.append(("daoForkSupport", .bool(true)))
    }
    result.append(("depositContractAddress", .string(schedule.depositContract.hex)))
    result.append(("blobSchedule", blobs(schedule)))
    return .object(result)
  }

  private static func blobs(_ schedule: ForkSchedule) -> JSONValue {
    var result: [(key: String, value: JSONValue)] = []
    for fork in Fork.allCases where fork >= .cancun {
      guard let blobs = schedule.blobSchedules[fork] else { continue }
      let entry: JSONValue = [
        "target": .integer(Int64(blobs.target)), "max": .integer(Int64(blobs.max)),
        "baseFeeUpdateFraction": .integer(Int64(blobs.updateFraction)),
      ]
      result.append((fork.name.lowercased(), entry))
    }
    return .object(result)
  }
}
