import CommandLineKit
import Foundation
import LedgerCommands
import Testing

/// Imports as processes of their own, which are ended from outside. Their file is a pipe, so that
/// how far they come does not depend on the machine.
@Suite struct ImportProcesses {
  private static let count = 400

  private struct Place {
    let scratch: Scratch
    let genesis: String
    let file: String
    let head: String
    let blocks: [[UInt8]]
    var data: String { scratch.path + "/ledger" }
    var pipe: String { scratch.path + "/pipe" }

    init() throws {
      scratch = try Scratch()
      let made = try ImportVerbTests.blocks(ImportProcesses.count)
      blocks = made.map { $0.encoded() }
      head = made[made.count - 1].header.hash.hex
      genesis = try scratch.write("genesis.json", ImportVerbTests.genesis)
      file = scratch.path + "/chain.rlp"
      try Data(blocks.joined()).write(to: URL(fileURLWithPath: file))
      try #require(mkfifo(scratch.path + "/pipe", 0o600) == 0)
    }

    /// The whole file, in this process.
    func finish() throws {
      let result = Collected("import", "--genesis", genesis, "--data", data, file)
      #expect(result.status == .yes && result.output.contains(head), "\(result.error)")
      var said = ""
      let program = Program(name: "cairn", summary: "", verbs: [StateVerb.verb])
      let status = program.run(
        ["cairn", "state", "check", "--data", data],
        console: Console(output: { said += $0 }, error: { said += $0 }))
      #expect(status == .yes && said.contains("sound: 401 blocks"), "\(said)")
    }
  }

  /// The program beside the tests, importing from the pipe.
  private final class Import {
    let process = Process()
    private let output = Pipe()
    private let file: FileHandle

    init(_ place: Place) throws {
      // Tests and programs are built into the same folder.
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent()
        .appendingPathComponent("cairn-evm")
      process.arguments = [
        "import", "--genesis", place.genesis, "--data", place.data, place.pipe,
      ]
      process.standardOutput = output
      process.standardError = output
      // Writing to an import that has ended is an error, not our end.
      signal(SIGPIPE, SIG_IGN)
      try process.run()
      // Opens when the import has, whose ledger is open by then.
      var pipe: Int32 = -1
      while pipe < 0, process.isRunning {
        pipe = open(place.pipe, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        usleep(2_000)
      }
      try #require(pipe >= 0)
      _ = fcntl(pipe, F_SETFL, 0)
      file = FileHandle(fileDescriptor: pipe, closeOnDealloc: true)
    }

    func feed(_ blocks: ArraySlice<[UInt8]>) throws {
      try file.write(contentsOf: Data(blocks.joined()))
    }

    func end(by signal: Int32) { kill(process.processIdentifier, signal) }

    func wait() throws -> String {
      process.waitUntilExit()
      return String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }
  }

  @Test func `killed at any block and started again, an import ends at the same head`() throws {
    for seed in 1...6 {
      let place = try Place()
      var random = TestRandom(seed: UInt64(seed))
      // More than once, so that what a kill left is met by the next one.
      for _ in 0..<2 {
        let killed = try Import(place)
        try killed.feed(place.blocks[..<(40 + random.next(below: Self.count - 40))])
        usleep(UInt32(random.next(below: 60_000)))
        killed.end(by: SIGKILL)
        _ = try killed.wait()
        #expect(killed.process.terminationReason == .uncaughtSignal, "seed \(seed)")
      }
      try place.finish()
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `asked to stop, an import keeps what it has and says how to go on`(signal: Int32) throws {
    let place = try Place()
    let asked = try Import(place)
    try asked.feed(place.blocks[..<100])
    asked.end(by: signal)
    // It looks between two blocks; this one comes too late when it has ended already.
    try? asked.feed(place.blocks[100..<101])
    let said = try asked.wait()
    #expect(asked.process.terminationReason == .exit && asked.process.terminationStatus == 1)
    #expect(said.contains("stopped at block") && said.contains("start again to go on"), "\(said)")
    try place.finish()
  }

  private struct TestRandom {
    var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

    mutating func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }
}
