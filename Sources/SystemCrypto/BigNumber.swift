import CCrypto
import ChainTypes

/// A number of libcrypto, freed when it goes. Running out of memory traps, as it does for arrays.
@safe
struct BigNumber: ~Copyable {
  let pointer: OpaquePointer

  init() {
    guard let new = unsafe BN_new() else { fatalError("libcrypto: out of memory") }
    unsafe pointer = new
  }

  init(powerOfTwo exponent: Int) {
    self.init()
    unsafe mustSucceed(BN_set_bit(pointer, Int32(exponent)))
  }

  init(copying other: borrowing BigNumber) {
    self.init()
    let copy = unsafe BN_copy(pointer, other.pointer)
    unsafe precondition(copy != nil, "libcrypto: out of memory")
  }

  init(bigEndianBytes bytes: [UInt8]) {
    self.init()
    // Safe: libcrypto reads the bytes of the array, whose length an Int32 holds or we trap.
    unsafe bytes.withUnsafeBufferPointer { source in
      let read = unsafe BN_bin2bn(source.baseAddress, Int32(source.count), pointer)
      unsafe precondition(read != nil, "libcrypto: out of memory")
    }
  }

  init(_ word: Word) {
    self.init()
    // Safe: 32 bytes are written and read.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { bytes in
      unsafe word.store(bigEndian: bytes.baseAddress!)
      let read = unsafe BN_bin2bn(bytes.baseAddress, 32, pointer)
      unsafe precondition(read != nil, "libcrypto: out of memory")
    }
  }

  deinit {
    // Safe: made by an initialiser; `pointer` is not kept by anyone.
    unsafe BN_free(pointer)
  }

  /// A copy for a structure of libcrypto that frees it.
  func detachedCopy() -> OpaquePointer {
    guard let copy = unsafe BN_dup(pointer) else { fatalError("libcrypto: out of memory") }
    return unsafe copy
  }

  var isZero: Bool { unsafe BN_is_zero(pointer) == 1 }
  var isOne: Bool { unsafe BN_is_one(pointer) == 1 }
  var isOdd: Bool { unsafe BN_is_odd(pointer) == 1 }
  var bitCount: Int { Int(unsafe BN_num_bits(pointer)) }

  func bit(_ index: Int) -> Bool { unsafe BN_is_bit_set(pointer, Int32(index)) == 1 }

  /// How often two divides the number, which is not zero.
  var trailingZeroBitCount: Int {
    var index = 0
    while !bit(index) { index += 1 }
    return index
  }

  /// Reduces mod 2^bits, to a number that is not negative.
  func keepLow(bits: Int) {
    // It fails when there is nothing to cut off, which is as well.
    _ = unsafe BN_mask_bits(pointer, Int32(bits))
    guard unsafe BN_is_negative(pointer) == 1 else { return }
    let power = BigNumber(powerOfTwo: bits)
    unsafe mustSucceed(BN_add(pointer, pointer, power.pointer))
  }

  /// The number in `count` bytes, which suffice or we trap.
  func bigEndianBytes(_ count: Int) -> [UInt8] {
    // Safe: libcrypto writes exactly `count` bytes, or none and says so.
    unsafe [UInt8](unsafeUninitializedCapacity: count) { bytes, written in
      let length = unsafe BN_bn2binpad(pointer, bytes.baseAddress, Int32(count))
      precondition(length == Int32(count), "a number longer than its bound")
      written = count
    }
  }
}

/// Traps when a call that can only fail for want of memory failed.
func mustSucceed(_ result: Int32) {
  precondition(result == 1, "libcrypto: out of memory")
}
