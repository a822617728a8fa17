import ChainTypes
import EVM

/// Contracts' code ready to run, by hash, kept from block to block: a board runs the same few for
/// ever. Two generations bound it: when the young one is full it becomes the old one, and what is
/// not asked for again goes with the next change. For one thread at a time.
public final class CodeCache {
  private var young: [Hash: Bytecode] = [:]
  private var old: [Hash: Bytecode] = [:]
  private var youngBytes = 0
  private let generationBytes: Int

  /// Holds between one and two times this many bytes of code.
  public init(generationBytes: Int = BlockExecutionLimits.codeCacheBytes) {
    self.generationBytes = generationBytes
  }

  /// The cached code, or what `load` reads.
  public func bytecode(_ hash: Hash, load: () -> [UInt8]) -> Bytecode {
    if let known = young[hash] { return known }
    let code = old[hash] ?? Bytecode(load(), hash: hash)
    // No code has this hash: the source could not read it, and may be able to later.
    if code.count > 0 { insert(code) }
    return code
  }

  /// Keeps code that was just deployed.
  public func insert(_ code: Bytecode) {
    guard young.updateValue(code, forKey: code.hash) == nil else { return }
    youngBytes += code.count
    if youngBytes > generationBytes {
      old = young
      young = [:]
      youngBytes = 0
    }
  }

  /// How many contracts are held.
  public var count: Int { young.count + old.keys.count { young[$0] == nil } }
}
