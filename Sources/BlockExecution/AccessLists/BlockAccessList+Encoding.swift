import ChainTypes

extension BlockAccessList {
  /// What the first item of the wrapper says; the first item of a bare list is a list.
  static let wrapperVersion: UInt64 = 1

  /// The RLP of EIP-7928, exactly, as long as `existence` is empty; otherwise a list of the version
  /// of this form, the RLP of EIP-7928, and the existence changes.
  public func encoded() -> [UInt8] {
    var writer = RLPWriter()
    if existence.isEmpty {
      append(to: &writer)
      return writer.bytes
    }
    writer.appendList { list in
      list.append(Self.wrapperVersion)
      append(to: &list)
      list.appendList { changes in
        for change in existence { change.append(to: &changes) }
      }
    }
    return writer.bytes
  }

  /// The Keccak of the encoding: the `block_access_list_hash` of EIP-7928.
  public var hash: Hash { Keccak256.hash(encoded()) }

  private func append(to writer: inout RLPWriter) {
    writer.appendList { list in
      for account in accounts { account.append(to: &list) }
    }
  }
}

extension AccountAccesses {
  func append(to writer: inout RLPWriter) {
    writer.appendList { fields in
      fields.append(address)
      appendStorage(to: &fields)
      fields.appendList { list in
        for key in storageReads { list.append(key) }
      }
      fields.appendList { list in
        for change in balanceChanges {
          list.appendList { pair in
            pair.append(UInt64(change.index))
            pair.append(change.balance)
          }
        }
      }
      fields.appendList { list in
        for change in nonceChanges {
          list.appendList { pair in
            pair.append(UInt64(change.index))
            pair.append(change.nonce)
          }
        }
      }
      fields.appendList { list in
        for change in codeChanges {
          list.appendList { pair in
            pair.append(UInt64(change.index))
            pair.append(bytes: change.code)
          }
        }
      }
    }
  }

  /// The changes of a slot stand together behind its key.
  private func appendStorage(to fields: inout RLPWriter) {
    fields.appendList { list in
      var next = 0
      while next < storageChanges.count {
        let key = storageChanges[next].key
        list.appendList { slot in
          slot.append(key)
          slot.appendList { changes in
            while next < storageChanges.count, storageChanges[next].key == key {
              let change = storageChanges[next]
              changes.appendList { pair in
                pair.append(UInt64(change.index))
                pair.append(change.value)
              }
              next += 1
            }
          }
        }
      }
    }
  }
}

extension ExistenceChange {
  func append(to writer: inout RLPWriter) {
    writer.appendList { fields in
      fields.append(address)
      fields.append(UInt64(index))
      fields.append(UInt64(isPresent ? 1 : 0))
    }
  }
}
