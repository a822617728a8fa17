import BlockExecution
import ChainTypes
import CommandLineKit
import LinuxIO

/// Where t8n's documents go.
struct TransitionOutputs {
  let folder: String
  let alloc: String
  let result: String
  let body: String?

  init(_ invocation: Invocation) {
    folder = invocation.value("output.basedir") ?? ""
    alloc = invocation.value("output.alloc") ?? "alloc.json"
    result = invocation.value("output.result") ?? "result.json"
    body = invocation.value("output.body")
  }

  func write(
    _ transition: Transition, _ entries: [TransitionTransactions.Entry], _ console: Console
  ) throws(CommandError) {
    var documents = [
      (name: "alloc", place: alloc, value: transition.allocation),
      (name: "result", place: result, value: transition.result),
    ]
    if let body { documents.append(("body", body, TransitionOutputs.body(of: entries))) }
    var output: [(key: String, value: JSONValue)] = []
    var error: [(key: String, value: JSONValue)] = []
    for document in documents {
      switch document.place {
      case "stdout": output.append((document.name, document.value))
      case "stderr": error.append((document.name, document.value))
      case "": break
      default: try write(document.value.text(pretty: true) + "\n", to: document.place)
      }
    }
    if !output.isEmpty { console.line(JSONValue.object(output).text(pretty: true)) }
    if !error.isEmpty { console.error(JSONValue.object(error).text(pretty: true) + "\n") }
  }

  func write(_ traces: [(file: String, line: String)]) throws(CommandError) {
    var files: [(name: String, text: String)] = []
    for entry in traces {
      if files.last?.name != entry.file { files.append((entry.file, "")) }
      files[files.count - 1].text += entry.line + "\n"
    }
    for file in files { try write(file.text, to: file.name) }
  }

  private func write(_ text: String, to name: String) throws(CommandError) {
    let path = folder.isEmpty || name.hasPrefix("/") ? name : "\(folder)/\(name)"
    do throws(SystemError) {
      if !folder.isEmpty { try Folder.create(folder) }
      try WholeFile.write(Array(text.utf8), to: path)
    } catch {
      throw CommandError(error)
    }
  }

  /// The RLP list of all transactions that could be read, refused ones too.
  private static func body(of entries: [TransitionTransactions.Entry]) -> JSONValue {
    var writer = RLPWriter()
    writer.appendList { list in
      for case .success(let transaction) in entries {
        if transaction.kind == .legacy {
          list.appendRaw(transaction.encoded())
        } else {
          list.append(bytes: transaction.encoded())
        }
      }
    }
    return .string(Hex.encode(writer.bytes))
  }
}
