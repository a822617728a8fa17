import ChainTypes
import Foundation
import Readings
import Statements
import Testing

struct InstrumentKeyTests {
  /// Oracle/make_keys.py lays the message out and computes the HMAC.
  @Test func `messages and secrets are those of the rule`() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/keys.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 4)
    for line in lines {
      let parts = line.split(separator: " ").map(String.init)
      let output = try Hex.decode(parts[7])
      var seen: [[UInt8]] = []
      let secret = InstrumentKeyRule.secret(
        boardSecret: try Hex.decode(parts[0]), fleet: try #require(Hash(hex: parts[1])),
        lane: Lane(
          board: try #require(Address(hex: parts[2])), term: try #require(UInt64(parts[3]))),
        instrument: try #require(Hash(hex: parts[4])), index: try #require(UInt32(parts[5]))
      ) { key, message in
        #expect(key == Array("cairn instrument key".utf8))
        seen.append(message)
        return output
      }
      #expect(Hex.digits(seen[0]) == parts[6])
      #expect(Hex.digits(secret) == parts[8])
    }
  }

  @Test func `what is no secret is tried again`() {
    var attempts: [UInt8] = []
    let outputs = [
      [UInt8](repeating: 0, count: 64),
      StatementSignature.order.bytes + [UInt8](repeating: 1, count: 32),
      [UInt8](repeating: 7, count: 64),
    ]
    let secret = InstrumentKeyRule.secret(
      boardSecret: [UInt8](repeating: 1, count: 32), fleet: .zero,
      lane: Lane(board: .zero, term: 0), instrument: .zero, index: 0
    ) { _, message in
      attempts.append(message[129])
      return outputs[attempts.count - 1]
    }
    #expect(attempts == [0, 1, 2])
    #expect(secret == [UInt8](repeating: 7, count: 32))
    #expect(!InstrumentKeyRule.isSecret([1, 2][...]))
    #expect(InstrumentKeyRule.isSecret((StatementSignature.order &- 1).bytes[...]))
  }
}
