import ChainTypes
import Synchronization

/// Code ready to run: the bytes followed by enough zero bytes (STOP) that no instruction reads past
/// the end, and a bit for every JUMPDEST. Immutable and shared between threads.
@safe
public final class Bytecode: @unchecked Sendable {
  // Safe: written only by the initialiser, freed only by the deinitialiser.
  let start: UnsafeMutablePointer<UInt8>
  public let count: Int
  public let hash: Hash
  /// The target when the code is an EIP-7702 delegation designator.
  public let delegate: Address?
  let jumpBits: UnsafeMutablePointer<UInt64>
  /// How often the code was entered: what runs again is worth translating.
  let runs = Atomic<UInt32>(0)
  /// The translation as an address with one reference that this object owns, 0 before there is one,
  /// 1 when the code cannot be translated. Published with release, read with acquire.
  let translated = Atomic<UInt>(0)

  /// Zero bytes behind the code: a PUSH32 in the last place reads 32 of them, and the machine stops
  /// on the next.
  static let padding = 40

  public init(_ code: [UInt8], hash: Hash) {
    count = code.count
    self.hash = hash
    delegate = Bytecode.delegate(in: code)
    unsafe start = .allocate(capacity: code.count + Bytecode.padding)
    unsafe start.initialize(repeating: 0, count: code.count + Bytecode.padding)
    let words = (code.count >> 6) + 1
    unsafe jumpBits = .allocate(capacity: words)
    unsafe jumpBits.initialize(repeating: 0, count: words)
    unsafe code.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { unsafe start.update(from: base, count: bytes.count) }
    }
    unsafe Bytecode.markJumps(start, count, jumpBits)
  }

  public convenience init(_ code: [UInt8]) {
    self.init(code, hash: code.isEmpty ? Keccak256.emptyHash : Keccak256.hash(code))
  }

  deinit {
    Bytecode.release(translated.load(ordering: .acquiring))
    unsafe start.deallocate()
    unsafe jumpBits.deallocate()
  }

  public static let empty = Bytecode([], hash: Keccak256.emptyHash)

  public var bytes: [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: start, count: count))
  }

  static func delegate(in code: [UInt8]) -> Address? {
    guard code.count == 23, code[0] == 0xef, code[1] == 0x01, code[2] == 0x00 else { return nil }
    return Address(bytes: code[3...])
  }

  /// Marks every JUMPDEST that is not inside the data of a PUSH.
  static func markJumps(
    _ code: UnsafeMutablePointer<UInt8>, _ count: Int, _ bits: UnsafeMutablePointer<UInt64>
  ) {
    var i = 0
    while i < count {
      let op = unsafe code[i]
      if op == 0x5b {
        unsafe bits[i >> 6] |= 1 << UInt64(i & 63)
      } else if op >= 0x60 && op <= 0x7f {
        i += Int(op) - 0x5f
      }
      i += 1
    }
  }
}
