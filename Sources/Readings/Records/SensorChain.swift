import ChainTypes

/// Checks the records of one sensor in one term as they come: no counter twice, none left out, each
/// bound to the one before.
public struct SensorChain: Hashable, Sendable {
  public let sensor: Hash
  public let term: UInt64
  public private(set) var next: UInt64
  public private(set) var head: Hash

  /// From the beginning of the term, or behind a record that is known.
  public init(sensor: Hash, term: UInt64, next: UInt64 = 0, head: Hash = .zero) {
    self.sensor = sensor
    self.term = term
    self.next = next
    self.head = head
  }
}

/// Why a record is not the next one.
public enum ChainError: Error, Equatable, Sendable {
  case otherSensor
  case otherTerm(UInt64)
  /// The record begins at `found`: lower was there already, higher leaves counters out.
  case wrongCounter(expected: UInt64, found: UInt64)
  /// It names another record before it.
  case wrongPrevious(expected: Hash, found: Hash)
}

extension ChainError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherSensor: "chain: a record of another sensor"
    case .otherTerm(let term): "chain: a record of term \(term)"
    case .wrongCounter(let expected, let found): "chain: counter \(found) instead of \(expected)"
    case .wrongPrevious(let expected, let found):
      "chain: behind \(found.hex) instead of \(expected.hex)"
    }
  }
}

extension SensorChain {
  public mutating func accept(_ record: SensorRecord) throws(ChainError) {
    guard record.sensor == sensor else { throw .otherSensor }
    guard record.term == term else { throw .otherTerm(record.term) }
    let counters = record.counters
    guard counters.lowerBound == next else {
      throw .wrongCounter(expected: next, found: counters.lowerBound)
    }
    guard record.previous == head else {
      throw .wrongPrevious(expected: head, found: record.previous)
    }
    // The last counter of all would leave no next one; a gap from outside may claim it.
    guard counters.upperBound < .max else {
      throw .wrongCounter(expected: next, found: counters.upperBound)
    }
    next = counters.upperBound + 1
    head = record.digest
  }
}
