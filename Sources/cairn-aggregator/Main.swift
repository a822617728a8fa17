import AggregatorCommands
import ProgramHost

@main
struct Main {
  static func main() { ProcessMain.run(AggregatorProgram.program) }
}
