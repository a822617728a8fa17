// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import Ledger

  /// What one transaction wrote, in order.
  public struct TracedTransaction: Sendable {
    enum Kind: Sendable {
      case put
      case append
      case delete
    }

    struct Step: Sendable {
      let kind: Kind
      let table: LedgerTable
      /// Where its key and then its value stand.
      let start: Int
      let keyCount: Int
      let valueCount: Int
    }

    private(set) var steps: [Step] = []
    private var bytes: [UInt8] = []

    public var count: Int { steps.count }
    public var valueBytes: Int { steps.reduce(0) { $0 + $1.valueCount } }

    /// The sizes of the values that were put into a table.
    public func valueSizes(in table: LedgerTable) -> [Int] {
      steps.filter { $0.table == table && $0.kind != .delete }.map { $0.valueCount }
    }

    mutating func add(
      _ kind: Kind, _ key: Span<UInt8>, _ value: Span<UInt8>, _ table: LedgerTable
    ) {
      steps.append(
        Step(
          kind: kind, table: table, start: bytes.count, keyCount: key.count, valueCount: value.count
        ))
      bytes.append(key)
      bytes.append(value)
    }

    func key(of step: Step) -> Range<Int> { step.start..<step.start + step.keyCount }

    func value(of step: Step) -> Range<Int> {
      let start = step.start + step.keyCount
      return start..<start + step.valueCount
    }

    /// All keys and values.
    var content: Span<UInt8> {
      @_lifetime(borrow self) get { bytes.span }
    }
  }
#endif
