import BlockExecution
import ChainTypes
import EVM

extension StateTest {
  /// The block that the transaction is in.
  func blockContext(_ fork: Fork, named name: String) -> BlockContext {
    var environment = EVM.Environment(fork: fork)
    environment.chainID = chainID
    environment.coinbase = self.environment.coinbase
    environment.number = self.environment.number
    environment.timestamp = self.environment.timestamp
    environment.gasLimit = self.environment.gasLimit
    environment.baseFee = self.environment.baseFee ?? .zero
    environment.prevRandao =
      fork >= .paris
      ? self.environment.random?.word ?? .zero : self.environment.difficulty
    let own = blobSchedules.first { $0.fork == name }?.schedule
    guard let schedule = own ?? fork.blobSchedule else {
      return BlockContext(environment: environment)
    }
    environment.blobBaseFee = BlobFee.baseFee(
      excessBlobGas: self.environment.excessBlobGas ?? 0, schedule: schedule)
    return BlockContext(environment: environment, blobSchedule: schedule)
  }
}

extension Fork {
  /// The schedule that a fork began with; nil before blobs.
  var blobSchedule: BlobSchedule? {
    if self < .cancun { return nil }
    return self < .prague ? .cancun : .prague
  }
}

extension StateTest.Environment {
  /// State tests have no chain: by their convention the hash of block n is keccak of its decimal
  /// digits.
  func fillBlockHashes(of world: MemoryState) {
    for n in (number > 256 ? number - 256 : 0)..<number {
      world.blockHashes[n] = Keccak256.hash(Array(Word(n).decimal.utf8))
    }
  }
}
