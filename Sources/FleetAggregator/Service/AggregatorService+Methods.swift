import ChainTypes
import FleetLink
import FleetLog
import FleetManifest
import KeyCustody
import Ledger
import RPCMethods
import ReadingProofs
import StateStore
import Statements
import SyncProtocol

// What the verbs of `cairn-aggregator` ask a running one over its control socket.

extension AggregatorService {
  /// The answer to a request; nil when it wants none.
  func answer(_ document: JSONValue) -> JSONValue? {
    RPCAnswer.one(document) { (method, parameters) throws(RPCError) in
      switch method {
      case "aggregator_status": return status
      case "aggregator_lanes": return .array(laneList)
      case "aggregator_metrics": return .string(metrics)
      case "aggregator_manifest": return .string(Hex.encode(link.manifests.current.bytes))
      case "aggregator_announce": return try announce(parameters)
      case "aggregator_enrolment": return try enrolment(parameters)
      case "aggregator_checkpoint": return checkpointNow()
      case "aggregator_succeed": return try succeed(parameters)
      case "aggregator_cover": return try cover(parameters)
      case "aggregator_block": return try block(parameters)
      case "aggregator_prove": return try prove(parameters)
      default: throw .unknownMethod(method)
      }
    }
  }

  private func bytes(_ parameters: [JSONValue], _ index: Int) throws(RPCError) -> [UInt8] {
    guard index < parameters.count, let text = parameters[index].asString,
      let bytes = try? Hex.decode(text)
    else { throw .invalidParameters("argument \(index) has to be hexadecimal digits behind 0x") }
    return bytes
  }

  /// A version of the manifest that the operator signed elsewhere.
  private func announce(_ parameters: [JSONValue]) throws(RPCError) -> JSONValue {
    let next: SignedManifest
    let encoded = try bytes(parameters, 0)
    do throws(ManifestError) {
      next = try SignedManifest(bytes: encoded, using: LibraryRecovery())
    } catch {
      throw .failed(error.description)
    }
    let offer = ManifestOffer(versions: [next.statement], content: next.content)
    guard link.announce(offer) else {
      throw .failed(
        "version \(next.version) does not go on from version \(link.manifests.version), which is "
          + "the current one")
    }
    for notice in link.step() { take(notice) }
    let members = next.manifest.lanes.map { $0.lane.board }
    enrolments = enrolments.filter { !members.contains($0.key) }
    return .object([("version", .integer(Int64(clamping: next.version)))])
  }

  /// The request of a board that asked over the broker.
  private func enrolment(_ parameters: [JSONValue]) throws(RPCError) -> JSONValue {
    guard let text = parameters.first?.asString, let board = Address(hex: text) else {
      throw .invalidParameters("argument 0 has to be the board's address")
    }
    guard let pending = enrolments[board] else {
      throw .failed("no request of \(board.hex) has arrived")
    }
    return .string(Hex.encode(pending.request.bytes))
  }

  private func checkpointNow() -> JSONValue {
    _ = checkpoint()
    guard let last = book.last else { return .null }
    return .object([
      ("size", .integer(Int64(clamping: last.content.size))),
      ("root", .string(last.content.root.hex)), ("signed", .string(Hex.encode(last.bytes))),
    ])
  }

  private func succeed(_ parameters: [JSONValue]) throws(RPCError) -> JSONValue {
    guard let signed = try? Signed<Succession>(bytes: try bytes(parameters, 0)) else {
      throw .invalidParameters("argument 0 is no signed succession")
    }
    link.tell(.succession(signed))
    for notice in link.step() { take(notice) }
    return true
  }

  private func lane(_ parameters: [JSONValue]) throws(RPCError) -> (Lane, UInt64) {
    guard parameters.count == 3, let text = parameters[0].asString,
      let board = Address(hex: text), let term = parameters[1].asInteger,
      let height = parameters[2].asInteger, term > 0, height >= 0
    else { throw .invalidParameters("board, term and height are wanted") }
    return (Lane(board: board, term: UInt64(term)), UInt64(height))
  }

  /// How the newest checkpoint covers a block.
  private func cover(_ parameters: [JSONValue]) throws(RPCError) -> JSONValue {
    let (lane, height) = try lane(parameters)
    guard let checkpoint = book.last, let cover = try? book.cover(lane, height: height) else {
      throw .failed("block \(height) is in no checkpoint yet")
    }
    return .object([
      ("checkpoint", .string(Hex.encode(checkpoint.bytes))),
      ("cover", .string(Hex.encode(cover.bytes))),
    ])
  }

  /// A block with its seal and cosignatures, as it is stored.
  private func block(_ parameters: [JSONValue]) throws(RPCError) -> JSONValue {
    let (lane, height) = try lane(parameters)
    guard let book = link.shelf.books[lane], let block = book.load(height, 1).first else {
      throw .failed("block \(height) of this lane is not stored here")
    }
    return .object([
      ("block", .string(Hex.encode(block.block))),
      ("seal", .string(Hex.encode(block.seal.bytes))),
      ("cosignatures", .array(block.cosignatures.map { .string(Hex.encode($0.bytes)) })),
    ])
  }

  /// Board, sensor, counter or null for the newest, term or null for the last that is stored.
  private func prove(_ parameters: [JSONValue]) throws(RPCError) -> JSONValue {
    guard parameters.count == 4, let board = parameters[0].asString.flatMap({ Address(hex: $0) }),
      let sensor = parameters[1].asString
    else { throw .invalidParameters("board, sensor, counter and term are wanted") }
    let counter = parameters[2].asInteger.map { UInt64(clamping: $0) }
    let term = parameters[3].asInteger.map { UInt64(clamping: $0) }
    let known = link.shelf.books.values.filter {
      $0.lane.board == board && (term == nil || $0.lane.term == term)
    }
    guard let lane = known.max(by: { $0.lane.term < $1.lane.term }) else {
      throw .failed("no lane of \(board.hex) is stored here")
    }
    link.keep(lane.lane)
    do throws(LinkFailure) {
      return try AggregatorProofs(book, link.manifests)
        .prove(lane, sensor: sensor, counter: counter).json
    } catch { throw .failed(error.text) }
  }
}
