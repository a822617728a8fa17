import BlockExecution
import ChainTypes
import CommandLineKit
import Ledger
import LedgerStorage
import LinuxIO
import StateStore

/// One import: file after file, block after block, until all is done, something is wrong, or
/// somebody wants it to stop.
struct ImportRun {
  private let importer: ChainImporter<LMDBLedgerStore>
  private let data: String
  private let console: Console
  private let isJSON: Bool
  private var progress: ImportProgress

  init(
    _ ledger: FolderLedger, _ data: String, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) {
    do throws(LedgerError<StoreError>) { importer = try ChainImporter(ledger) } catch {
      throw CommandError(error, at: data)
    }
    self.data = data
    self.console = console
    isJSON = invocation.wantsJSON
    progress = ImportProgress(
      style: isJSON ? .json : StandardStream.error.isTerminal ? .bar : .lines, console: console)
  }

  mutating func execute(
    _ files: [String], shouldStop: () -> Bool
  ) throws(CommandError) -> ExitStatus {
    for file in files {
      guard let facts = try? FileFacts(of: file) else {
        throw CommandError(
          .world, "there is no such file", at: file, next: "Check the path.")
      }
      progress.total += UInt64(max(0, facts.size))
    }
    var end = End.done
    for file in files {
      end = try importFile(file, shouldStop)
      guard case .done = end else { break }
    }
    do throws(LedgerError<StoreError>) {
      try importer.commit()
      if case .done = end { try importer.ledger.flush() }
    } catch { throw CommandError(error, at: data) }
    progress.finish()
    report(end)
    if case .done = end { return .yes }
    return .no
  }

  private enum End {
    case done
    case stopped
    /// A block or a file that is not valid: where, and why.
    case refused(String)
  }

  private mutating func importFile(
    _ path: String, _ shouldStop: () -> Bool
  ) throws(CommandError) -> End {
    let file: FileDescriptor
    do throws(SystemError) { file = try FileDescriptor(opening: path, for: .read) } catch {
      throw CommandError(.world, error.text, at: path, next: "Check the path.")
    }
    var reader = ChainFileReader()
    var chunk = [UInt8](repeating: 0, count: LedgerCommandLimits.fileChunk)
    while let count = try read(file, &chunk, path) {
      reader.feed(chunk[..<count])
      if let end = try importBlocks(&reader, path, shouldStop) { return end }
    }
    do throws(ChainFileError) { try reader.finish() } catch {
      return .refused("\(path): \(error)")
    }
    progress.finishFile(reader.offset)
    return .done
  }

  /// Nil at the end of the file.
  private func read(
    _ file: borrowing FileDescriptor, _ chunk: inout [UInt8], _ path: String
  ) throws(CommandError) -> Int? {
    do throws(SystemError) {
      guard case .bytes(let count) = try file.read(into: &chunk) else { return nil }
      return count
    } catch { throw CommandError(.world, error.text, at: path, next: "Start the import again.") }
  }

  /// Imports what the reader has; an end when it is not to go on.
  private mutating func importBlocks(
    _ reader: inout ChainFileReader, _ path: String, _ shouldStop: () -> Bool
  ) throws(CommandError) -> End? {
    while true {
      let block: ChainFileBlock?
      do throws(ChainFileError) { block = try reader.next() } catch {
        return .refused("\(path): \(error)")
      }
      guard let block else { return nil }
      do throws(LedgerError<StoreError>) {
        let outcome = try importer.importBlock(block)
        progress.count(outcome, at: reader.offset, head: importer.ledger.head.number)
      } catch {
        guard case .invalid(let reason) = error else { throw CommandError(error, at: data) }
        return .refused(
          "\(path): block \(block.number) at byte \(block.offset): \(reason)"
            + advice(block, reason))
      }
      if shouldStop() { return .stopped }
    }
  }

  /// What to look at, where the reason alone does not tell.
  private func advice(_ block: ChainFileBlock, _ reason: InvalidBlock) -> String {
    guard case .unknownParent = reason else { return "" }
    let ledger = importer.ledger
    if block.number <= 1 {
      let genesis = block.number == 0 ? block.hash : block.parentHash
      return "; the file's chain begins with genesis \(genesis.hex), the ledger's with "
        + "\(ledger.genesisHash.hex): name the genesis.json of the file's chain"
    }
    return "; the ledger's head is block \(ledger.head.number): import the blocks before it first"
  }

  private func report(_ end: End) {
    let head = importer.ledger.head.number
    let hash = importer.ledger.headHash.hex
    if case .refused(let reason) = end { console.error("\(reason)\n") }
    if isJSON {
      var line = progress.line(kind: "end")
      line.add("head", Int(truncatingIfNeeded: head))
      line.add("hash", hash)
      switch end {
      case .done: line.add("result", "done")
      case .stopped: line.add("result", "stopped")
      case .refused(let reason):
        line.add("result", "refused")
        line.add("error", reason)
      }
      console.line(line.text)
      return
    }
    console.line(progress.summary)
    switch end {
    case .done: console.line("head \(head) \(hash)")
    case .stopped: console.line("stopped at block \(head) \(hash); start again to go on")
    case .refused: console.line("head \(head) \(hash), the last valid block")
    }
  }
}
