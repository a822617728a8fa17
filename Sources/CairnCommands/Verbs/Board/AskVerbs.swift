import ChainTypes
import CommandLineKit
import ControlSocket
import JSONText
import RPCMethods

/// Verbs that ask a running agent one thing.
enum AskVerbs {
  static let options = [
    BoardPlace.socketOption, BoardPlace.dataOption, BoardPlace.configOption,
  ]

  static var call: Verb {
    Verb(
      "call", "call a JSON-RPC method of the running agent", operands: "METHOD [PARAMETER…]",
      options: options, example: "eth_getBlockByNumber latest false --data /var/lib/cairn",
      body: runCall)
  }

  static var send: Verb {
    Verb(
      "send", "hand a signed transaction to the running agent", operands: "TRANSACTION",
      options: options, example: "0x02f86b… --data /var/lib/cairn", body: runSend)
  }

  static var blocks: Verb {
    Verb(
      "blocks", "list the newest blocks of the running agent",
      options: options + [VerbOption("count", value: "N", "how many (default: 10)")],
      example: "--count 20 --data /var/lib/cairn", body: runBlocks)
  }

  @Sendable
  private static func runCall(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let method = invocation.operands.first else {
      throw CommandError(.usage, "the method is missing", next: invocation.advice)
    }
    let parameters = invocation.operands.dropFirst().map { parameter($0) }
    var client = try BoardPlace.connect(invocation)
    do throws(ControlClient.Failure) {
      let result = try client.call(method, parameters)
      console.line(result.text(pretty: !invocation.wantsJSON))
      return .yes
    } catch {
      guard case .refused(let refusal) = error else { throw unanswered(error) }
      console.error("\(refusal.message) (\(refusal.code))\n")
      if let data = refusal.data { console.error("data: \(data.text())\n") }
      return .no
    }
  }

  /// A word that is JSON stands for itself, any other for its text: `latest` needs no quotes.
  private static func parameter(_ word: String) -> JSONValue {
    guard let first = word.utf8.first, "{[\"tfn".utf8.contains(first) || word == "null",
      let value = try? JSONReader.parse(word)
    else { return .string(word) }
    return value
  }

  @Sendable
  private static func runSend(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let text = invocation.operands.first, invocation.operands.count == 1 else {
      throw CommandError(
        .usage, "one signed transaction is wanted, in hexadecimal digits behind 0x",
        next: invocation.advice)
    }
    var client = try BoardPlace.connect(invocation)
    do throws(ControlClient.Failure) {
      let hash = try client.call("eth_sendRawTransaction", [.string(text)])
      let value = hash.asString ?? ""
      console.line(invocation.wantsJSON ? JSONValue.object([("hash", hash)]).text() : value)
      return .yes
    } catch {
      guard case .refused(let refusal) = error else { throw unanswered(error) }
      console.error("refused: \(refusal.message)\n")
      return .no
    }
  }

  @Sendable
  private static func runBlocks(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let count = try invocation.integer("count", in: 1...1_000, default: 10)
    var client = try BoardPlace.connect(invocation)
    do throws(ControlClient.Failure) {
      guard let text = try client.call("eth_blockNumber").asString,
        let head = Word(hex: text)?.asUInt64
      else { throw .malformed }
      for number in stride(from: head, through: head - min(head, UInt64(count - 1)), by: -1) {
        let block = try client.call(
          "eth_getBlockByNumber", [.string(Word(number).hex), false])
        if block.isNull { break }
        console.line(invocation.wantsJSON ? block.text() : line(number, block))
      }
      return .yes
    } catch {
      throw unanswered(error)
    }
  }

  private static func line(_ number: UInt64, _ block: JSONValue) -> String {
    func quantity(_ name: String) -> String {
      Word(hex: block[name]?.asString ?? "0x0")?.decimal ?? "?"
    }
    let hash = block["hash"]?.asString ?? "?"
    let transactions = block["transactions"]?.asArray?.count ?? 0
    return "\(number)  \(hash)  time \(quantity("timestamp"))  transactions \(transactions)  "
      + "gas \(quantity("gasUsed"))  bytes \(quantity("size"))"
  }

  static func unanswered(_ failure: ControlClient.Failure) -> CommandError {
    CommandError(.world, failure.text, next: "See `cairn status`, and the agent's log.")
  }
}
