import CommandLineKit

/// A program with one verb of each kind, and what it wrote.
final class Run {
  var output = ""
  var error = ""
  var status = ExitStatus.yes

  init(_ arguments: String...) {
    let console = Console(output: { self.output += $0 }, error: { self.error += $0 })
    status = Run.program.run(["/usr/bin/stone"] + arguments, console: console)
  }

  static let program = Program(
    name: "stone", summary: "for tests",
    verbs: [
      Verb("version", "say the version", example: "") { invocation, console in
        console.line("stone 1")
        return .yes
      },
      Verb(
        "stack", "set stones on a heap", operands: "STONE…",
        options: [
          VerbOption("height", value: "N", "how many"),
          VerbOption("state.fork", value: "NAME", "which rules"),
          VerbOption("dry", "only look"),
        ],
        example: "--height 3 granite"
      ) { (invocation, console) throws(CommandError) -> ExitStatus in
        let height = try invocation.integer("height", in: 1...9, default: 1)
        console.line("\(height) \(invocation.operands) \(invocation.values("state.fork"))")
        return invocation.has("dry") ? .no : .yes
      },
    ])
}
