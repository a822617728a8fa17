import Statements
import SyncProtocol
import Testing

@testable import SyncSimulation

struct MessageFuzzerTests {
  /// `cairn-evm fuzz --messages` tries many more.
  @Test func `altered messages and noise trap neither decoder nor node`() {
    var fuzzer = MessageFuzzer(seed: 1)
    var failures: [String] = []
    for _ in 0..<4_000 {
      if let failure = fuzzer.step() { failures.append(failure) }
    }
    #expect(failures == [])
    #expect(fuzzer.tried == 4_000)
    #expect(fuzzer.taken > 400)
  }

  @Test func `every kind of message is among the samples, and a message`() throws {
    var types: Set<UInt8> = []
    for message in MessageSamples().messages {
      let bytes = message.encoded
      types.insert(bytes[1])
      #expect(try SyncMessage(decoding: bytes) == message)
    }
    #expect(types == Set(1...17))
  }
}
