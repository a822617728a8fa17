import ChainTypes

extension Log {
  func append(to list: inout RLPWriter) {
    list.appendList { log in
      log.append(address)
      log.appendList { items in
        for topic in topics { items.append(topic) }
      }
      log.append(bytes: data)
    }
  }
}

/// Logs as a list.
public enum LogList {
  /// keccak(rlp(logs)): how state tests name them.
  public static func hash(_ logs: [Log]) -> Hash {
    var writer = RLPWriter()
    writer.appendList { list in
      for log in logs { log.append(to: &list) }
    }
    return Keccak256.hash(writer.bytes)
  }
}

extension Receipt {
  /// The envelope that the receipts' trie holds (EIP-2718).
  public func encoded() -> [UInt8] {
    var writer = RLPWriter(reserving: 320 + logs.count * 160)
    writer.appendList { list in
      switch result {
      case .stateRoot(let root): list.append(root)
      case .status(let success): list.append(success ? 1 as UInt64 : 0 as UInt64)
      }
      list.append(cumulativeGasUsed)
      list.append(bytes: bloom.bytes)
      list.appendList { items in
        for log in logs { log.append(to: &items) }
      }
    }
    let list = writer.bytes
    return kind == .legacy ? list : [kind.rawValue] + list
  }
}
