import ChainTypes

/// Why bytes are not a block access list. Offsets count from the begin of the input.
public enum AccessListError: Error, Equatable, Sendable {
  case rlp(RLPError)
  /// The wrapper has a version that is not known here.
  case unknownVersion(UInt64)
  /// A wrapper around a list that needs none.
  case needlessWrapper
  /// Accounts, slots, indices or marks are not strictly ascending.
  case notAscending(Part, offset: Int)
  /// A slot is listed without any change.
  case emptySlot(offset: Int)
  /// A slot is among the reads although it changed.
  case readOfChangedSlot(address: Address, key: Word)
  /// A block access index of more than 32 bits.
  case indexTooLarge(UInt64, offset: Int)
  /// Neither 0 nor 1 says whether an account is present.
  case notABoolean(offset: Int)
  /// An existence change of an account that is not in the list.
  case existenceOfUnlisted(Address)

  public enum Part: String, Sendable {
    case accounts
    case slots
    case reads
    case storage
    case balances
    case nonces
    case codes
    case existence
  }
}

extension AccessListError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .rlp(let error): "block access list: \(error)"
    case .unknownVersion(let version): "block access list of unknown version \(version)"
    case .needlessWrapper: "block access list in a wrapper that it does not need"
    case .notAscending(let part, let offset):
      "block access list: \(part.rawValue) not strictly ascending at byte \(offset)"
    case .emptySlot(let offset): "block access list: slot without changes at byte \(offset)"
    case .readOfChangedSlot(let address, let key):
      "block access list: slot \(key.hex) of \(address.hex) changed, but is among the reads"
    case .indexTooLarge(let index, let offset):
      "block access list: index \(index) at byte \(offset)"
    case .notABoolean(let offset):
      "block access list: neither 0 nor 1 at byte \(offset)"
    case .existenceOfUnlisted(let address):
      "block access list: existence of \(address.hex), which is not listed"
    }
  }
}
