import ChainTypes
import Synchronization

/// A contract as threaded code. Immutable; owned by its `Bytecode`.
@safe
final class Translation: @unchecked Sendable {
  let fork: Fork
  // Safe: written by the initialiser only, freed with the object, which its bytecode keeps alive
  // while frames run it.
  let instructions: UnsafeMutablePointer<Instruction>
  let constants: UnsafeMutablePointer<Word>
  /// For each place in the code the index of the block that begins there; 0 where no jump may go.
  let jumpTable: UnsafeMutablePointer<UInt32>
  private let bytes: Int

  /// Of all translations alive. A count only: nothing else is published by it, so relaxed will do.
  private static let aliveBytes = Atomic<Int>(0)
  /// Whether code of so many bytes may be translated: an instruction for each byte is the most.
  static func hasRoom(for count: Int) -> Bool {
    // Safe: sizes only.
    let most = unsafe count * (MemoryLayout<Instruction>.stride + MemoryLayout<UInt32>.stride)
    return aliveBytes.load(ordering: .relaxed) + most <= EVMLimits.translatedBytes
  }

  init(_ translator: Translator) {
    fork = translator.fork
    bytes =
      unsafe translator.instructions.count * MemoryLayout<Instruction>.stride
      + translator.constants.count * MemoryLayout<Word>.stride + translator.jumpTable.count * 4
    Translation.aliveBytes.wrappingAdd(bytes, ordering: .relaxed)
    unsafe instructions = .allocate(capacity: translator.instructions.count)
    unsafe constants = .allocate(capacity: translator.constants.count + 1)
    unsafe jumpTable = .allocate(capacity: translator.jumpTable.count + 1)
    for (i, word) in translator.constants.enumerated() {
      unsafe (constants + i).initialize(to: word)
    }
    for i in unsafe translator.instructions.indices {
      unsafe (instructions + i).initialize(to: translator.instructions[i])
    }
    for user in translator.constantUsers {
      let index = unsafe Int(instructions[user].immediate)
      unsafe instructions[user].immediate = UInt64(UInt(bitPattern: constants + index))
    }
    for (i, index) in translator.jumpTable.enumerated() {
      unsafe (jumpTable + i).initialize(to: index)
    }
  }

  deinit {
    Translation.aliveBytes.wrappingSubtract(bytes, ordering: .relaxed)
    unsafe instructions.deallocate()
    unsafe constants.deallocate()
    unsafe jumpTable.deallocate()
  }

  /// Instruction 0 is what a jump to nowhere would find; execution begins at 1.
  var entry: UnsafeRawPointer { unsafe UnsafeRawPointer(instructions + 1) }
}

/// Runs threaded code from where the registers say until it leaves.
enum Threaded {
  static func run(_ r: Live, from ip: UnsafeRawPointer) -> Exit {
    let instruction = unsafe ip.assumingMemoryBound(to: Instruction.self)
    let raw = unsafe instruction.pointee.handler(
      ip, UnsafeMutableRawPointer(r.pointee.top), r.pointee.gas, UnsafeMutableRawPointer(r))
    return Exit(rawValue: raw) ?? .invalid
  }
}
