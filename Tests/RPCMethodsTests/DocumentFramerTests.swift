import RPCMethods
import Testing

@Suite("Cutting a stream into documents")
struct DocumentFramerTests {
  private func texts(_ pieces: [String], limit: Int = 1_000) throws -> [String] {
    var framer = DocumentFramer(limit: limit)
    var found: [String] = []
    for piece in pieces {
      let bytes = Array(piece.utf8)
      found += try framer.append(bytes.span).map { String(decoding: $0, as: UTF8.self) }
    }
    return found
  }

  @Test func `documents need nothing between them`() throws {
    #expect(try texts(["{}[] {\"a\":[1]}\n"]) == ["{}", "[]", "{\"a\":[1]}"])
  }

  @Test func `brackets and quotes inside strings end nothing`() throws {
    let text = "{\"a\":\"}]\\\"}\\\\\"}"
    #expect(try texts([text]) == [text])
  }

  @Test func `pieces of one byte give the same documents`() throws {
    let text = "{\"a\":\"\\\\\"}[[],{}]"
    #expect(try texts(text.map { String($0) }) == ["{\"a\":\"\\\\\"}", "[[],{}]"])
  }

  @Test func `an unfinished document stays until its end comes`() throws {
    #expect(try texts(["{\"a\"", ":1", "}"]) == ["{\"a\":1}"])
    #expect(try texts(["[1"]).isEmpty)
  }

  @Test func `a document is bounded, also one that never ends`() throws {
    #expect(try texts(["[123]"], limit: 5) == ["[123]"])
    #expect(throws: DocumentFramer.Fault.tooLong(limit: 4)) { try texts(["[123]"], limit: 4) }
    let deep = String(repeating: "[", count: 129)
    #expect(throws: DocumentFramer.Fault.tooDeep) { try texts([deep]) }
  }

  @Test func `what is neither object nor array is no document`() {
    #expect(throws: DocumentFramer.Fault.noDocument) { try texts(["GET / HTTP/1.1"]) }
    #expect(throws: DocumentFramer.Fault.noDocument) { try texts(["{}1"]) }
    #expect(throws: DocumentFramer.Fault.noDocument) { try texts(["]"]) }
  }
}
