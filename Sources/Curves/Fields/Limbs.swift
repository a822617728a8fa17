// Carry chains. `UInt128` sums compile to `add`/`adc` (`adds`/`adcs` on ARM) without branches, and
// a subtraction is written as the sum with the complement, which becomes `sub`/`sbb`: flags carried
// as `Bool` made branches (Swift 6.3.1, x86-64, read in the assembly).

/// `a + b + carry`; the carry that leaves replaces the one that came.
@inline(__always)
func add(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
  let sum = UInt128(a) &+ UInt128(b) &+ UInt128(carry)
  carry = UInt64(truncatingIfNeeded: sum >> 64)
  return UInt64(truncatingIfNeeded: sum)
}

/// `a − b − 1 + carry`: the chain starts with carry 1, and ends with 1 where nothing was borrowed.
@inline(__always)
func subtract(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
  add(a, ~b, &carry)
}
