import ChainTypes
import EVM
import Testing

@testable import BlockExecution

@Suite struct IntrinsicGasTests {
  func transaction(_ data: [UInt8], creation: Bool = false) -> Transaction {
    var transaction = Transaction()
    transaction.data = data
    transaction.to = creation ? nil : Address(1)
    transaction.gasLimit = 1_000_000
    return transaction
  }

  @Test func `a plain transfer costs 21000 in every fork`() {
    for fork in Fork.allCases {
      #expect(transaction([]).intrinsicGas(in: fork).regular == 21_000)
    }
  }

  @Test func `Istanbul lowers the price of a byte that is not zero from 68 to 16`() {
    let data: [UInt8] = [0, 1, 0, 2, 3]
    #expect(transaction(data).intrinsicGas(in: .petersburg).regular == 21_000 + 2 * 4 + 3 * 68)
    #expect(transaction(data).intrinsicGas(in: .istanbul).regular == 21_000 + 2 * 4 + 3 * 16)
  }

  @Test func `creation costs 32000 more from Homestead and words of init code from Shanghai`() {
    let creation = transaction([UInt8](repeating: 1, count: 33), creation: true)
    #expect(creation.intrinsicGas(in: .frontier).regular == 21_000 + 33 * 68)
    #expect(creation.intrinsicGas(in: .homestead).regular == 53_000 + 33 * 68)
    #expect(creation.intrinsicGas(in: .shanghai).regular == 53_000 + 33 * 16 + 2 * 2)
  }

  @Test func `Prague has a floor of ten a token`() {
    let data: [UInt8] = [0, 0, 1]
    #expect(transaction(data).intrinsicGas(in: .cancun).floor == 0)
    #expect(transaction(data).intrinsicGas(in: .prague).floor == 21_000 + 10 * (2 + 4))
  }

  @Test func `access list entries and authorizations are paid for`() {
    var setCode = transaction([])
    setCode.kind = .setCode
    setCode.accessList = [
      AccessListEntry(address: Address(1), slots: [1, 2]),
      AccessListEntry(address: Address(2), slots: []),
    ]
    setCode.authorizations = [
      Authorization(chainID: 1, address: Address(3), nonce: 0, yParity: 0, r: 1, s: 1)
    ]
    let gas = setCode.intrinsicGas(in: .prague).regular
    #expect(gas == 21_000 + 2 * 2_400 + 2 * 1_900 + 25_000)
  }

  @Test func `a gas limit of one less than the intrinsic cost is refused`() throws {
    var transfer = transaction([])
    transfer.gasLimit = 21_000
    #expect(throws: Never.self) { try transfer.validate(in: .osaka) }
    transfer.gasLimit = 20_999
    #expect(throws: InvalidTransaction.gasBelowIntrinsic(limit: 20_999, needed: 21_000)) {
      try transfer.validate(in: .osaka)
    }
  }

  @Test func `Osaka caps the gas limit at 2 to the 24`() {
    var transfer = transaction([])
    transfer.gasLimit = 1 << 24
    #expect(throws: Never.self) { try transfer.validate(in: .osaka) }
    transfer.gasLimit += 1
    #expect(throws: Never.self) { try transfer.validate(in: .prague) }
    #expect(throws: InvalidTransaction.gasLimitAboveCap((1 << 24) + 1)) {
      try transfer.validate(in: .osaka)
    }
  }
}
