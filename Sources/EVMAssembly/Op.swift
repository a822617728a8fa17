/// An instruction. Standing alone it is one byte; called like a function it pushes its operands
/// first, the last one deepest: `Op.sub(7, 2)` leaves 5, `Op.sstore(key, value)` writes.
public struct Op: Sendable, Equatable {
  public let code: UInt8

  public init(_ code: UInt8) { self.code = code }

  public var assembly: Assembly { Assembly(bytes: [code]) }

  public func callAsFunction(_ operands: Assembly...) -> Assembly {
    Assembly.join(operands.reversed() + [assembly])
  }
}
