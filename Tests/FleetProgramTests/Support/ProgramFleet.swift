import Foundation
import LinuxIO
import Testing

/// An aggregator and boards behind a Mosquitto with the shipped configuration: TLS, a certificate
/// for each, the shipped access list. Made with the programs' verbs alone.
final class ProgramFleet {
  static let mosquitto = "/usr/sbin/mosquitto"
  static let publisher = "/usr/bin/mosquitto_pub"
  static let subscriber = "/usr/bin/mosquitto_sub"
  static let openssl = "/usr/bin/openssl"
  static var isPossible: Bool {
    [mosquitto, publisher, subscriber, openssl].allSatisfy {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  let folder: String
  let port: Int
  let webPort: Int
  private(set) var aggregator = ""
  private(set) var fleetKey = ""
  private(set) var boards: [String] = []
  private(set) var running: [String: Running] = [:]

  init() throws {
    // Short, since the path of a socket has at most 107 bytes.
    folder = NSTemporaryDirectory() + "pf-\(UUID().uuidString.prefix(6))"
    (port, webPort) = try LoopbackSocket.twoFreePorts()
    try FileManager.default.createDirectory(
      atPath: folder + "/tls", withIntermediateDirectories: true)
    try certify("broker", "127.0.0.1")
    try startBroker()
  }

  deinit {
    for program in running.values { program.kill() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: The broker

  private func certify(_ kind: String, _ name: String) throws {
    try Programs.succeed(
      "/bin/sh",
      [
        Programs.repository.path + "/configs/mosquitto/make-certificates", folder + "/tls", kind,
        name,
      ])
  }

  /// What the comments of the shipped file tell to do, with this folder and port instead.
  private func startBroker() throws {
    let source = Programs.repository.path + "/configs/mosquitto"
    try FileManager.default.copyItem(atPath: source + "/acl", toPath: folder + "/tls/acl")
    for path in [folder, folder + "/tls"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    }
    let text = try String(contentsOfFile: source + "/mosquitto.conf", encoding: .utf8)
      .replacingOccurrences(of: "/etc/mosquitto/cairn", with: folder + "/tls")
      .replacingOccurrences(of: "/var/lib/mosquitto/", with: folder + "/")
      .replacingOccurrences(of: "listener 8883", with: "listener \(port) 127.0.0.1")
    try write(text, "mosquitto.conf")
    running["broker"] = try Running(
      Self.mosquitto, ["-c", folder + "/mosquitto.conf"], log: folder + "/broker.log")
  }

  private func brokerSettings(_ address: String) -> String {
    let name = String(address.dropFirst(2))
    return "broker: {url: 'mqtts://127.0.0.1:\(port)', longest_pause: 1 s, "
      + "authority: \(folder)/tls/authority.crt, certificate: \(folder)/tls/\(name).crt, "
      + "key: \(folder)/tls/\(name).key}\n"
  }

  /// mosquitto_pub or mosquitto_sub with a member's credentials.
  func client(_ program: String, as address: String, _ words: [String]) throws -> Programs.Output {
    let name = String(address.dropFirst(2))
    return try Programs.run(
      program,
      [
        "-h", "127.0.0.1", "-p", "\(port)", "-V", "5", "-q", "1", "--cafile",
        folder + "/tls/authority.crt", "--cert", "\(folder)/tls/\(name).crt", "--key",
        "\(folder)/tls/\(name).key",
      ] + words)
  }

  private func write(_ text: String, _ name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  // MARK: Members

  func data(_ board: String) -> String { "\(folder)/b\(boards.firstIndex(of: board) ?? 0)" }
  var aggregatorData: String { folder + "/agg" }

  func makeAggregator() throws {
    let made = try Programs.succeed(
      "cairn-aggregator",
      ["init", "--data", aggregatorData, "--broker", "mqtts://127.0.0.1:\(port)", "--json"]
    ).json
    aggregator = try #require(made["aggregator"] as? String)
    fleetKey = try #require(made["fleetKey"] as? String)
    try certify("client", String(aggregator.dropFirst(2)))
    try write(
      "aggregator: {data: \(aggregatorData), checkpoint: 500 ms}\n" + brokerSettings(aggregator)
        + "web: {listen: \(webPort)}\n", "agg/aggregator.yaml")
    try startAggregator()
  }

  /// Its log begins anew.
  func startAggregator() throws {
    running["aggregator"] = try Running(
      "cairn-aggregator", ["run", "--data", aggregatorData], log: folder + "/aggregator.log")
  }

  /// Made and started; not yet of the fleet.
  func makeBoard(
    _ more: [String] = [], in data: String? = nil, settings: String = ""
  ) throws -> String {
    let place = data ?? "\(folder)/b\(boards.count)"
    let made = try Programs.succeed(
      "cairn",
      ["init", "--data", place, "--fleet-file", aggregatorData + "/fleet.json", "--json"] + more
    ).json
    let board = try #require(made["board"] as? String)
    try certify("client", String(board.dropFirst(2)))
    boards.append(board)
    let text = """
      board: {name: b\(boards.count - 1), data: \(place)}
      readings: {batch: 300 ms, heartbeat: 1 s}
      \(brokerSettings(board))
      sensors:
        - {name: hall/temperature, driver: simulator, unit: Cel, every: 100 ms, base: 20,
           noise: 1, decimals: 2, seed: \(boards.count)}
      \(settings)
      """
    try text.write(toFile: place + "/board.yaml", atomically: true, encoding: .utf8)
    try start(board, in: place)
    return board
  }

  /// Starts a board that is made; its log begins anew.
  func start(_ board: String, in data: String? = nil) throws {
    let number = boards.firstIndex(of: board) ?? 0
    running[board] = try Running(
      "cairn", ["run", "--config", (data ?? self.data(board)) + "/board.yaml"],
      log: "\(folder)/board\(number).log")
  }

  /// What a board says of itself; empty while it does not answer.
  func status(_ board: String) throws -> [String: Any] {
    try Programs.run("cairn", ["status", "--data", data(board), "--json"]).json
  }

  func link(_ board: String, _ name: String) throws -> Int {
    let link = try status(board)["link"] as? [String: Any]
    return link?[name] as? Int ?? 0
  }

  /// A verb of the aggregator, on its folder.
  func aggregator(_ words: [String]) throws -> Programs.Output {
    try Programs.run("cairn-aggregator", words + ["--data", aggregatorData])
  }

  func aggregatorStatus() throws -> [String: Any] { try aggregator(["status", "--json"]).json }

  /// The aggregator's lane of a board; empty when there is none.
  func lane(_ board: String) throws -> [String: Any] {
    for line in try aggregator(["lanes", "--json"]).text.split(separator: "\n") {
      let lane = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      if lane?["board"] as? String == board { return lane ?? [:] }
    }
    return [:]
  }

  func kill(_ name: String) { running.removeValue(forKey: name)?.kill() }

  func stop(_ name: String) -> Int32 { running.removeValue(forKey: name)?.stop() ?? -1 }

  /// Waits without holding a thread of the test's pool; a machine that is busy gets two minutes.
  func wait(_ what: String, _ holds: () throws -> Bool) async throws {
    let end = MonotonicClock.now() + 120_000_000_000
    while try !holds() {
      if MonotonicClock.now() > end {
        let words = running.map { "\($0.key): \($0.value.lastWords)" }.joined(separator: "\n")
        throw Programs.Failed(description: "\(what): it never came\n\(words)")
      }
      try await Task.sleep(nanoseconds: 50_000_000)
    }
  }

  /// GET of the aggregator's web server.
  func get(_ path: String) throws -> String {
    let client = try LoopbackSocket.connect(port: webPort)
    try client.write(all: Array("GET \(path) HTTP/1.0\r\n\r\n".utf8))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case .bytes(let count) = try client.read(
      into: &buffer, until: .after(milliseconds: 30_000))
    { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
