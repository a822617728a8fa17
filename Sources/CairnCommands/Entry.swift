import ChainTypes
import LinuxIO

/// The verbs of `cairn`. The main file calls this and exits with what it returns.
public enum CairnProgram {
  public static func run(_ arguments: [String]) -> Int32 {
    StandardStream.output.write("cairn 0.1.0\n")
    return 0
  }
}
