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

  /// Makes large allocations mappings of their own from now on, unless there is room among what was
  /// freed before: they begin as pages that take no memory, and go when they are freed. Left alone,
  /// glibc puts them into the heap once such a one was freed: LMDB clears three megabytes there for
  /// each database that it opens, and uses a few pages of them.
  public static func mapLarge() { cairn_map_large(Limits.largeAllocation) }

  /// Gives free memory back; malloc_trim(3).
  public static func trim() { cairn_trim_heap() }

  /// Gives free memory back, and lets go of what the program and its libraries have mapped of their
  /// files. Starting runs through much of it once, and the kernel maps sixteen pages where one is
  /// used. What goes on being used comes back by itself, from the same page cache.
  public static func settle() {
    trim()
    let maps = try? WholeFile.read("/proc/self/smaps", limit: Limits.memoryMap)
    for part in MappedFiles.unchanged(in: maps ?? []) {
      cairn_let_go(part.lowerBound, Int(part.upperBound - part.lowerBound))
    }
  }
}
