import BoardAgent
import BrokerClient
import ChainTypes
import FleetAggregator
import FleetLink
import Lanes
import LinuxIO
import Statements
import SyncProtocol

extension Demo {
  static let names = ["north", "east", "south"]

  func startEverybody() throws(DemoFailure) {
    for name in Demo.names {
      // The last one's line to the broker can be cut.
      let port = name == Demo.names.last ? relay.port : broker.port
      boards.append(try fleet.makeBoard(name, port: port))
    }
    try fleet.admit(boards)
    members = boards.map { member($0) }
    try aggregator.start()
    for member in members { try member.start() }
    say(
      "a private broker on port \(broker.port), an aggregator, and three boards: each signs what "
        + "it measures,")
    say("seals it into a block every second, and executes the others' blocks again")
    let isUp = try wait(share: 20) {
      members.allSatisfy { $0.status.number("link", "final") >= 2 && isDelivered($0, 2) }
    }
    try checkRunning(members + [aggregator])
    report.claim("boardsRun", isUp)
    report.fact("boards", .integer(Int64(boards.count)))
    screen.show(DemoTable.lines(members, aggregator), always: true)
    say(
      isUp
        ? "every block is verified, receipted by the aggregator, and final by two cosignatures"
        : "FAILED: not every board has receipted and final blocks")
  }

  func member(_ board: DemoFleet.Board) -> DemoMember {
    DemoMember(
      board.name,
      words: [settings.program, "run", "--config", folder.file("\(board.name)/board.yaml")],
      log: folder.file("\(board.name).log"), socket: board.folder.socket, method: "cairn_status")
  }

  func isDelivered(_ member: DemoMember, _ height: UInt64) -> Bool {
    member.status.number("link", "delivered") >= height
  }

  /// The story's first chapter: a board without network goes on, and catches up.
  func cutOff() throws(DemoFailure) {
    let board = members[2]
    let before = board.status.number("head")
    relay.setCut(true)
    say("\(board.name): its line to the broker is cut")
    let goesOn = try wait(share: 15) {
      !board.status.flag("link", "isConnected") && board.status.number("head") >= before + 3
        && isOffline(boards[2])
    }
    let cut = board.status.number("head")
    let missed = cut - min(cut, board.status.number("link", "delivered"))
    screen.show(DemoTable.lines(members, aggregator), always: true)
    report.claim("cutBoardGoesOn", goesOn)
    say(
      goesOn
        ? "aggregator: \(board.name) is offline. The board itself has sealed \(missed) blocks since"
        : "FAILED: the board did not go on, or nobody noticed")
    relay.setCut(false)
    let caughtUp = try wait { isDelivered(board, cut) }
    report.claim("cutBoardCatchesUp", caughtUp)
    report.fact("blocksWhileCut", .integer(Int64(clamping: missed)))
    say(
      caughtUp
        ? "the line is back: every block that was sealed meanwhile has its receipt now"
        : "FAILED: not every block arrived after the cut")
  }

  /// The broker tells the aggregator by the board's will.
  private func isOffline(_ board: DemoFleet.Board) -> Bool {
    lane(board.lane)["isOnline"]?.asBool == false
  }

  /// A lane as the aggregator has it; null when it has not.
  func lane(_ lane: Lane) -> JSONValue {
    let list = aggregator.call("aggregator_lanes")?.asArray ?? []
    return list.first {
      $0["board"]?.asString == lane.board.hex && $0.number("term") == lane.term
    } ?? .null
  }

  /// At the end everybody has the same blocks.
  func compare() throws(DemoFailure) {
    let heads = members.map { $0.status.number("head") }
    let arrived = try wait {
      zip(members, heads).allSatisfy { isDelivered($0.0, $0.1) }
    }
    var isSame = arrived
    for (board, head) in zip(boards, heads) {
      let own = hash(board, head)
      let stored = aggregator.call(
        "aggregator_block",
        [
          .string(board.lane.board.hex), .integer(Int64(clamping: board.lane.term)),
          .integer(Int64(clamping: head)),
        ])
      guard let seal = stored?["seal"]?.asString, let bytes = try? Hex.decode(seal),
        let signed = try? Signed<Seal>(bytes: bytes), signed.content.blockHash == own
      else {
        isSame = false
        continue
      }
    }
    report.claim("aggregatorHasEveryBlock", isSame)
    report.fact(
      "readingsSealed",
      .integer(Int64(clamping: members.reduce(0) { $0 + DemoTable.sealed($1.status) })))
    report.fact(
      "blocksStored", .integer(Int64(clamping: aggregator.status.number("blocksStored"))))
    say(
      isSame
        ? "the aggregator executed every block of every board again, to the same roots"
        : "FAILED: the aggregator lacks blocks")
  }

  private func hash(_ board: DemoFleet.Board, _ height: UInt64) -> Hash? {
    guard let member = members.first(where: { $0.name == board.name }),
      let block = member.call(
        "eth_getBlockByNumber", [.string("0x" + String(height, radix: 16)), false])
    else { return nil }
    return block["hash"]?.asString.flatMap { Hash(hex: $0) }
  }

  func finish() throws(DemoFailure) {
    for member in members { member.terminate() }
    var isClean = true
    for member in members where !member.finish() { isClean = false }
    aggregator.terminate()
    if !aggregator.finish() { isClean = false }
    report.claim("endsInOrder", isClean)
    screen.show(DemoTable.lines(members, aggregator), always: true)
    report.fact(
      "seconds", .integer(Int64((MonotonicClock.now() - began) / 1_000_000_000)))
    say(isClean ? "everybody stopped in order" : "FAILED: somebody did not stop in order")
  }
}
