import BlockExecution
import ChainTypes
import EVM

extension RPCServer {
  func addStateMethods() {
    add("eth_getBalance", 1...2) { (server, values) throws(RPCError) in
      let account = try server.account(values, tag: 1)
      return .quantity(account?.balance ?? .zero)
    }
    add("eth_getTransactionCount", 1...2) { (server, values) throws(RPCError) in
      let nonce = try server.account(values, tag: 1)?.nonce ?? 0
      guard try values.blockTag(1) == .pending else { return .quantity(nonce) }
      return .quantity(server.chain.pendingNonce(of: try values.address(0), account: nonce))
    }
    add("eth_getCode", 1...2) { (server, values) throws(RPCError) in
      let address = try values.address(0)
      let number = try server.resolveState(try values.blockTag(1))
      return try server.chain.withState(at: number) { (state) throws(RPCError) in
        guard let account = state.account(address), account.codeHash != Keccak256.emptyHash else {
          return "0x"
        }
        return .data(state.code(account.codeHash))
      }
    }
    add("eth_getStorageAt", 2...3) { (server, values) throws(RPCError) in
      let address = try values.address(0)
      let slot = try values.slot(1)
      let number = try server.resolveState(try values.blockTag(2))
      return try server.chain.withState(at: number) { (state) throws(RPCError) in
        let account = state.account(address)
        return .string((account?.hasStorage == true ? state.slot(address, slot) : .zero).hex64)
      }
    }
    add("eth_getProof", 2...3) { (server, values) throws(RPCError) in try server.proof(values) }
  }

  private func account(_ values: RPCParameters, tag: Int) throws(RPCError) -> Account? {
    let address = try values.address(0)
    let number = try resolveState(try values.blockTag(tag))
    return try chain.withState(at: number) { (state) throws(RPCError) in state.account(address) }
  }

  private func proof(_ values: RPCParameters) throws(RPCError) -> JSONValue {
    let address = try values.address(0)
    guard let keys = try values.required(1).asArray else {
      throw .invalidArgument(1, "expected a list of storage keys")
    }
    guard keys.count <= limits.proofSlots else {
      throw .invalidParameters("too many storage keys, want at most \(limits.proofSlots)")
    }
    var slots: [Word] = []
    for key in keys {
      do throws(RPCValueError) { slots.append(try RPCValue.slot(key)) } catch { throw error.at(1) }
    }
    let number = try resolveState(try values.blockTag(2))
    let proof = try chain.proof(of: address, slots: slots, at: number)
    let storage = zip(keys, proof.slots).map { key, slot in
      JSONValue.object([
        ("key", key), ("value", .quantity(slot.value)),
        ("proof", .array(slot.nodes.map { .data($0) })),
      ])
    }
    return .object([
      ("address", .address(address)), ("accountProof", .array(proof.nodes.map { .data($0) })),
      ("balance", .quantity(proof.balance)), ("codeHash", .hash(proof.codeHash)),
      ("nonce", .quantity(proof.nonce)), ("storageHash", .hash(proof.storageRoot)),
      ("storageProof", .array(storage)),
    ])
  }
}
