import BrokerClient
import Testing

@Suite struct Topics {
  @Test func `filters match by level`() {
    #expect(Topic.matches(filter: "cairn/1/+/+/board7/#", name: "cairn/1/f/a/board7/block/12"))
    #expect(Topic.matches(filter: "cairn/1/+/+/board7/#", name: "cairn/1/f/a/board7"))
    #expect(!Topic.matches(filter: "cairn/1/+/+/board7/#", name: "cairn/1/f/a/board8/block"))
    #expect(!Topic.matches(filter: "a/+", name: "a/b/c"))
  }

  @Test func `a wrong filter matches nothing`() {
    #expect(!Topic.matches(filter: "a/#/b", name: "a/x/b"))
    #expect(!Topic.matches(filter: "", name: ""))
  }

  @Test func `names have no wildcards`() {
    #expect(Topic.isValid(name: "cairn/1/f/a/board7/block"))
    #expect(!Topic.isValid(name: "cairn/+/block"))
    #expect(!Topic.isValid(name: "cairn/#"))
    #expect(!Topic.isValid(name: "a\u{0}b"))
    #expect(!Topic.isValid(name: ""))
  }

  @Test func `topics stay within what every broker takes`() {
    #expect(Topic.isValid(name: "1/2/3/4/5/6/7/8"))
    #expect(!Topic.isValid(name: "1/2/3/4/5/6/7/8/9"))
    #expect(Topic.isValid(name: String(repeating: "a", count: Limits.topicBytes)))
    #expect(!Topic.isValid(name: String(repeating: "a", count: Limits.topicBytes + 1)))
    #expect(Topic.isValid(filter: "a/+/#"))
    #expect(!Topic.isValid(filter: "a/#/b"))
  }
}

@Suite struct Settings {
  private var good: BrokerSettings { BrokerSettings(host: "h", clientID: "c") }

  @Test func `each setting that cannot work is named`() {
    let changes: [(String, (inout BrokerSettings) -> Void)] = [
      ("host", { $0.host = "" }), ("port", { $0.port = 0 }), ("client id", { $0.clientID = "" }),
      ("keep-alive", { $0.keepAliveSeconds = 4 }), ("pause", { $0.longestPause = 1 }),
      ("window", { $0.window = 9 }), ("inbox", { $0.inbox = 0 }),
      ("key", { $0.tls = TLSSettings(certificateFile: "x") }),
      ("a/#/b", { $0.subscriptions = [Subscription("a/#/b")] }),
      ("a/+", { $0.will = OutgoingMessage(topic: "a/+", payload: []) }),
    ]
    #expect(good.problem == nil)
    for (word, change) in changes {
      var settings = good
      change(&settings)
      guard case .invalidSetting(let text) = settings.problem else {
        Issue.record("\(word) is accepted")
        continue
      }
      #expect(text.contains(word), "\(text)")
    }
  }

  @Test func `ports follow encryption`() {
    #expect(good.port == 1883)
    #expect(BrokerSettings(host: "h", clientID: "c", tls: TLSSettings()).port == 8883)
  }

  @Test func `a password shows nowhere and its source is wiped`() {
    var bytes = Array("hunter2-secret".utf8)
    var settings = good
    settings.userName = "board"
    settings.password = BrokerPassword(taking: &bytes)
    #expect(bytes.allSatisfy { $0 == 0 })
    var dumped = ""
    dump(settings, to: &dumped)
    #expect(!dumped.contains("hunter2"))
    #expect(!"\(settings)".contains("hunter2"))
    #expect("\(settings.password!)" == "(password)")
  }
}

@Suite struct Libraries {
  @Test func `the library tells its version`() {
    #expect(BrokerLibrary.version.major >= 1)
    #expect(BrokerLibrary.version.text.split(separator: ".").count == 3)
  }

  @Test func `connections come and go on several threads`() throws {
    for _ in 0..<20 {
      let one = try BrokerConnection(TestClient.settings(1, "one"))
      let two = try BrokerConnection(TestClient.settings(1, "two"))
      _ = one.status
      #expect(two.stop(within: 2_000))
      #expect(two.status.phase == .stopped)
    }
  }
}
