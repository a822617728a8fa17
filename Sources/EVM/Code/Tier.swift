import Synchronization

/// Which interpreter runs a contract.
public enum Tier: Sendable {
  /// Raw bytecode first, threaded code for what runs again.
  case automatic
  /// Raw bytecode only.
  case raw
  /// Threaded code from the first execution on; init code stays raw.
  case threaded

  /// Threaded code needs tail calls, which only optimised builds make, and four arguments in
  /// registers, one of them 64 bits wide, which 32-bit ARM has not.
  public static var hasThreadedCode: Bool {
    #if THREADED_CODE && (arch(x86_64) || arch(arm64))
      true
    #else
      false
    #endif
  }

  func translation(of code: Bytecode, _ kind: Frame.Kind, _ fork: Fork) -> Translation? {
    guard Tier.hasThreadedCode, self != .raw else { return nil }
    // Init code runs once: translating it costs more than it could gain.
    if kind == .create { return nil }
    if self == .automatic {
      let runs = code.runs.wrappingAdd(1, ordering: .relaxed).newValue
      if runs <= EVMLimits.runsBeforeTranslation { return nil }
    }
    guard let translation = code.translation(for: fork) else { return nil }
    return translation.fork == fork ? translation : nil
  }
}

extension Bytecode {
  /// The registers that point into the code.
  func select(_ r: Live) {
    unsafe r.pointee.code = UnsafePointer(start)
    unsafe r.pointee.codeCount = count
    unsafe r.pointee.jumpBits = UnsafePointer(jumpBits)
  }

  private static let untranslatable: UInt = 1

  var translation: Translation? {
    let address = translated.load(ordering: .acquiring)
    guard address > Bytecode.untranslatable,
      let pointer = unsafe UnsafeRawPointer(bitPattern: address)
    else { return nil }
    return unsafe Unmanaged<Translation>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// The translation, made now if nobody has. The first fork that asks has it; under another fork's
  /// prices the code runs raw.
  func translation(for fork: Fork) -> Translation? {
    let address = translated.load(ordering: .acquiring)
    if address == Bytecode.untranslatable { return nil }
    if address != 0 { return translation }
    guard Translation.hasRoom(for: count) else { return nil }
    guard let made = Translator.translate(self, fork) else {
      translated.store(Bytecode.untranslatable, ordering: .releasing)
      return nil
    }
    let pointer = unsafe UInt(bitPattern: Unmanaged.passRetained(made).toOpaque())
    let (won, _) = translated.compareExchange(
      expected: 0, desired: pointer, ordering: .acquiringAndReleasing)
    if !won { Bytecode.release(pointer) }
    return translation
  }

  static func release(_ address: UInt) {
    guard address > Bytecode.untranslatable,
      let pointer = unsafe UnsafeRawPointer(bitPattern: address)
    else { return }
    unsafe Unmanaged<Translation>.fromOpaque(pointer).release()
  }

  func isJumpDestination(_ position: Int) -> Bool {
    guard position < count else { return false }
    return unsafe (jumpBits[position >> 6] >> UInt64(position & 63)) & 1 != 0
  }
}
