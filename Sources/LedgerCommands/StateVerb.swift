import BlockExecution
import ChainTypes
import CommandLineKit
import EVM
import Ledger
import LedgerStorage
import StateStore

/// Looks at the state in a ledger's folder.
public enum StateVerb {
  public static let verb = Verb(
    "state", "the state's root, an account or its slots, or whether all that is stored agrees",
    operands: "root | get ADDRESS [SLOT…] | check",
    options: [
      .data, .mapSize,
      VerbOption("at", value: "N", "after this block instead of the head; for root and get"),
    ],
    example: "get 0x00000000000000000000000000000000000a11ce --data chain"
  ) { invocation, console throws(CommandError) in
    let words = invocation.operands
    guard let action = words.first, ["root", "get", "check"].contains(action),
      (action == "get") == (words.count > 1)
    else {
      throw CommandError(
        .usage, "what is wanted: root, get with an address, or check", next: invocation.advice)
    }
    let data = try invocation.required("data")
    if action == "check" {
      do throws(StoreError) { try Store.audit(data) } catch {
        throw CommandError(.store(error), at: data)
      }
    }
    let ledger = try LedgerFolder.open(data, genesis: nil, invocation)
    let height = try invocation.block("at") ?? ledger.head.number
    switch action {
    case "root": try root(ledger, height, data, invocation, console)
    case "get": try get(ledger, height, Array(words.dropFirst()), data, invocation, console)
    default: return try check(ledger, data, invocation, console)
    }
    return .yes
  }

  private static func root(
    _ ledger: FolderLedger, _ height: UInt64, _ data: String, _ invocation: Invocation,
    _ console: Console
  ) throws(CommandError) {
    let root: Hash
    do throws(LedgerError<StoreError>) {
      guard let block = try ledger.block(height) else { throw .noBlock(height) }
      root = block.header.stateRoot
    } catch { throw CommandError(error, at: data) }
    var line = JSONLine()
    line.add("block", Int(truncatingIfNeeded: height))
    line.add("root", root.hex)
    console.line(invocation.wantsJSON ? line.text : "\(root.hex) after block \(height)")
  }

  private static func get(
    _ ledger: FolderLedger, _ height: UInt64, _ words: [String], _ data: String,
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) {
    guard let name = words.first, let address = Address(hex: name) else {
      throw CommandError(
        .usage, "\"\(words.first ?? "")\" is no address of 40 hexadecimal digits",
        next: invocation.advice)
    }
    var keys: [Word] = []
    for word in words.dropFirst() {
      let isHex = word.utf8.starts(with: "0x".utf8)
      guard let key = isHex ? Word(hex: word) : Word(decimal: word) else {
        throw CommandError(.usage, "\"\(word)\" is no slot", next: invocation.advice)
      }
      keys.append(key)
    }
    var line = JSONLine()
    line.add("block", Int(truncatingIfNeeded: height))
    line.add("address", address.hex)
    do throws(LedgerError<StoreError>) {
      let state = try ledger.state(at: height)
      let account = state.account(address)
      add(account, account.map { state.code($0.codeHash).count } ?? 0, &line)
      for key in keys {
        line.add(key.hex, account?.hasStorage == true ? state.slot(address, key).hex : "0x0")
      }
      if let failure = state.failure { throw failure }
    } catch { throw CommandError(error, at: data) }
    console.line(line.text)
  }

  private static func add(_ account: Account?, _ codeBytes: Int, _ line: inout JSONLine) {
    line.add("exists", account != nil)
    guard let account else { return }
    line.add("nonce", Int(truncatingIfNeeded: account.nonce))
    line.add("balance", account.balance.hex)
    line.add("codeHash", account.codeHash.hex)
    line.add("codeBytes", codeBytes)
  }

  /// A damage is the answer no; a folder that cannot be read is a failure.
  private static func check(
    _ ledger: FolderLedger, _ data: String, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let check: LedgerCheck
    do throws(LedgerError<StoreError>) { check = try ledger.check() } catch {
      throw CommandError(error, at: data)
    }
    var line = JSONLine()
    line.add("sound", check.isSound)
    line.add("blocks", Int(truncatingIfNeeded: check.blocks))
    line.add("transactions", Int(truncatingIfNeeded: check.transactions))
    line.add("logs", Int(truncatingIfNeeded: check.logs))
    line.add("accounts", Int(truncatingIfNeeded: check.accounts))
    line.add("slots", Int(truncatingIfNeeded: check.slots))
    line.add("codes", Int(truncatingIfNeeded: check.codes))
    line.add("nodes", Int(truncatingIfNeeded: check.nodes))
    line.add("root", check.stateRoot.hex)
    if let first = check.findings.first { line.add("error", first.text) }
    if invocation.wantsJSON {
      console.line(line.text)
      return check.isSound ? .yes : .no
    }
    for finding in check.findings { console.line("not sound: \(finding.text)") }
    console.line(
      "\(check.isSound ? "sound" : "not sound"): \(check.blocks) blocks, "
        + "\(check.accounts) accounts, \(check.slots) slots, \(check.codes) codes, "
        + "\(check.nodes) nodes; root \(check.stateRoot.hex)")
    return check.isSound ? .yes : .no
  }
}
