import ChainTypes
import EVM

/// The requests of the execution layer to the consensus layer (EIP-7685).
public enum Requests {
  /// The deposit contract (EIP-6110).
  public static let depositContract = Address(
    high: 0x0000_0000, middle: 0x219a_b540_356c_bb83, low: 0x9cbe_0530_3d77_05fa)
  /// DepositEvent(bytes,bytes,bytes,bytes,bytes).
  static let depositEvent = Hash(
    Word(
      0xa790_803b_e390_38c5, 0xe7e1_ee91_2fc0_889a,
      0xafea_4e5c_d82d_4049, 0x649b_bc62_d0e3_1342))

  /// sha256 over the sha256 of each request.
  public static func hash(_ requests: [[UInt8]], using backend: CryptoBackend) -> Hash {
    backend.sha256(requests.flatMap { backend.sha256($0).bytes })
  }

  /// The data of all deposits in the order of their logs.
  static func deposits(
    in receipts: [Receipt], of contract: Address
  ) throws(InvalidBlock) -> [UInt8] {
    var result: [UInt8] = []
    for receipt in receipts {
      for log in receipt.logs
      where log.address == contract && log.topics.first == depositEvent {
        guard let deposit = deposit(log.data) else { throw .depositLayout }
        result += deposit
      }
    }
    return result
  }

  /// Where the ABI encoding of the event has its five byte strings, and how long they must be:
  /// public key, withdrawal credentials, amount, signature, index.
  private static let layout: [(offset: Int, size: Int)] = [
    (160, 48), (256, 32), (320, 8), (384, 96), (512, 8),
  ]

  private static func deposit(_ data: [UInt8]) -> [UInt8]? {
    guard data.count == 576 else { return nil }
    var result: [UInt8] = []
    for (index, part) in layout.enumerated() {
      guard word(data, 32 * index) == Word(UInt64(part.offset)),
        word(data, part.offset) == Word(UInt64(part.size))
      else { return nil }
      result += data[(part.offset + 32)..<(part.offset + 32 + part.size)]
    }
    return result
  }

  private static func word(_ data: [UInt8], _ offset: Int) -> Word? {
    Word(bigEndianBytes: data[offset..<offset + 32])
  }
}
