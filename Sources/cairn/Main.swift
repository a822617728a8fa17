import CairnCommands
import ProgramHost

@main
struct Main {
  static func main() { ProcessMain.run(CairnProgram.program) }
}
