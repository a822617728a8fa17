import ChainTypes
import JSONText
import KeyCustody
import LinuxIO
import Statements

/// The fleet's word that one lane ends and another follows, as a file that a person carries to the
/// new board: what it says in the open, and the signed bytes, which count.
public enum SuccessionFile {
  public static func json(_ signed: Signed<Succession>, fleet: Hash) -> JSONValue {
    let content = signed.content
    return .object([
      ("fleet", .string(fleet.hex)), ("old", .string(content.old.board.hex)),
      ("oldTerm", .integer(Int64(clamping: content.old.term))),
      ("height", .integer(Int64(clamping: content.height))),
      ("blockHash", .string(content.blockHash.hex)),
      ("new", .string(content.new.board.hex)),
      ("newTerm", .integer(Int64(clamping: content.new.term))),
      ("succession", .string(Hex.encode(signed.bytes))),
    ])
  }

  /// The succession of a file. What stands in the open has to be what is signed.
  public static func read(
    _ path: String
  ) throws(LinkFailure) -> (fleet: Hash, signed: Signed<Succession>) {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try WholeFile.read(path, limit: 64 << 10) } catch {
      throw .system(error)
    }
    let document: JSONValue
    do throws(JSONTextError) { document = try JSONReader.parse(bytes) } catch {
      throw .malformed(file: path, error.text)
    }
    guard let text = document["succession"]?.asString, let encoded = try? Hex.decode(text),
      let signed = try? Signed<Succession>(bytes: encoded),
      let fleet = document["fleet"]?.asString.flatMap({ Hash(hex: $0) }),
      json(signed, fleet: fleet) == document
    else { throw .malformed(file: path, "it has no signed succession, or says another") }
    return (fleet, signed)
  }
}
