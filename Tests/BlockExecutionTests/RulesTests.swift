import ChainTypes
import EVM
import Testing

@testable import BlockExecution

@Suite struct RulesTests {
  @Test func `schedules of the conformance data have their forks`() throws {
    let shanghai = try #require(ForkSchedule(named: "ParisToShanghaiAtTime15k"))
    #expect(shanghai.fork(number: 9, timestamp: 14_999) == .paris)
    #expect(shanghai.fork(number: 1, timestamp: 15_000) == .shanghai)
    let byzantium = try #require(ForkSchedule(named: "EIP158ToByzantiumAt5"))
    #expect(byzantium.fork(number: 4, timestamp: 99_999) == .spuriousDragon)
    #expect(byzantium.fork(number: 5, timestamp: 0) == .byzantium)
    let petersburg = try #require(ForkSchedule(named: "ByzantiumToConstantinopleFixAt5"))
    #expect(petersburg.fork(number: 5, timestamp: 0) == .petersburg)
    #expect(ForkSchedule(named: "Constantinople")?.fork(number: 0, timestamp: 0) == .constantinople)
    let dao = try #require(ForkSchedule(named: "HomesteadToDaoAt5"))
    #expect(dao.fork(number: 5, timestamp: 0) == .homestead && dao.daoBlock == 5)
    #expect(Set(DAOFork.accounts).count == 116)
    #expect(ForkSchedule(named: "ParisToNowhereAtTime15k") == nil)
  }

  @Test func `the main chain's forks begin where they did`() {
    let mainnet = ForkSchedule.mainnet
    #expect(mainnet.fork(number: 2_674_999, timestamp: 0) == .tangerineWhistle)
    #expect(mainnet.fork(number: 2_675_000, timestamp: 0) == .spuriousDragon)
    #expect(mainnet.fork(number: 20_000_000, timestamp: 1_746_612_310) == .cancun)
    #expect(mainnet.fork(number: 20_000_000, timestamp: 1_746_612_311) == .prague)
    #expect(mainnet.blobSchedule(number: 24_000_000, timestamp: 1_765_290_071)?.max == 15)
  }

  @Test func `the base fee moves by an eighth at most and by one at least`() {
    #expect(BaseFee.next(gasLimit: 200, gasUsed: 100, baseFee: 1000) == 1000)
    #expect(BaseFee.next(gasLimit: 200, gasUsed: 200, baseFee: 1000) == 1125)
    #expect(BaseFee.next(gasLimit: 200, gasUsed: 0, baseFee: 1000) == 875)
    #expect(BaseFee.next(gasLimit: 200, gasUsed: 101, baseFee: 7) == 8)
    #expect(BaseFee.next(gasLimit: 200, gasUsed: 99, baseFee: 7) == 7)
  }

  @Test func `the blob base fee is one without excess and grows with e`() {
    #expect(BlobFee.baseFee(excessBlobGas: 0, schedule: .cancun) == 1)
    // e^1 = 2.7, e^2 = 7.4, e^10 = 22026.5
    let fraction = BlobSchedule.cancun.updateFraction
    #expect(BlobFee.baseFee(excessBlobGas: fraction, schedule: .cancun) == 2)
    #expect(BlobFee.baseFee(excessBlobGas: 2 * fraction, schedule: .cancun) == 7)
    #expect(BlobFee.baseFee(excessBlobGas: 10 * fraction, schedule: .cancun) == 22_026)
    #expect(BlobFee.baseFee(excessBlobGas: .max, schedule: .cancun) == .max)
  }

  @Test func `difficulty follows the formulas of its fork`() {
    let parent = Difficulty.Parent(timestamp: 100, difficulty: 2_048_000, hasOmmers: false)
    func next(_ elapsed: UInt64, _ fork: Fork) -> Word {
      Difficulty.next(
        number: 5, timestamp: 100 + elapsed, parent: parent, fork: fork, bombDelay: 0)
    }
    #expect(next(12, .frontier) == 2_049_000)
    #expect(next(13, .frontier) == 2_047_000)
    #expect(next(9, .homestead) == 2_049_000)
    #expect(next(10, .homestead) == 2_048_000)
    #expect(next(20, .homestead) == 2_047_000)
    #expect(next(8, .byzantium) == 2_049_000)
    #expect(next(9, .byzantium) == 2_048_000)
    #expect(next(100_000, .byzantium) == 1_949_000)
  }

  @Test func `the code cache keeps what is asked for and drops the rest`() {
    let cache = CodeCache(generationBytes: 10)
    var loads = 0
    for round in 0..<50 {
      _ = cache.bytecode(Hash(1)) {
        loads += 1
        return [1, 2, 3]
      }
      _ = cache.bytecode(Hash(Word(UInt64(round + 10)))) { [UInt8](repeating: 0, count: 4) }
    }
    #expect(loads == 1)
    #expect(cache.count <= 10)
  }
}
