import ChainTypes
import EVM

/// Writes EIP-3155 trace lines. An instruction's gas cost is known when the next one begins, so
/// each line is written then; for a call that enters a frame the cost is what went to the frame and
/// beyond.
struct TraceWriter: Tracer {
  static var isActive: Bool { true }

  let fork: Fork
  let line: (String) -> Void
  private var pending: TraceStep?

  init(fork: Fork, line: @escaping (String) -> Void) {
    self.fork = fork
    self.line = line
  }

  mutating func instruction(_ step: TraceStep) {
    flush(next: step)
    pending = step
  }

  mutating func fault(_ halt: Halt, depth: Int) {
    guard let step = pending else { return }
    write(step, cost: step.gas, error: halt == .revert ? nil : halt)
    pending = nil
  }

  /// The summary that ends a trace.
  mutating func finish(output: [UInt8], gasUsed: UInt64, halt: Halt) {
    if let step = pending { write(step, cost: 0, error: nil) }
    pending = nil
    var members: [(key: String, value: JSONValue)] = [
      (key: "output", value: .string(Hex.encode(output))),
      (key: "gasUsed", value: .string(Word(gasUsed).hex)),
      (key: "pass", value: .bool(halt.isSuccess)),
    ]
    if !halt.isSuccess { members.append((key: "error", value: .string("\(halt)"))) }
    line(JSONValue.object(members).text())
  }

  private mutating func flush(next: TraceStep) {
    guard let step = pending else { return }
    let cost =
      next.depth == step.depth
      ? step.gas - next.gas : next.depth > step.depth ? next.gas : 0
    write(step, cost: max(0, cost), error: nil)
  }

  private func write(_ step: TraceStep, cost: Int64, error: Halt?) {
    var members: [(key: String, value: JSONValue)] = [
      (key: "pc", value: .integer(Int64(step.pc))),
      (key: "op", value: .integer(Int64(step.op))),
      (key: "gas", value: .string(hex(step.gas))),
      (key: "gasCost", value: .string(hex(cost))),
      (key: "memSize", value: .integer(Int64(step.memory.count))),
      (key: "stack", value: .array(step.stack.map { .string($0.hex) })),
      (key: "depth", value: .integer(Int64(step.depth))),
      (key: "returnData", value: .string(Hex.encode(step.returnData))),
      (key: "refund", value: .string(hex(Int64(step.refund)))),
      (key: "opName", value: .string(OpcodeTable.name(of: step.op, in: fork) ?? "INVALID")),
    ]
    if let error { members.append((key: "error", value: .string("\(error)"))) }
    line(JSONValue.object(members).text())
  }

  private func hex(_ value: Int64) -> String { Word(UInt64(max(0, value))).hex }
}
