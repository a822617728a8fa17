/// A failure that the person at the keyboard reads: what is wrong, where, and what to do next.
public struct CommandError: Error, Equatable, Sendable {
  public enum Kind: Sendable {
    /// The command line is wrong: exit 2.
    case usage
    /// A file, a broker or a device failed: exit 3.
    case world
  }

  public let kind: Kind
  /// What is wrong, as a sentence without its full stop.
  public let what: String
  /// The argument, file or line that it is about; empty when `what` says it.
  public let place: String
  /// What to do next, as a sentence with its full stop.
  public let next: String

  public init(_ kind: Kind, _ what: String, at place: String = "", next: String) {
    self.kind = kind
    self.what = what
    self.place = place
    self.next = next
  }

  public var status: ExitStatus { kind == .usage ? .usage : .world }

  public var text: String {
    let location = place.isEmpty ? "" : " (\(place))"
    let end = location.isEmpty && what.utf8.last == UInt8(ascii: ".") ? "" : "."
    return "\(what)\(location)\(end) \(next)"
  }
}
