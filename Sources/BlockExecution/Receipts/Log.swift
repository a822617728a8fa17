import ChainTypes

/// A log record of a contract.
public struct Log: Sendable, Equatable {
  public var address: Address
  public var topics: [Hash]
  public var data: [UInt8]

  public init(address: Address, topics: [Hash], data: [UInt8]) {
    self.address = address
    self.topics = topics
    self.data = data
  }
}
