import ChainTypes

extension RegistryContract {
  /// The storage slot that holds the address in use under a name: what proofs and agents read
  /// without a call. Vyper hashes the variable's slot and then the key.
  public static func slot(ofName name: Hash) -> Word {
    Keccak256.hash(Word(Slot.current), name.word).word
  }

  /// The storage of a registry that begins in a genesis block: its owner, and the first version of
  /// each contract in use. The same as after a creation and the installations, but for the events.
  public static func genesisStorage(
    owner: Address, installed: [(name: Hash, address: Address)], since: UInt64
  ) -> [(key: Word, value: Word)] {
    var slots: [(key: Word, value: Word)] = [(key: Word(Slot.owner), value: owner.word)]
    for entry in installed {
      slots.append((key: slot(ofName: entry.name), value: entry.address.word))
      slots.append((key: Keccak256.hash(Word(Slot.versions), entry.name.word).word, value: 1))
      let versions = Keccak256.hash(Word(Slot.version), entry.name.word).word
      let version = Keccak256.hash(versions, 1).word
      slots.append((key: version, value: entry.address.word))
      slots.append((key: version &+ 1, value: Word(since)))
    }
    return slots
  }

  /// A name as the registry has it: ASCII, zeros behind it; nil when it is empty or longer than 32
  /// bytes.
  public static func name(_ text: String) -> Hash? {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= 32 else { return nil }
    return Hash(bytes: bytes + [UInt8](repeating: 0, count: 32 - bytes.count))
  }
}
