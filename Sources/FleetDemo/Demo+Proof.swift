import ChainTypes
import KeyCustody
import LinuxIO
import ReadingProofs
import Readings
import Statements

extension Demo {
  static let sensor = "hall/temperature"

  /// A proof of one reading is made on a board, and checked with nothing but the fleet's key.
  func prove() throws(DemoFailure) {
    let board = members[2]
    // One that is some seconds old, so that a checkpoint of the log covers it.
    let newest = counter(board)
    let wanted = newest > 40 ? newest - 40 : newest
    var made: JSONValue?
    _ = try wait {
      made = board.call(
        "cairn_prove",
        [.string(Demo.sensor), .string("0x" + String(wanted, radix: 16))])
      return made != nil
    }
    guard let document = made, let file = try? ProofFile(document) else {
      report.claim("proofHolds", false)
      return say("FAILED: the board makes no proof")
    }
    let verifier = ProofVerifier(trusting: fleet.fleetKey, using: LibraryRecovery())
    let found = verifier.verify(file)
    report.claim("proofHolds", found.verdict == .trusted && found.isLogged)
    report.fact("proofBytes", .integer(Int64(document.text().utf8.count)))
    say(
      "\(board.name): makes a proof of one reading, a file of \(document.text().utf8.count) bytes")
    for step in found.steps where step.outcome == .holds { say("    \(step.text)") }
    say(
      found.verdict == .trusted
        ? "verified offline, with the fleet's key alone: \(found.reading ?? "")"
        : "FAILED: the proof does not hold")
    checkAltered(file, verifier)
  }

  private func counter(_ board: DemoMember) -> UInt64 {
    let sensors = board.status["sensors"]?.asArray ?? []
    let own = sensors.first { $0["name"]?.asString == Demo.sensor }
    return own?.number("newest", "counter") ?? 0
  }

  /// The same file with another counter.
  private func checkAltered(_ file: ProofFile, _ verifier: ProofVerifier<LibraryRecovery>) {
    var changed = file
    changed.reading.sequence.counter += 1
    let found = verifier.verify(changed)
    var isNamed = false
    if case .broken = found.verdict { isNamed = true }
    let verdict = found.steps.first { $0.outcome == .fails }?.text ?? "nothing was noticed"
    report.claim("alteredProofFails", isNamed)
    say(isNamed ? "the same file with another counter: \(verdict)" : "FAILED: \(verdict)")
  }
}
