import ChainTypes
import CommandLineKit
import EVM
import LinuxIO

enum BenchVerb {
  static let verb = Verb(
    "bench", "measure contracts: gas, output and nanoseconds of an execution",
    operands: "[NAME…]",
    options: [
      VerbOption("cases", value: "FILE", "contracts of a JSON file instead of those that ship"),
      VerbOption("repeat", value: "N", "runs of each, instead of about a second's worth"),
      VerbOption("cold", "forget the code before each run, so that its preparation counts"),
      .fork, .tier,
    ],
    example: "--json arithmetic keccak"
  ) { invocation, console throws(CommandError) in
    let all = try workloads(invocation)
    let wanted = Set(invocation.operands)
    for name in invocation.operands where !all.contains(where: { $0.name == name }) {
      throw CommandError(
        .usage, "there is no contract \"\(name)\"", at: "operand",
        next: "Known: \(all.reduce("") { $0.isEmpty ? $1.name : "\($0), \($1.name)" }).")
    }
    var measurement = Measurement(tier: try invocation.tier(), fork: try invocation.fork())
    measurement.isCold = invocation.has("cold")
    if invocation.has("repeat") {
      measurement.runs = try invocation.integer("repeat", in: 1...Limits.repetitions, default: 1)
    }
    var results: [BenchRow] = []
    for workload in all where wanted.isEmpty || wanted.contains(workload.name) {
      let row = measurement.measure(workload)
      console.line(invocation.wantsJSON ? row.json : row.text)
      results.append(row)
    }
    if !invocation.wantsJSON, let mean = BenchRow.geometricMean(results) {
      console.line("geometric mean of gas per second: \(mean / 1_000_000) million")
    }
    return results.allSatisfy { $0.ok } ? .yes : .no
  }

  private static func workloads(
    _ invocation: Invocation
  ) throws(CommandError) -> [BenchWorkload] {
    guard let file = invocation.value("cases") else { return BenchWorkload.shipped }
    switch FixtureText.parse(file) {
    case .failure(let problem):
      throw CommandError(.world, problem.text, at: file, next: "Check the file.")
    case .success(let content):
      do throws(JSONError) {
        var cases: [BenchWorkload] = []
        for entry in try content.root.elements() {
          cases.append(
            BenchWorkload(
              try entry.member("name").string(), code: try entry.member("code").blob(),
              input: try entry.member("input").blob()))
        }
        return cases
      } catch {
        throw CommandError(.world, "\(error)", at: file, next: "Check the file.")
      }
    }
  }
}
