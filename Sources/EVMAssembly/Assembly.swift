import ChainTypes

/// Bytecode under construction, so that a test or a benchmark reads as its program:
///
///     let program = Assembly {
///       Op.sstore(0, Op.add(Op.sload(0), 1))
///       Op.return(0, 32)
///     }
///
/// An integer literal is a PUSH of it. Jumps are made by `loop`, `when` and `dispatch`, whose
/// targets are placed when the bytes are asked for; the pieces can be joined in any order until
/// then.
public struct Assembly: Sendable, ExpressibleByIntegerLiteral {
  enum Piece: Sendable {
    case bytes([UInt8])
    /// A JUMPDEST that the label names.
    case target(Int)
    /// A PUSH2 of the label's offset.
    case pushTarget(Int)
  }

  var pieces: [Piece]
  /// Labels are numbers below this; joining two assemblies renumbers those of the second.
  var labels: Int

  init(pieces: [Piece], labels: Int = 0) {
    self.pieces = pieces
    self.labels = labels
  }

  /// A program as a list of instructions.
  public init(@AssemblyBuilder _ content: () -> Assembly) { self = content() }

  /// Bytes as they are.
  public init(bytes: [UInt8]) { self.init(pieces: [.bytes(bytes)]) }

  /// A PUSH of the number.
  public init(integerLiteral value: UInt64) { self = push(Word(value)) }

  public static let empty = Assembly(pieces: [])
}

/// Joins the statements of an assembly.
@resultBuilder
public enum AssemblyBuilder {
  public static func buildExpression(_ piece: Assembly) -> Assembly { piece }
  public static func buildExpression(_ instruction: Op) -> Assembly { instruction.assembly }
  public static func buildBlock(_ pieces: Assembly...) -> Assembly { Assembly.join(pieces) }
  public static func buildArray(_ pieces: [Assembly]) -> Assembly { Assembly.join(pieces) }
  public static func buildOptional(_ piece: Assembly?) -> Assembly { piece ?? .empty }
  public static func buildEither(first piece: Assembly) -> Assembly { piece }
  public static func buildEither(second piece: Assembly) -> Assembly { piece }
}
