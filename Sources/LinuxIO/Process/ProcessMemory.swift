import CLinux

/// What this process takes of the machine's memory.
public enum ProcessMemory {
  /// Bytes of its own in memory: heap, stacks and what it wrote to, but no file that is mapped
  /// (proc_pid_status(5), RssAnon); nil where the kernel does not tell.
  public static var own: Int? {
    for line in SmallFile.text("/proc/self/status")?.split(separator: "\n") ?? []
    where line.hasPrefix("RssAnon:") {
      let words = line.split { $0 == " " || $0 == "\t" }
      return words.count == 3 ? Int(words[1]).map { $0 * 1024 } : nil
    }
    return nil
  }

  /// Gives free memory back, so that the next steps' share is seen; malloc_trim(3).
  public static func trim() { cairn_trim_heap() }
}
