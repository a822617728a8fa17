import LinuxIO

/// A Mosquitto of the demo's own, on a free port of this machine, with the rule of
/// configs/mosquitto: who publishes does so under his own name.
final class DemoBroker {
  private(set) var port = 0
  private let folder: DemoFolder
  private let program: String
  private var process: BackgroundProcess?

  init(_ folder: DemoFolder) throws(DemoFailure) {
    self.folder = folder
    let places = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"]
    guard let found = places.first(where: { Folder.kind($0) == .file }) else {
      throw DemoFailure(
        "the Mosquitto broker is not installed", next: "Run boards/setup, which installs it.")
    }
    program = found
    try start()
  }

  /// Several ports are tried: another program may take one between looking and listening.
  private func start() throws(DemoFailure) {
    for _ in 0..<5 {
      do throws(SystemError) { port = try LoopbackSocket.freePort() } catch {
        throw DemoFailure(error)
      }
      let rules = try folder.write(
        "pattern write cairn/1/+/+/%u/#\npattern read cairn/1/#\n", to: "acl")
      let settings = try folder.write(
        """
        listener \(port) 127.0.0.1
        allow_anonymous true
        acl_file \(rules)
        user root
        message_size_limit 140000
        max_queued_messages 10000
        log_dest stderr

        """, to: "mosquitto.conf")
      let started: BackgroundProcess
      do throws(SystemError) {
        started = try BackgroundProcess(
          [program, "-c", settings], output: folder.file("mosquitto.log"))
      } catch {
        throw DemoFailure(error)
      }
      if listens(started) {
        process = started
        return
      }
      started.kill()
    }
    throw DemoFailure("the private broker does not start: \(log)")
  }

  private func listens(_ process: BackgroundProcess) -> Bool {
    let deadline = Deadline.after(milliseconds: DemoLimits.brokerPatience)
    while deadline.millisecondsLeft > 0, process.state == .running {
      if (try? LoopbackSocket.connect(port: port)) != nil { return true }
      MonotonicClock.sleep(milliseconds: 20)
    }
    return false
  }

  private var log: String {
    let bytes = try? WholeFile.read(folder.file("mosquitto.log"), limit: DemoLimits.logBytes)
    return String(decoding: (bytes ?? []).suffix(400), as: UTF8.self)
  }

  func stop() {
    process?.terminate()
    if process?.wait(milliseconds: DemoLimits.goodbye) == false { process?.kill() }
  }
}
