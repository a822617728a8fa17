import EVMCommands
import ProgramHost

@main
struct Main {
  static func main() {
    ProcessMain.run(EVMProgram.program)
  }
}
