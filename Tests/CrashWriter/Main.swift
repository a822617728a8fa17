import LinuxIO
import StateStore

/// A second process for the tests of the store: it writes until it is killed, holds a folder, keeps
/// a view open, or looks at what a crash left. What it is to do is its first word; each line that
/// it prints is one answer.
@main
enum CrashWriter {
  static func main() {
    let words = (try? ProcessArguments.all()) ?? []
    guard words.count > 2 else { return fail("usage: crash-writer MODE FOLDER [COUNT]") }
    let folder = words[2]
    do throws(StoreError) {
      switch words[1] {
      case "write": try write(folder, commits: words.count > 3 ? UInt64(words[3]) ?? 0 : .max)
      case "hold":
        let store = try Store(folder: folder, mapSize: mapSize)
        waitHolding { _ = try? store.clearStaleReaders() }
      case "view":
        let store = try Store(folder: folder, mapSize: mapSize, access: .readOnly)
        let table = try store.openTable("blocks")
        let view = try store.beginReading()
        waitHolding { _ = try? view.get([0], in: table) }
      case "check": checkEach(model)
      case "write-ledger":
        writeLedger(folder, blocks: words.count > 3 ? UInt64(words[3]) ?? 0 : .max)
      case "check-ledger": checkEach(ledger)
      default: fail("no mode \(words[1])")
      }
    } catch {
      fail(error.text)
    }
  }

  static let mapSize = 64 << 20

  /// Says that it is ready and waits for the end of the standard input.
  private static func waitHolding(_ body: () -> Void) {
    StandardStream.output.write("ready\n")
    _ = try? WholeFile.readStandardInput()
    body()
  }

  private static func write(_ folder: String, commits: UInt64) throws(StoreError) {
    let store = try Store(folder: folder, mapSize: mapSize)
    let model = try CommitModel(store)
    var number = try model.head() ?? 0
    while number < commits {
      number += 1
      try model.commit(number)
      StandardStream.output.write("\(number)\n")
    }
  }

  /// Answers each folder named on a line of the standard input by its head or by what is wrong.
  private static func checkEach(_ check: (String) -> String) {
    while let folder = readLine() { StandardStream.output.write("\(check(folder))\n") }
  }

  /// The head, when everything holds and goes on to hold after one more commit.
  private static func model(_ folder: String) -> String {
    do throws(StoreError) {
      let store = try Store(folder: folder, mapSize: mapSize)
      let model = try CommitModel(store)
      let found = try model.verify()
      guard let head = UInt64(found) else { return found }
      try model.commit(head + 1)
      let next = try model.verify()
      return next == "\(head + 1)" ? found : "after one more commit: \(next)"
    } catch { return error.text }
  }

  private static func ledger(_ folder: String) -> String {
    do throws(LedgerModel.Failure) {
      let model = try LedgerModel(folder)
      let walk = LedgerWalk(model: model)
      let found = try walk.verify()
      guard let head = UInt64(found) else { return found }
      try model.append()
      let next = try walk.verify()
      return next == "\(head + 1)" ? found : "after one more block: \(next)"
    } catch { return "\(error)" }
  }

  private static func writeLedger(_ folder: String, blocks: UInt64) {
    do throws(LedgerModel.Failure) {
      let model = try LedgerModel(folder)
      while model.head < blocks {
        try model.append()
        StandardStream.output.write("\(model.head)\n")
      }
    } catch { fail("\(error)") }
  }

  private static func fail(_ text: String) {
    StandardStream.error.write("crash-writer: \(text)\n")
    exitProcess(3)
  }
}
