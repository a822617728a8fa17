import CairnCommands

@main
struct Main {
  static func main() {
    _ = CairnProgram.run(CommandLine.arguments)
  }
}
