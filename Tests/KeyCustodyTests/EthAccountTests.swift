import Foundation
import KeyCustody
import Testing

/// `eth_account` (PyPI) as the reader of what we write. CAIRN_ETH_ACCOUNT names a Python that has
/// it, if `python3` has not.
private enum EthAccount {
  static let python = ProcessInfo.processInfo.environment["CAIRN_ETH_ACCOUNT"] ?? "python3"

  static func run(_ script: String, _ input: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "-c", script]
    let (into, from) = (Pipe(), Pipe())
    process.standardInput = into
    process.standardOutput = from
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    into.fileHandleForWriting.write(Data(input.utf8))
    try? into.fileHandleForWriting.close()
    let output = from.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: output, as: UTF8.self) : nil
  }

  static let isThere = run("import eth_account", "") != nil
}

@Suite(.enabled(if: EthAccount.isThere, "needs eth_account; name a Python in CAIRN_ETH_ACCOUNT"))
struct OtherReaders {
  @Test(arguments: [KeyDerivation.light, .pbkdf2(rounds: 10_000)])
  func `eth_account opens what we wrote`(derivation: KeyDerivation) throws {
    let hex = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
    let keystore = try Keystore(
      locking: try key(hex), with: secret("pässwörd"), derivation: derivation)
    let script = """
      import json, sys
      from eth_account import Account
      print(Account.decrypt(json.load(sys.stdin), "pässwörd").hex().removeprefix("0x"))
      """
    #expect(EthAccount.run(script, keystore.text) == "\(hex)\n")
  }
}
