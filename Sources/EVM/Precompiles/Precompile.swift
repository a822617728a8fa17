import ChainTypes

/// The contracts that are part of the protocol, by the last bytes of their address.
public enum Precompile: UInt16, Sendable, CaseIterable {
  case ecrecover = 0x01
  case sha256 = 0x02
  case ripemd160 = 0x03
  case identity = 0x04
  case modexp = 0x05
  case bn254Add = 0x06
  case bn254Multiply = 0x07
  case bn254Pairing = 0x08
  case blake2f = 0x09
  case pointEvaluation = 0x0a
  case blsG1Add = 0x0b
  case blsG1MSM = 0x0c
  case blsG2Add = 0x0d
  case blsG2MSM = 0x0e
  case blsPairing = 0x0f
  case blsMapToG1 = 0x10
  case blsMapToG2 = 0x11
  case p256verify = 0x100

  /// The fork that introduced it.
  public var since: Fork {
    switch self {
    case .ecrecover, .sha256, .ripemd160, .identity: .frontier
    case .modexp, .bn254Add, .bn254Multiply, .bn254Pairing: .byzantium
    case .blake2f: .istanbul
    case .pointEvaluation: .cancun
    case .blsG1Add, .blsG1MSM, .blsG2Add, .blsG2MSM, .blsPairing, .blsMapToG1, .blsMapToG2:
      .prague
    case .p256verify: .osaka
    }
  }

  public var address: Address { Address(high: 0, middle: 0, low: UInt64(rawValue)) }

  /// The precompile at an address, when the fork has one there.
  @inline(__always)
  public init?(_ address: Address, in fork: Fork) {
    guard address.middle | UInt64(address.high) == 0, address.low <= 0x100 else { return nil }
    guard let found = Precompile(rawValue: UInt16(truncatingIfNeeded: address.low)),
      found.since <= fork
    else { return nil }
    self = found
  }

  public static func isPrecompile(_ address: Address, in fork: Fork) -> Bool {
    Precompile(address, in: fork) != nil
  }

  /// All addresses of a fork: what EIP-2929 has warm from the start.
  public static func addresses(in fork: Fork) -> [Address] {
    allCases.filter { $0.since <= fork }.map { $0.address }
  }
}

/// What a precompile that did not fail leaves.
public struct PrecompileResult: Sendable {
  public var gasLeft: Int64
  public var output: [UInt8]
}

extension Precompile {
  /// Charges and computes; nil when the gas does not reach or the input is refused, both of which
  /// take all the gas.
  @export(interface)
  public func run(
    _ input: UnsafeRawBufferPointer, _ gas: Int64, _ fork: Fork, _ backend: CryptoBackend
  ) -> PrecompileResult? {
    guard let price = unsafe price(input, fork), price <= gas else { return nil }
    guard let output = unsafe output(input, fork, backend) else { return nil }
    return PrecompileResult(gasLeft: gas - price, output: output)
  }

  /// The price; nil when no gas could pay it or the length is wrong.
  func price(_ input: UnsafeRawBufferPointer, _ fork: Fork) -> Int64? {
    let words = Int64((input.count + 31) / 32)
    switch self {
    case .ecrecover: return 3000
    case .sha256: return 60 + 12 * words
    case .ripemd160: return 600 + 120 * words
    case .identity: return 15 + 3 * words
    case .modexp: return ModularExponentiation(unsafe PaddedInput(input)).price(in: fork)
    case .bn254Add: return fork >= .istanbul ? 150 : 500  // EIP-1108
    case .bn254Multiply: return fork >= .istanbul ? 6000 : 40000
    case .bn254Pairing:
      let pairs = Int64(input.count / 192)
      return fork >= .istanbul ? 45000 + 34000 * pairs : 100000 + 80000 * pairs
    case .blake2f: return unsafe Blake2Input.price(input)
    case .pointEvaluation: return 50000
    case .p256verify: return 6900
    default: return blsPrice(input.count)
    }
  }

  private func output(
    _ input: UnsafeRawBufferPointer, _ fork: Fork, _ backend: CryptoBackend
  ) -> [UInt8]? {
    switch self {
    case .ecrecover: return unsafe PaddedInput(input).recoverAddress(backend)
    case .sha256: return unsafe backend.sha256(Array(input)).bytes
    case .ripemd160:
      return unsafe [UInt8](repeating: 0, count: 12) + backend.ripemd160(Array(input))
    case .identity: return unsafe Array(input)
    case .modexp:
      return ModularExponentiation(unsafe PaddedInput(input)).output(in: fork, backend)
    case .p256verify: return unsafe PaddedInput(input).verifyP256(backend)
    default: return curveOutput(unsafe Array(input), backend)
    }
  }
}
