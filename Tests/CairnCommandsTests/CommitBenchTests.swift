import Testing

@testable import CairnCommands

@Suite struct CommitBytes {
  private func figures(_ load: String) throws -> [String: Int] {
    let load = try #require(CommitLoad.all.first { $0.name == load })
    // One flush, at the end.
    let found = try CommitBench.run(load, BenchSettings(blocks: 64, folder: "/tmp"))
    return Dictionary(
      uniqueKeysWithValues: found.figures.map { ($0.name, $0.thousandths) })
  }

  @Test func `a block of 100 readings writes at most 64 KB on average, with its share of a flush`()
    throws
  {
    let found = try figures("latest")
    // This kernel may not count what is written.
    guard let written = found["written_kb_per_block"], let flushes = found["of_it_flushes_kb"]
    else {
      return
    }
    #expect(found["page_bytes"] == 4_096_000)
    #expect(written <= 64_000, "\(found)")
    #expect((1_000..<written).contains(flushes), "\(found)")
    // The readings alone have 3,200 bytes.
    #expect(try #require(found["record_kb"]) > 3_125, "\(found)")
  }
}
