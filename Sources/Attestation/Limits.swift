import Contracts

/// What waits between the sensors and a block.
public enum AttestationLimits {
  /// Records of one call of the reading log.
  public static let callRecords = ContractsLimits.records
  /// Words of one call: three a group, one a record.
  public static let callWords = ContractsLimits.recordWords
  /// Calls of one instrument in one block; what is more waits for the next block.
  public static let callsPerBlock = 16
  /// Words in front of each group of a call.
  static let groupWords = 3
}
