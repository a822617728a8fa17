import ChainTypes

extension RegistryContract {
  /// The storage slot that holds the address in use under a name: what proofs and agents read
  /// without a call. Vyper hashes the variable's slot and then the key.
  public static func slot(ofName name: Hash) -> Word {
    Keccak256.hash(Word(Slot.current), name.word).word
  }
}
