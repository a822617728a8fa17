import ChainTypes

/// The table of boards.
enum DemoTable {
  static let columns: [(title: String, width: Int)] = [
    ("board", 9), ("address", 12), ("height", 7), ("readings", 9), ("receipted", 10),
    ("final", 7), ("in log", 7), ("state", 0),
  ]

  static func lines(_ boards: [DemoMember], _ aggregator: DemoMember) -> [String] {
    var lines = ["    " + row(columns.map { $0.title })]
    for board in boards { lines.append("    " + row(board)) }
    let status = aggregator.status
    lines.append(
      "    aggregator: \(status.number("blocksStored")) blocks verified and stored, "
        + "\(status.number("counters", "receipts")) receipts, log of \(status.number("logSize")), "
        + "\(status.number("alertsTotal")) alerts")
    return lines
  }

  private static func row(_ board: DemoMember) -> String {
    let status = board.status
    guard !status.isNull else { return row([board.name, "", "", "", "", "", "", "starting"]) }
    let address = String((status["board"]?.asString ?? "").prefix(10))
    return row([
      board.name, address, "\(status.number("head"))", "\(sealed(status))",
      "\(status.number("link", "delivered"))", "\(status.number("link", "final"))",
      "\(status.number("link", "covered"))", state(board),
    ])
  }

  private static func state(_ board: DemoMember) -> String {
    if !board.isRunning { return "not running" }
    let link = board.status["link"] ?? .null
    if !link.flag("isConnected") { return "cut off, goes on by itself" }
    if let reason = link["stopped"]?.asString { return reason }
    return link.flag("maySeal") ? "ok" : "asks its peers"
  }

  /// Readings in sealed blocks.
  static func sealed(_ status: JSONValue) -> UInt64 {
    var sum: UInt64 = 0
    for sensor in status["sensors"]?.asArray ?? [] { sum += sensor.number("sealed") }
    return sum
  }

  private static func row(_ cells: [String]) -> String {
    var line = ""
    for (cell, column) in zip(cells, columns) {
      line += cell
      line += String(repeating: " ", count: max(1, column.width - cell.count))
    }
    return line
  }
}
