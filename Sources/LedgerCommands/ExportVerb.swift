import BlockExecution
import CommandLineKit
import Ledger
import LedgerStorage
import LinuxIO
import StateStore

/// Writes the blocks of a ledger's folder to a chain file.
public enum ExportVerb {
  public static let verb = Verb(
    "export", "write blocks to an RLP chain file, as geth exports and imports them",
    operands: "FILE",
    options: [
      .data, .mapSize, VerbOption("from", value: "N", "the first block; 0 unless given"),
      VerbOption("to", value: "N", "the last block; the head unless given"),
    ],
    example: "--data chain chain.rlp"
  ) { invocation, console throws(CommandError) in
    guard invocation.operands.count == 1, let path = invocation.operands.first else {
      throw CommandError(.usage, "one file is to be named", next: invocation.advice)
    }
    let data = try invocation.required("data")
    let ledger = try LedgerFolder.open(data, genesis: nil, invocation)
    let from = try invocation.block("from") ?? 0
    let to = try invocation.block("to") ?? ledger.head.number
    guard from <= to, to <= ledger.head.number else {
      throw CommandError(
        .usage, "there are no blocks \(from) to \(to), the head is \(ledger.head.number)",
        next: invocation.advice)
    }
    let bytes = try write(ledger, from...to, to: path, data)
    var line = JSONLine()
    line.add("blocks", Int(truncatingIfNeeded: to - from + 1))
    line.add("from", Int(truncatingIfNeeded: from))
    line.add("to", Int(truncatingIfNeeded: to))
    line.add("bytes", bytes)
    console.line(
      invocation.wantsJSON
        ? line.text : "\(to - from + 1) blocks, \(from) to \(to), \(bytes) bytes to \(path)")
    return .yes
  }

  private static func write(
    _ ledger: FolderLedger, _ numbers: ClosedRange<UInt64>, to path: String, _ data: String
  ) throws(CommandError) -> Int {
    var buffer: [UInt8] = []
    var written = 0
    let file: FileDescriptor
    do throws(SystemError) { file = try FileDescriptor(opening: path, for: .replace) } catch {
      throw CommandError(.world, error.text, at: path, next: "Name a file that can be written.")
    }
    for number in numbers {
      do throws(LedgerError<StoreError>) {
        guard let block = try ledger.block(number) else { throw .noBlock(number) }
        buffer += block.record.encodedBlock
      } catch { throw CommandError(error, at: data) }
      guard buffer.count >= LedgerCommandLimits.fileChunk || number == numbers.upperBound else {
        continue
      }
      do throws(SystemError) {
        try file.write(all: buffer)
        if number == numbers.upperBound { try file.synchronize() }
      } catch { throw CommandError(.world, error.text, at: path, next: "Make room and repeat.") }
      written += buffer.count
      buffer.removeAll(keepingCapacity: true)
    }
    return written
  }
}
