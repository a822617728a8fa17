import ChainTypes

/// Why a file is not a sequence of RLP blocks. Offsets count from the begin of the file.
public enum ChainFileError: Error, Equatable, Sendable {
  /// What begins there is no list, so no block.
  case notAList(offset: UInt64, byte: UInt8)
  /// The length of a list is not written in its one canonical form.
  case badLength(offset: UInt64)
  case blockTooLarge(offset: UInt64, length: UInt64, limit: Int)
  /// The file ends inside a block.
  case truncated(offset: UInt64, missing: UInt64)
  /// The list there does not begin with a block's header.
  case notABlock(offset: UInt64)
}

extension ChainFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAList(0, 0x1f): "the file looks compressed by gzip; unpack it with gunzip first"
    case .notAList(0, 0x30), .notAList(0, 0x66), .notAList(0, 0x46):
      "the file looks like hexadecimal digits; make bytes of them with xxd -r -p first"
    case .notAList(0, 0x7b), .notAList(0, 0x5b):
      "the file looks like JSON; a chain file has blocks in RLP, as geth export writes them"
    case .notAList(let offset, let byte):
      "no block begins at byte \(offset): 0x\(String(byte, radix: 16)) is not the begin of a list"
    case .badLength(let offset): "the block at byte \(offset) has a length that is not canonical"
    case .blockTooLarge(let offset, let length, let limit):
      "the block at byte \(offset) has \(length) bytes, at most \(limit) are read"
    case .truncated(let offset, let missing):
      "the file ends inside the block at byte \(offset): \(missing) bytes are missing"
    case .notABlock(let offset): "what begins at byte \(offset) has no header of a block"
    }
  }
}
