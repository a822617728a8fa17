import CommandLineKit
import Ledger
import LinuxIO

/// Brings the blocks of chain files into a ledger's folder.
public enum ImportVerb {
  public static let verb = Verb(
    "import", "check, execute and store the blocks of RLP chain files, as geth exports them",
    operands: "FILE…",
    options: [
      VerbOption("genesis", value: "FILE", "genesis.json in geth's format, to make the ledger of"),
      .data, .mapSize,
    ],
    example: "--genesis genesis.json --data chain chain.rlp"
  ) { invocation, console throws(CommandError) in
    guard !invocation.operands.isEmpty else {
      throw CommandError(.usage, "no chain file is named", next: invocation.advice)
    }
    let data = try invocation.required("data")
    var genesis: ChainGenesis?
    if let path = invocation.value("genesis") {
      genesis = try LedgerFolder.genesis(path)
      for key in genesis?.ignored ?? [] {
        console.error("\(path): \(key) is not known: left out\n")
      }
    }
    // Before anything can start a thread: threads inherit which signals wait to be read.
    let stop = StopRequest()
    let ledger = try LedgerFolder.open(data, genesis: genesis, invocation)
    var run = try ImportRun(ledger, data, invocation, console)
    return try run.execute(invocation.operands) { stop.isThere }
  }
}

/// Whether somebody wants the program to stop: SIGTERM or SIGINT has come.
struct StopRequest: ~Copyable {
  /// Nil where signals cannot be read: then they end the program as ever, between two commits.
  private let signals: SignalReader?

  init() {
    do throws(SystemError) { signals = try SignalReader() } catch { signals = nil }
  }

  var isThere: Bool {
    do throws(SystemError) {
      switch signals {
      case .some(let signals):
        let signal = try signals.next()
        return signal == .terminate || signal == .interrupt
      case .none: return false
      }
    } catch { return false }
  }
}
