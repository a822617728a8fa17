import ChainTypes

/// The shortest PUSH of a value, PUSH1 0 for zero so that it works on every fork.
public func push(_ value: Word) -> Assembly {
  let bytes = value.isZero ? [0] : value.minimalBytes
  return push(bytes: bytes)
}

/// A PUSH of exactly these bytes, 1 to 32 of them.
public func push(bytes: [UInt8]) -> Assembly {
  precondition(!bytes.isEmpty && bytes.count <= 32, "a PUSH has 1 to 32 bytes")
  return Assembly(bytes: [Op.push1.code - 1 + UInt8(bytes.count)] + bytes)
}

public func push(_ address: Address) -> Assembly { push(bytes: address.bytes) }

/// DUPn by number, 1 to 16.
public func dup(_ n: Int) -> Assembly { Op(Op.dup1.code + UInt8(n - 1)).assembly }

/// SWAPn by number, 1 to 16.
public func swap(_ n: Int) -> Assembly { Op(Op.swap1.code + UInt8(n - 1)).assembly }

/// Runs the body so many times. The counter, counting down to 1, is on top of the stack when the
/// body begins, and must be when it ends.
public func loop(_ count: Assembly, @AssemblyBuilder _ body: () -> Assembly) -> Assembly {
  var result = count
  let label = result.labels
  result.append(Assembly(pieces: [.target(0)], labels: 1))
  result.append(body())
  result.append(Op.sub(Op.swap1.assembly, 1))
  result.append(Op.dup1.assembly)
  result.pieces.append(.pushTarget(label))
  result.append(Op.jumpi.assembly)
  result.append(Op.pop.assembly)
  return result
}

/// Runs the body when the condition is not zero.
public func when(
  _ condition: Assembly, @AssemblyBuilder _ body: () -> Assembly
) -> Assembly {
  var result = Op.iszero(condition)
  let label = result.labels
  result.append(Assembly(pieces: [.pushTarget(0)], labels: 1))
  result.append(Op.jumpi.assembly)
  result.append(body())
  result.pieces.append(.target(label))
  return result
}

/// Ends with the word on top of the stack as output.
public func returnTop() -> Assembly {
  Assembly {
    push(Word.zero)
    Op.mstore
    Op.return(0, 32)
  }
}

/// Writes bytes to memory, word by word.
public func store(_ bytes: [UInt8], at offset: Int) -> Assembly {
  var result = Assembly.empty
  var start = 0
  while start < bytes.count {
    var word = Array(bytes[start..<min(start + 32, bytes.count)])
    word += [UInt8](repeating: 0, count: 32 - word.count)
    result.append(Op.mstore(push(Word(UInt64(offset + start))), push(bytes: word)))
    start += 32
  }
  return result
}

/// Init code that deploys the runtime code.
public func deployment(of runtime: [UInt8]) -> [UInt8] {
  let size = push(bytes: [UInt8(runtime.count >> 8), UInt8(runtime.count & 255)])
  // PUSH2, PUSH1, PUSH1, CODECOPY, PUSH2, PUSH1, RETURN: 14 bytes stand before the runtime code.
  let prologue = Assembly {
    Op.codecopy(0, 14, size)
    Op.return(0, size)
  }
  precondition(prologue.bytes.count == 14)
  return prologue.bytes + runtime
}
