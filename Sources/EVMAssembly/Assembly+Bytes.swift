import ChainTypes

extension Assembly {
  /// The program's bytecode.
  public var bytes: [UInt8] {
    let offsets = targetOffsets
    var result: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): result += bytes
      case .target: result.append(Op.jumpdest.code)
      case .pushTarget(let label):
        let offset = offsets[label]
        result += [Op.push2.code, UInt8(offset >> 8), UInt8(offset & 255)]
      }
    }
    return result
  }

  private var targetOffsets: [Int] {
    var offsets = [Int](repeating: 0, count: labels)
    var position = 0
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): position += bytes.count
      case .pushTarget: position += 3
      case .target(let label):
        offsets[label] = position
        position += 1
      }
    }
    precondition(position <= Limits.programBytes, "a jump target has two bytes")
    return offsets
  }

  public static func join(_ parts: [Assembly]) -> Assembly {
    var result = Assembly.empty
    for part in parts { result.append(part) }
    return result
  }

  public static func + (a: Assembly, b: Assembly) -> Assembly { join([a, b]) }

  public mutating func append(_ other: Assembly) {
    let shift = labels
    for piece in other.pieces {
      switch piece {
      case .bytes: pieces.append(piece)
      case .target(let label): pieces.append(.target(label + shift))
      case .pushTarget(let label): pieces.append(.pushTarget(label + shift))
      }
    }
    labels += other.labels
  }
}
