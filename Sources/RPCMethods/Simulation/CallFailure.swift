import BlockExecution
import ChainTypes
import EVM

/// What a failed call is answered with, worded as go-ethereum does.
enum CallFailure {
  static func error(_ result: TransactionResult) -> RPCError {
    guard result.halt == .revert else { return .failed(text(result.halt)) }
    var message = "execution reverted"
    if let reason = reason(result.output) { message += ": " + reason }
    return RPCError(code: 3, message: message, data: .data(result.output))
  }

  static func text(_ halt: Halt) -> String {
    switch halt {
    case .stop, .return, .selfDestruct: "success"
    case .revert: "execution reverted"
    case .outOfGas: "out of gas"
    case .stackUnderflow: "stack underflow"
    case .stackOverflow: "stack limit reached 1024"
    case .undefinedInstruction, .invalidInstruction: "invalid opcode"
    case .badJump: "invalid jump destination"
    case .returnDataOutOfBounds: "return data out of bounds"
    case .staticViolation: "write protection"
    case .createCollision: "contract address collision"
    case .codeTooLarge: "max code size exceeded"
    case .invalidCodePrefix: "invalid code: must not begin with 0xef"
    case .initCodeTooLarge: "max initcode size exceeded"
    case .callTooDeep: "max call depth exceeded"
    case .balanceTooLow: "insufficient balance for transfer"
    case .nonceOverflow: "nonce uint64 overflow"
    case .precompileFailure: "precompiled contract failed"
    }
  }

  /// The text of `Error(string)`, or the meaning of `Panic(uint256)` (Solidity's documentation,
  /// "Panic via assert and Error via require").
  static func reason(_ output: [UInt8]) -> String? {
    guard output.count >= 36 else { return nil }
    let selector = Array(output[..<4])
    if selector == [0x4e, 0x48, 0x7b, 0x71] {
      guard output.count == 36, let code = Word(bigEndianBytes: output[4...])?.asUInt64 else {
        return nil
      }
      return panic(code)
    }
    guard selector == [0x08, 0xc3, 0x79, 0xa0], output.count >= 68,
      Word(bigEndianBytes: output[4..<36]) == 32,
      let length = Word(bigEndianBytes: output[36..<68])?.asUInt64,
      length <= UInt64(output.count - 68)
    else { return nil }
    return String(decoding: output[68..<68 + Int(length)], as: UTF8.self)
  }

  private static func panic(_ code: UInt64) -> String {
    switch code {
    case 0x00: "generic panic"
    case 0x01: "assert(false)"
    case 0x11: "arithmetic underflow or overflow"
    case 0x12: "division or modulo by zero"
    case 0x21: "enum overflow"
    case 0x22: "invalid encoded storage byte array accessed"
    case 0x31: "out-of-bounds array access; popping on an empty array"
    case 0x32: "out-of-bounds access of an array or bytesN"
    case 0x41: "out of memory"
    case 0x51: "uninitialized function"
    default: "unknown panic code: \(Word(code).hex)"
    }
  }
}
