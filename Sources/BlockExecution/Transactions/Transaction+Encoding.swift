import ChainTypes

extension Transaction {
  /// The envelope: what is hashed, stored in a block, and sent.
  public func encoded() -> [UInt8] {
    envelope { list in
      appendFields(&list)
      list.append(signature.v)
      list.append(signature.r)
      list.append(signature.s)
    }
  }

  public var hash: Hash { Keccak256.hash(encoded()) }

  /// What the sender signs: the fields without the signature; for legacy ones with the chain id and
  /// two zeros when they are bound to a chain (EIP-155).
  public var signingHash: Hash {
    let bytes = envelope { list in
      appendFields(&list)
      if kind == .legacy, let chainID {
        list.append(chainID)
        list.append(0 as UInt64)
        list.append(0 as UInt64)
      }
    }
    return Keccak256.hash(bytes)
  }

  private func envelope(_ fill: (inout RLPWriter) -> Void) -> [UInt8] {
    var writer = RLPWriter(reserving: data.count + 256)
    writer.appendList { list in fill(&list) }
    let list = writer.bytes
    return kind == .legacy ? list : [kind.rawValue] + list
  }

  private func appendFields(_ list: inout RLPWriter) {
    if kind != .legacy { list.append(chainID ?? 0) }
    list.append(nonce)
    if kind != .legacy && kind != .accessList { list.append(maxPriorityFeePerGas) }
    list.append(maxFeePerGas)
    list.append(gasLimit)
    list.append(to)
    list.append(value)
    list.append(bytes: data)
    if kind == .legacy { return }
    list.appendList { entries in
      for entry in accessList { entry.append(to: &entries) }
    }
    if kind == .blob {
      list.append(maxFeePerBlobGas)
      list.appendList { hashes in
        for hash in blobHashes { hashes.append(hash) }
      }
    }
    if kind == .setCode {
      list.appendList { items in
        for authorization in authorizations { authorization.append(to: &items) }
      }
    }
  }
}

extension AccessListEntry {
  func append(to list: inout RLPWriter) {
    list.appendList { entry in
      entry.append(address)
      entry.appendList { keys in
        for slot in slots { keys.append(Hash(slot)) }
      }
    }
  }
}

extension Authorization {
  func append(to list: inout RLPWriter) {
    list.appendList { tuple in
      tuple.append(chainID)
      tuple.append(address)
      tuple.append(nonce)
      tuple.append(UInt64(yParity))
      tuple.append(r)
      tuple.append(s)
    }
  }
}
