import ChainTypes

/// A contract's code as Vyper made it. The deployed code stands inside the init code, so it is kept
/// once, as digits: a literal of bytes would be built at start or be as long in the source.
struct ContractCode: Sendable {
  let digits: String
  let runtimeOffset: Int
  let runtimeCount: Int

  /// The init code, without arguments.
  var creation: [UInt8] {
    do {
      return try Hex.decode(digits)
    } catch {
      fatalError("a table of code is not hexadecimal")
    }
  }

  /// The deployed code, without the immutables that the constructor appends.
  var runtime: [UInt8] { Array(creation[runtimeOffset..<runtimeOffset + runtimeCount]) }
}
