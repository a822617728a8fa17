import CLinux

/// Ends the process with a status; exit(3).
public func exitProcess(_ status: Int32) -> Never { exit(status) }
