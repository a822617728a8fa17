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
      case "check": checkEach()
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
  private static func checkEach() {
    while let folder = readLine() {
      do throws(StoreError) {
        let store = try Store(folder: folder, mapSize: mapSize)
        let model = try CommitModel(store)
        StandardStream.output.write("\(try model.verify())\n")
      } catch {
        StandardStream.output.write("\(error.text)\n")
      }
    }
  }

  private static func fail(_ text: String) {
    StandardStream.error.write("crash-writer: \(text)\n")
    exitProcess(3)
  }
}
