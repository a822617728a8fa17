import ChainTypes
import CommandLineKit
import EVM
import Testing

@testable import EVMCommands

@Suite struct ProgramTests {
  @Test(arguments: EVMProgram.program.verbs.map { $0.name })
  func `each verb explains itself`(verb: String) {
    let help = Collected(verb, "--help")
    #expect(help.status == .yes && help.output.contains("Example:"))
  }

  @Test func `fillers find out what the tool is and which forks it knows`() {
    for flag in ["-v", "--version"] {
      #expect(Collected(flag).output.hasPrefix("evm version "))
    }
    let help = Collected("t8n", "--help").output
    for name in ["ConstantinopleFix", "Merge", "Shanghai", "Osaka"] {
      #expect(help.contains(name))
    }
  }

  @Test func `run tells output, gas and halt`() {
    let sum = Collected("run", "--code", "0x600160020160005260206000f3")
    #expect(sum.status == .yes)
    #expect(sum.output.contains("output      0x" + String(repeating: "0", count: 63) + "3"))
    #expect(sum.output.contains("gas used    24"))
    let invalid = Collected("run", "--code", "0xfe", "--json", "--gas", "1000")
    #expect(invalid.status == .no)
    #expect(invalid.output.contains("\"halt\": \"invalidInstruction\""))
    #expect(invalid.output.contains("\"gasUsed\": 1000"))
  }

  @Test func `run refuses what is no code and no fork`() {
    #expect(Collected("run", "--code", "0x6").status == .usage)
    #expect(Collected("run", "--code", "0x00", "--fork", "Atlantis").status == .usage)
    #expect(Collected("run").status == .usage)
  }

  @Test func `bench knows its contracts and no others`() {
    let one = Collected("bench", "--json", "--repeat", "2", "sensor_rules")
    #expect(one.status == .yes && one.output.contains("\"name\": \"sensor_rules\""))
    #expect(Collected("bench", "nothing_like_it").status == .usage)
  }

  @Test func `a sample takes about its share, and always the same files`() {
    let files = (0..<1000).map { "data/suite/folder\($0 % 7)/case\($0).json" }
    let sample = FixtureFiles.sample(files, percent: 10)
    #expect((50...150).contains(sample.count), "\(sample.count) of 1000")
    #expect(sample == FixtureFiles.sample(files, percent: 10))
    let moved = files.map { "/elsewhere/" + $0 }
    #expect(FixtureFiles.sample(moved, percent: 10) == sample.map { "/elsewhere/" + $0 })
    #expect(FixtureFiles.sample(files, percent: 100) == files)
  }

  @Test func `the geometric mean of rates is that of their logarithms`() {
    func row(_ gas: Int64, _ nanoseconds: UInt64) -> BenchRow {
      BenchRow(
        name: "", gas: gas, ok: true, output: [], minimum: nanoseconds, median: nanoseconds,
        tier: .raw, isCold: false)
    }
    let mean = BenchRow.geometricMean([row(1000, 1000), row(4000, 1000)]) ?? 0
    #expect((1_999_999_000...2_000_001_000).contains(mean), "\(mean)")
    #expect(BenchRow.geometricMean([]) == nil)
  }
}
