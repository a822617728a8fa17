import ChainTypes
import EVM

/// Runs vectors of single operations. What a file holds shows in its shape; where that is not
/// enough, its name says which precompile or instruction is meant.
final class VectorSuite: SuiteWorker {
  let options: SuiteOptions
  let calls: VectorCalls

  init(_ options: SuiteOptions) {
    self.options = options
    calls = VectorCalls(tier: options.tier)
  }

  func run(_ document: JSONDocument, into tally: inout Tally) {
    run(document.content.root, name: FileName(document.file), document.file, &tally)
  }

  private func run(
    _ field: JSONField, name: FileName, _ file: String, _ tally: inout Tally
  ) {
    var report = VectorReport(file: file, options: options, tally: tally)
    switch field.value {
    case .array(let entries): runList(entries, field, name, &report)
    case .object(let members): runObject(members, field, name, &report)
    default: report.fail("", "the file is neither a list nor an object")
    }
    tally = report.tally
  }

  private func runList(
    _ entries: [JSONValue], _ field: JSONField, _ name: FileName, _ report: inout VectorReport
  ) {
    guard let first = entries.first else { return }
    if first["Input"] != nil || first["input"] != nil, first["X"] == nil {
      PrecompileVectors(calls: calls).run(field, name, &report)
    } else if first["X"] != nil {
      OpcodeVectors(calls: calls).run(field, name, &report)
    } else if first["key"] != nil {
      KeyVectors.run(field, &report)
    } else {
      report.skip(name.reasonToSkip, entries.count)
    }
  }

  private func runObject(
    _ members: [(key: String, value: JSONValue)], _ field: JSONField, _ name: FileName,
    _ report: inout VectorReport
  ) {
    guard let first = members.first else { return }
    if field.value["testGroups"] != nil {
      SignatureVectors.run(field, name, &report)
    } else if first.value["json"] != nil, first.value["priv"] != nil {
      KeystoreVectors.run(members, &report)
    } else if first.value["in"] != nil, first.value["out"] != nil {
      RLPVectors.run(members, &report)
    } else if first.value["in"] != nil, first.value["root"] != nil {
      TrieVectors.run(members, isSecure: name.base.lowercased().contains("secure"), &report)
    } else if first.value.asArray != nil {
      // Several files in one: their paths are the keys.
      for (key, value) in members {
        run(
          JSONField(value, path: .member(.root, key)), name: FileName(key), report.file,
          &report.tally)
      }
    } else {
      report.skip(name.reasonToSkip, members.count)
    }
  }
}

/// What the name of a vector file tells.
struct FileName {
  /// The last part without `.json`.
  var base: String
  var path: String

  init(_ path: String) {
    self.path = path
    let last = path.split(separator: "/").last.map { String($0) } ?? path
    base = last.hasSuffix(".json") ? String(last.dropLast(5)) : last
  }

  /// Why files of this kind are not run here.
  var reasonToSkip: String {
    let reasons: [(String, String)] = [
      ("nextprev", "tries here have no order queries"),
      ("abi", "the ABI is no part of the machine"),
      ("hexencode", "the trie's path encoding is not public"),
      ("genesis", "the genesis of the test predates the present format"),
      ("crypto", "ECIES belongs to the network protocol, which Cairn does not speak"),
    ]
    for (part, reason) in reasons where path.contains(part) { return reason }
    return "no vectors of a known shape"
  }
}

/// Counts results of vectors.
struct VectorReport {
  var file: String
  var options: SuiteOptions
  var tally: Tally

  mutating func fail(_ test: String, _ what: String) { tally.fail(file, test, "", what) }

  mutating func skip(_ reason: String, _ count: Int = 1) { tally.skip(reason, count) }

  func wants(_ name: String) -> Bool { options.test.map { name.contains($0) } ?? true }

  /// Runs one vector, which answers nil when it holds, else what differs.
  mutating func check(_ name: String, _ body: () throws(JSONError) -> String?) {
    guard wants(name) else { return }
    do throws(JSONError) {
      if let difference = try body() { fail(name, difference) } else { tally.passed += 1 }
    } catch {
      fail(name, "the vector cannot be read: \(error)")
    }
  }
}

/// A machine in each fork for calls of one account.
final class VectorCalls {
  let tier: Tier
  private var sessions: [Fork: CallSession] = [:]

  init(tier: Tier) { self.tier = tier }

  func call(_ message: Message, fork: Fork) -> Outcome {
    let session =
      sessions[fork] ?? CallSession(fork: fork, accounts: [], tier: tier)
    sessions[fork] = session
    session.reset()
    return session.call(message)
  }

  /// Runs code that is in no account yet.
  func run(code: [UInt8], fork: Fork) -> Outcome {
    let account = FixtureAccount(address: BenchWorld.contract, code: code)
    let session = CallSession(fork: fork, accounts: [account], tier: tier)
    session.reset()
    return session.call(
      Message(caller: BenchWorld.sender, target: BenchWorld.contract, gas: BenchWorld.gas))
  }
}
