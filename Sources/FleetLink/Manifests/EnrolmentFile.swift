import ChainTypes
import JSONText
import LinuxIO
import Statements

/// A board's request to be taken into a fleet, as a file that a person carries: what it says in the
/// open, and the signed bytes, which count.
public enum EnrolmentFile {
  public static func json(_ request: Signed<Enrolment>, fleet: Hash) -> JSONValue {
    let content = request.content
    return .object([
      ("fleet", .string(fleet.hex)), ("board", .string(content.lane.board.hex)),
      ("term", .integer(Int64(clamping: content.lane.term))),
      ("genesis", .string(content.genesisHash.hex)),
      ("enrolment", .string(Hex.encode(request.bytes))),
    ])
  }

  /// The request of a file. What stands in the open has to be what is signed, since people read it.
  public static func read(_ path: String) throws(LinkFailure) -> Signed<Enrolment> {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try WholeFile.read(path, limit: 64 << 10) } catch {
      throw .system(error)
    }
    let document: JSONValue
    do throws(JSONTextError) { document = try JSONReader.parse(bytes) } catch {
      throw .malformed(file: path, error.text)
    }
    guard let text = document["enrolment"]?.asString, let signed = try? Hex.decode(text) else {
      throw .malformed(file: path, "it has no signed enrolment")
    }
    let request: Signed<Enrolment>
    do throws(SignedError) { request = try Signed(bytes: signed) } catch {
      throw .malformed(file: path, error.description)
    }
    guard let fleet = document["fleet"]?.asString.flatMap({ Hash(hex: $0) }),
      json(request, fleet: fleet) == document
    else { throw .malformed(file: path, "what it says is not what the board signed") }
    return request
  }
}
