import CLinux

/// A chip with general purpose lines, through version 2 of the kernel's character device (Linux
/// 5.10); linux/gpio.h.
public struct GPIOChip: ~Copyable, Sendable {
  public let label: String
  public let lineCount: Int
  private let descriptor: FileDescriptor
  private let path: String

  public init(opening path: String) throws(SystemError) {
    let file = try FileDescriptor(opening: path, for: .readWrite)
    let number = file.number
    var label = [CChar](repeating: 0, count: Int(GPIO_MAX_NAME_SIZE))
    var lines: UInt32 = 0
    // Safe: the call fills as many characters as the array has, the last one a zero.
    _ = try SystemCall.retrying("ioctl GPIO_GET_CHIPINFO", path) {
      unsafe cairn_gpio_chip(number, &label, &lines)
    }
    let name = label.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    self.label = String(decoding: name, as: UTF8.self)
    lineCount = Int(clamping: lines)
    descriptor = file
    self.path = path
  }

  /// Which changes of a line are told.
  public enum Edges: Sendable {
    case none
    case rising
    case falling
    case both
  }

  public enum Bias: Sendable {
    case asIs
    case pullUp
    case pullDown
  }

  /// Takes a line as input. The kernel keeps the last 1,024 edges.
  public func input(
    line: Int, edges: Edges, bias: Bias = .asIs, activeLow: Bool = false,
    debounceMicroseconds: Int = 0
  ) throws(SystemError) -> GPIOInput {
    guard 0..<lineCount ~= line else {
      throw SystemError(.invalid, call: "GPIO line \(line)", subject: path)
    }
    var flags = UInt64(GPIO_V2_LINE_FLAG_INPUT.rawValue)
    if edges == .rising || edges == .both {
      flags |= UInt64(GPIO_V2_LINE_FLAG_EDGE_RISING.rawValue)
    }
    if edges == .falling || edges == .both {
      flags |= UInt64(GPIO_V2_LINE_FLAG_EDGE_FALLING.rawValue)
    }
    if bias == .pullUp { flags |= UInt64(GPIO_V2_LINE_FLAG_BIAS_PULL_UP.rawValue) }
    if bias == .pullDown { flags |= UInt64(GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN.rawValue) }
    if activeLow { flags |= UInt64(GPIO_V2_LINE_FLAG_ACTIVE_LOW.rawValue) }
    let number = try SystemCall.retrying("ioctl GPIO_V2_GET_LINE", path) {
      cairn_gpio_input(
        descriptor.number, UInt32(line), flags, UInt32(clamping: debounceMicroseconds))
    }
    return GPIOInput(descriptor: FileDescriptor(owning: number), subject: "\(path) line \(line)")
  }
}

/// A line that was taken as input.
public struct GPIOInput: ~Copyable, Sendable {
  public let descriptor: FileDescriptor
  let subject: String

  /// Whether the line is active now.
  public func isActive() throws(SystemError) -> Bool {
    try SystemCall.retrying("ioctl GPIO_V2_LINE_GET_VALUES", subject) {
      cairn_gpio_level(descriptor.number)
    } == 1
  }

  /// The edges that arrived since the last call, without waiting for more.
  public func edges() throws(SystemError) -> [GPIOEdge] {
    var found: [GPIOEdge] = []
    while try descriptor.waitReadable(until: .after(milliseconds: 0)) {
      var buffer = [UInt8](repeating: 0, count: GPIOEdge.byteCount * Limits.gpioEdgesPerRead)
      guard case .bytes(let count) = try descriptor.read(into: &buffer), count > 0 else { break }
      found += GPIOEdge.all(in: buffer[..<count])
    }
    return found
  }
}
