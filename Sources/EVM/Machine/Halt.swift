/// Why a frame ended.
public enum Halt: UInt8, Sendable, Equatable {
  case stop
  case `return`
  case selfDestruct
  case revert
  case outOfGas
  case stackUnderflow
  case stackOverflow
  case undefinedInstruction
  case invalidInstruction
  case badJump
  case returnDataOutOfBounds
  case staticViolation
  case createCollision
  case codeTooLarge
  case invalidCodePrefix
  case initCodeTooLarge
  case callTooDeep
  case balanceTooLow
  case nonceOverflow
  case precompileFailure

  @inlinable
  public var isSuccess: Bool { rawValue <= Halt.selfDestruct.rawValue }

  /// Every halt but success and REVERT takes all the gas of its frame.
  @inlinable
  public var isExceptional: Bool { rawValue > Halt.revert.rawValue }
}
