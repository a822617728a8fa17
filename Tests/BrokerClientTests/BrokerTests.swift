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
  }
}

@Suite struct BrokerSessions {
  @Test func `the library tells its version`() {
    #expect(BrokerLibrary.version.major >= 1)
    #expect(BrokerLibrary.version.text.split(separator: ".").count == 3)
  }

  @Test func `a callback reaches the session that owns the client`() throws {
    var first: [BrokerEvent] = []
    var second: [BrokerEvent] = []
    let one = try BrokerSession(clientID: "one", cleanStart: true) { first.append($0) }
    let two = try BrokerSession(clientID: "two", cleanStart: true) { second.append($0) }
    #expect(throws: BrokerError.notConnected) { try one.receive() }
    #expect(first == [.disconnected(.notConnected)])
    #expect(second.isEmpty)
    #expect(throws: BrokerError.notConnected) { try two.receive() }
    #expect(second == [.disconnected(.notConnected)])
  }

  @Test func `a session lets go of what its owner gave it`() throws {
    final class Owner {}
    weak var released: Owner?
    do {
      let owner = Owner()
      released = owner
      let session = try BrokerSession(clientID: "x", cleanStart: true) { _ in _ = owner }
      #expect(throws: BrokerError.notConnected) { try session.receive() }
    }
    #expect(released == nil)
  }
}
