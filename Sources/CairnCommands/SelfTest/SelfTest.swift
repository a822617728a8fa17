/// The known answers of every primitive, by subject: what runs first on a new board.
enum SelfTest {
  /// Each subject keeps its checks in a file `SelfTest+Subject.swift` and stands here with one
  /// line.
  static var checks: [SelfTestCheck] {
    wordChecks
      + encodingChecks
      + trieChecks
      + linuxChecks
      + signingChecks
      + cryptoChecks
      + storeChecks
      + ledgerChecks
      + brokerChecks
      + textChecks
      + meterChecks
      + evmChecks
  }
}
