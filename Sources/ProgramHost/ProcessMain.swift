import CommandLineKit
import LinuxIO

/// Joins a program to the process it runs in: arguments, standard streams, exit status.
public enum ProcessMain {
  /// Runs the program with this process's arguments and ends the process.
  public static func run(_ program: Program) -> Never {
    let console = Console(
      output: { StandardStream.output.write($0) }, error: { StandardStream.error.write($0) })
    do throws(SystemError) {
      let arguments = try ProcessArguments.all()
      exitProcess(program.run(arguments, console: console).rawValue)
    } catch {
      console.error("\(program.name): \(error.text)\n")
      exitProcess(ExitStatus.world.rawValue)
    }
  }
}
