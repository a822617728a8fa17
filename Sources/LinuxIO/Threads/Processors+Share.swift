extension Processors {
  /// How fast each processor is beside the others, where they differ (big and little cores); empty
  /// where the kernel does not tell. `root` stands before `/sys`.
  public static func capacities(root: String = "") -> [Int] {
    var result: [Int] = []
    let base = root + "/sys/devices/system/cpu"
    for number in 0..<Limits.processors {
      guard let capacity = SmallFile.integer("\(base)/cpu\(number)/cpu_capacity") else { break }
      result.append(capacity)
    }
    return result
  }

  /// The share of processors that the service may use, in hundredths of one (systemd's CPUQuota, a
  /// container's limit; cgroup v2, cpu.max); nil without a limit.
  public static func quota(root: String = "") -> Int? {
    let group = ownGroup(root)
    var result: Int?
    for path in ["/sys/fs/cgroup\(group)/cpu.max", "/sys/fs/cgroup/cpu.max"] {
      guard let text = SmallFile.text(root + path) else { continue }
      let words = text.split(separator: " ")
      guard words.count == 2, let quota = Int(words[0]), let period = Int(words[1]), period > 0,
        quota > 0, quota < Int.max / 100
      else { continue }
      result = min(result ?? .max, max(1, quota * 100 / period))
    }
    return result
  }

  /// The line of version 2 in /proc/self/cgroup is `0::/path`.
  private static func ownGroup(_ root: String) -> String {
    for line in SmallFile.text(root + "/proc/self/cgroup")?.split(separator: "\n") ?? []
    where line.hasPrefix("0::/") && line.count > 4 {
      return String(line.dropFirst(3))
    }
    return ""
  }
}
