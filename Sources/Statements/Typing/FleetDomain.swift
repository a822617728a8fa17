import ChainTypes

/// The domain of EIP-712 in which a fleet signs: a statement of one fleet says nothing in another.
///
///     EIP712Domain(string name,string version,bytes32 salt)
///     name = "Cairn", version = "1", salt = the fleet's id
///
/// There is no chain id in it: receipts and checkpoints are about many lanes, and contracts on any
/// chain verify them. What is about one lane names its board and term instead.
public struct FleetDomain: Hashable, Sendable {
  public let fleet: Hash
  /// `hashStruct` of the domain.
  public let separator: Hash

  public init(fleet: Hash) {
    self.fleet = fleet
    var hasher = StructHasher(Self.typeHash)
    hasher.append(Self.nameHash)
    hasher.append(Self.versionHash)
    hasher.append(fleet)
    separator = hasher.finish()
  }
}

extension FleetDomain {
  public static var typeText: String { "EIP712Domain(string name,string version,bytes32 salt)" }
  public static var name: String { "Cairn" }
  public static var version: String { "1" }

  /// The id of the fleet whose key has this address: Keccak of the ASCII text `cairn fleet` and the
  /// 20 bytes.
  public static func id(ofFleetKey key: Address) -> Hash {
    Keccak256.hash(Array("cairn fleet".utf8) + key.bytes)
  }

  /// What is signed: Keccak of 0x19, 0x01, the separator and the struct hash (EIP-712).
  public func digest(of structHash: Hash) -> Hash {
    var sponge = Keccak256()
    sponge.update(0x19 as UInt8)
    sponge.update(0x01 as UInt8)
    sponge.update(separator.word)
    sponge.update(structHash.word)
    return sponge.finalize()
  }
}
