import ChainTypes
import Statements

/// One value of one sensor.
///
/// Its digest is the struct hash of EIP-712 (without a domain: what is signed is the batch):
///
///     digest = keccak256(abi.encode(
///       TYPE_HASH,           // keccak256 of `typeText`
///       bytes32 sensor,      // keccak256(board address ‖ sensor name)
///       uint64 term,         // the sequence: term and counter
///       uint64 counter,
///       bytes32 previous,    // digest of this sensor's record before (reading or gap);
///                            // zero for counter 0
///       int64 mantissa,      // value = mantissa × 10^exponent
///       int8 exponent,
///       bytes32 unit,        // SenML symbol in ASCII, zeros behind it
///       uint64 time,         // Unix milliseconds
///       uint8 clock,         // 0 unsynchronised, 1 holdover, 2 synchronised
///       uint32 uncertainty,  // milliseconds either way; 2^32 - 1: unknown
///       uint32 segment,      // steps of the clock in this boot
///       bytes16 boot,        // boot id
///       uint8 flags,         // bits: 1 suspect, 2 substituted, 4 out of range; 0 is good
///       bytes32 calibration  // digest of the calibration, zero for none
///     ))
///
/// 15 words, 480 bytes. `DigestTree.leaf` of the digest is the leaf of the batch's tree.
public struct Reading: TypedRecord {
  public var sensor: Hash
  public var sequence: SequenceNumber
  public var previous: Hash
  public var value: DecimalValue
  public var unit: SenMLUnit
  public var clock: ClockStamp
  public var boot: UInt128
  public var flags: StatusFlags
  public var calibration: Hash

  public init(
    sensor: Hash, sequence: SequenceNumber, previous: Hash, value: DecimalValue, unit: SenMLUnit,
    clock: ClockStamp, boot: UInt128, flags: StatusFlags = .good, calibration: Hash = .zero
  ) {
    self.sensor = sensor
    self.sequence = sequence
    self.previous = previous
    self.value = value
    self.unit = unit
    self.clock = clock
    self.boot = boot
    self.flags = flags
    self.calibration = calibration
  }
}
