import CommandLineKit
import LinuxIO
import Testing

@testable import AggregatorCommands

/// Runs the program and keeps what it writes.
private final class Collected {
  var output = ""
  var error = ""
  var status = ExitStatus.yes

  init(_ words: [String]) {
    let console = Console(output: { self.output += $0 }, error: { self.error += $0 })
    status = AggregatorProgram.program.run(["cairn-aggregator"] + words, console: console)
  }
}

@Suite("The aggregator's bench") struct BenchTests {
  @Test func `arguments that cannot be are refused with a reason`() {
    let wrong = [
      ["--readings", "0"], ["--readings", "257"], ["--readings", "many"], ["--blocks", "0"],
      ["--lanes", "65"], ["--workers", "17"], ["--runs", "0"], ["extra"],
    ]
    for words in wrong {
      let run = Collected(["bench"] + words)
      #expect(run.status == .usage, "\(words)")
      #expect(run.error.contains(words[0]), "\(run.error)")
      #expect(run.output.isEmpty)
    }
    let nowhere = Collected(["bench", "--folder", "/nonexistent", "--runs", "1"])
    #expect(nowhere.status == .world)
    #expect(nowhere.error.contains("--folder"))
  }

  @Test func `a small run tells every part, and leaves nothing behind`() throws {
    let folder = try TemporaryFolder(prefix: "cairn-aggregator-bench-")
    let run = Collected([
      "bench", "--readings", "3", "--blocks", "2", "--lanes", "2", "--runs", "2", "--workers", "2",
      "--folder", folder.path, "--json",
    ])
    #expect(run.status == .yes, "\(run.error)")
    let names = [
      "bench", "readings", "blocks", "lanes", "workers", "threads", "runs", "blocks_per_second",
      "readings_per_second", "whole_ns", "parts_ns", "recovery_ns", "signing_ns", "execution_ns",
      "keccak_ns", "lmdb_ns", "permutations", "ratio",
      "whole_processor_ns", "parts_processor_ns", "processor_ratio", "control",
    ]
    for name in names { #expect(run.output.contains("\"\(name)\": "), "\(name)") }
    #expect(run.output.contains("\"threads\": 8"))
    #expect(!run.output.contains("_ns\": 0,"), "\(run.output)")
    #expect(try Folder.names(folder.path) == [])
  }

  @Test func `without JSON it is a sentence`() {
    let run = Collected([
      "bench", "--readings", "1", "--blocks", "1", "--lanes", "1", "--runs", "1", "--workers", "1",
      "--folder", "/tmp",
    ])
    #expect(run.status == .yes, "\(run.error)")
    #expect(run.output.contains("1 readings a transaction, 1 lanes, 1 processors: "))
    #expect(run.output.contains("ratio "))
  }
}
