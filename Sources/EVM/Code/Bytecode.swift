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

  public convenience init(_ code: [UInt8], hash: Hash) {
    // Safe: the bytes are copied before the closure ends.
    unsafe self.init(
      copying: unsafe code.withUnsafeBufferPointer { unsafe Bytecode.copy($0) }, hash: hash)
  }

  /// Init code straight from the creator's memory.
  convenience init(copying code: UnsafeBufferPointer<UInt8>) {
    unsafe self.init(copying: unsafe Bytecode.copy(code), hash: .zero)
  }

  private init(copying copy: (start: UnsafeMutablePointer<UInt8>, count: Int), hash: Hash) {
    unsafe start = copy.start
    count = unsafe copy.count
    self.hash = hash
    let bytes = unsafe UnsafeBufferPointer(start: copy.start, count: copy.count)
    delegate = unsafe Bytecode.delegate(in: bytes)
    unsafe jumpBits = Bytecode.bits(copy.start, copy.count)
    unsafe Bytecode.markJumps(start, count, jumpBits)
  }

  /// Bytes that the code and its padding take, up to where the bits for jumps are aligned.
  private static func room(_ count: Int) -> Int { (count + padding + 7) & ~7 }

  private static func bits(
    _ start: UnsafeMutablePointer<UInt8>, _ count: Int
  ) -> UnsafeMutablePointer<UInt64> {
    unsafe UnsafeMutableRawPointer(start + room(count)).assumingMemoryBound(to: UInt64.self)
  }

  /// One stretch of memory: code, padding, a bit for each byte of code.
  private static func copy(
    _ code: UnsafeBufferPointer<UInt8>
  ) -> (start: UnsafeMutablePointer<UInt8>, count: Int) {
    let count = code.count
    let room = room(count)
    let size = room + 8 * ((count >> 6) + 1)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
    let start = unsafe memory.bindMemory(to: UInt8.self, capacity: room)
    if let base = code.baseAddress { unsafe start.update(from: base, count: count) }
    unsafe (start + count).update(repeating: 0, count: size - count)
    return unsafe (start, count)
  }

  public convenience init(_ code: [UInt8]) {
    self.init(code, hash: code.isEmpty ? Keccak256.emptyHash : Keccak256.hash(code))
  }

  deinit {
    Bytecode.release(translated.load(ordering: .acquiring))
    unsafe UnsafeMutableRawPointer(start).deallocate()
  }

  public static let empty = Bytecode([], hash: Keccak256.emptyHash)

  public var bytes: [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: start, count: count))
  }

  static func delegate(in code: UnsafeBufferPointer<UInt8>) -> Address? {
    guard code.count == 23, unsafe code[0] == 0xef, unsafe code[1] == 0x01, unsafe code[2] == 0x00
    else { return nil }
    return unsafe Address(bytes: code[3...])
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
