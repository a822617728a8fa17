import LinuxIO
import Testing

@Suite struct ProcessMemories {
  private func smaps(_ mappings: [(String, anonymous: String)]) -> [UInt8] {
    mappings.flatMap { heading, anonymous in
      Array("\(heading)\nSize: 4 kB\nAnonymous:      \(anonymous)\nVmFlags: rd ex mr\n".utf8)
    }
  }

  /// glibc's words before a mapping of its own are the first of its page.
  private func isMapped(_ memory: UnsafeMutableRawPointer) -> Bool {
    UInt(bitPattern: memory) % 4096 <= 16
  }

  /// What other tests have freed is used up first, in whatever way it was taken: so many are held,
  /// and the last ones count.
  @Test func `large allocations stay mappings of their own after such a one was freed`() {
    ProcessMemory.mapLarge()
    UnsafeMutableRawPointer.allocate(byteCount: 24 << 20, alignment: 16).deallocate()
    let held = (0..<64).map { _ in
      UnsafeMutableRawPointer.allocate(byteCount: 2 << 20, alignment: 16)
    }
    defer { for memory in held { memory.deallocate() } }
    #expect(held.suffix(8).allSatisfy { isMapped($0) })
  }

  @Test func `only what is the file's own and read-only is let go`() {
    let maps = smaps([
      ("00010000-00230000 r--p 00000000 b3:02 133    /usr/bin/cairn", "0 kB"),
      ("00230000-005a0000 r-xp 00220000 b3:02 133    /usr/bin/cairn", "0 kB"),
      ("005a0000-005b0000 r--p 00590000 b3:02 133    /usr/bin/cairn", "64 kB"),
      ("005b0000-005c0000 rw-p 005a0000 b3:02 133    /usr/bin/cairn", "0 kB"),
      ("76e00000-76f40000 r-xp 00000000 b3:02 901    /usr/lib/with a blank/libc.so.6", "0 kB"),
      ("76f40000-76f50000 r-xp 00000000 b3:02 902    /usr/lib/patched.so", "4 kB"),
      ("76f50000-76f51000 r-xp 00000000 00:00 0      [sigpage]", "0 kB"),
      ("76f60000-76f70000 rwxp 00000000 b3:02 77     /usr/lib/written.so", "0 kB"),
      ("76f80000-76f90000 r--s 00000000 b3:02 78     /var/lib/cairn/data.mdb", "0 kB"),
      ("76f90000-76fa0000 r--p 00000000 00:00 0", "0 kB"),
      ("7ffffffff000-7fff r-xp 00000000 b3:02 78     /backwards", "0 kB"),
      ("zz-76f90000 r-xp 00000000 b3:02 78           /no/number", "0 kB"),
      ("76f80000 r-xp 00000000 b3:02 78              /no/end", "0 kB"),
      ("76fb0000-76fc0000 r-xp 00000000 b3:02 79     /usr/lib/odd.so", "0"),
    ])
    #expect(
      MappedFiles.unchanged(in: maps) == [
        0x10000..<0x230000, 0x230000..<0x5a0000, 0x76e0_0000..<0x76f4_0000,
      ])
    #expect(MappedFiles.unchanged(in: []) == [])
    // A list that was cut off in the middle of a mapping says nothing about it.
    let start = Array("00010000-00230000 r-xp 00000000 b3:02 133 /usr/bin/cairn\nSize: 4 kB".utf8)
    #expect(MappedFiles.unchanged(in: start) == [])
  }

  @Test func `what was let go comes back when it is used`() throws {
    let maps = try WholeFile.read("/proc/self/smaps")
    #expect(!MappedFiles.unchanged(in: maps).isEmpty)
    let kept = (0..<1_000).map { [UInt8](repeating: UInt8($0 & 255), count: $0) }
    ProcessMemory.settle()
    ProcessMemory.settle()
    #expect(kept.enumerated().allSatisfy { $1 == [UInt8](repeating: UInt8($0 & 255), count: $0) })
    #expect(ProcessMemory.own ?? 1 > 0)
  }
}
