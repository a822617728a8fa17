import ChainTypes
import CommandLineKit
import JSONText
import KeyCustody
import LinuxIO
import ReadingProofs

/// Checks a proof offline, and says of each step in a line what it shows.
enum VerifyVerb {
  static var verb: Verb {
    Verb(
      "verify", "check the proof of a reading, offline, step by step", operands: "FILE",
      options: [
        VerbOption(
          "fleet-key", value: "ADDRESS",
          "whom you trust: the address of the fleet's key, from somewhere else than the file")
      ], example: "proof.json --fleet-key 0x7e5f4552091a69125d5dfcb7b8c2659029395bdf", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let path = invocation.operands.first, invocation.operands.count == 1 else {
      throw CommandError(.usage, "one proof file is wanted", next: invocation.advice)
    }
    let key = try ProveVerb.address(invocation, "fleet-key")
    let report = try report(path, key)
    if invocation.wantsJSON {
      console.line(report.json.text())
    } else {
      for line in report.lines { console.line(line) }
    }
    return report.verdict == .trusted ? .yes : .no
  }

  private static func report(
    _ path: String, _ key: Address?
  ) throws(CommandError) -> ProofReport {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try WholeFile.read(path, limit: ProofLimits.fileBytes)
    } catch {
      throw CommandError(.world, error.text, at: path, next: "Name a file of `cairn prove`.")
    }
    let document: JSONValue
    do throws(JSONTextError) { document = try JSONReader.parse(bytes) } catch {
      return ProofReport(unreadable: .text(error.text))
    }
    do throws(ProofFileError) {
      let file = try ProofFile(document)
      return ProofVerifier(trusting: key, using: LibraryRecovery()).verify(file)
    } catch { return ProofReport(unreadable: error) }
  }
}
