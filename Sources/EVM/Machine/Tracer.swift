import ChainTypes

/// Listens to execution, instruction by instruction. `isActive` is constant for a type, so that the
/// machine compiled for a silent tracer has nothing of it.
public protocol Tracer {
  static var isActive: Bool { get }
  /// Before an instruction. The stack is bottom first.
  mutating func instruction(_ step: TraceStep)
  /// A frame halted exceptionally or reverted at the instruction last told.
  mutating func fault(_ halt: Halt, depth: Int)
}

public struct TraceStep {
  public var pc: Int
  public var op: UInt8
  public var gas: Int64
  public var depth: Int
  public var refund: Int64
  public var stack: [Word]
  public var memory: [UInt8]
  public var returnData: [UInt8]
}

public struct NoTracer: Tracer {
  /// A value without fields has no address of its own: Swift 6.3.1 hands the thread sanitizer one
  /// that is no memory at all, at which the sanitizer crashes. Nothing reads this byte.
  private var place: UInt8 = 0

  public init() {}
  public static var isActive: Bool { false }
  public mutating func instruction(_ step: TraceStep) {}
  public mutating func fault(_ halt: Halt, depth: Int) {}
}
