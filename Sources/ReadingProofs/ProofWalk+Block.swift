import BlockExecution
import ChainTypes
import FleetLog
import FleetManifest
import Statements

extension ProofWalk {
  mutating func checkHeaders() throws(ProofFailure) {
    let seal = file.seal.content
    block = try header(.header, file.header)
    guard Keccak256.hash(file.header) == seal.blockHash, block.number == seal.height else {
      throw ProofFailure(.header, "it is not that of the sealed block \(seal.height)")
    }
    hashes = [seal.blockHash]
    for (place, bytes) in file.headers.enumerated() {
      let next = try header(.headers, bytes)
      guard next.parentHash == hashes[place], next.number == block.number + UInt64(place) + 1
      else {
        throw ProofFailure(
          .headers,
          "that of block \(next.number) does not follow on block "
            + "\(block.number + UInt64(place))")
      }
      hashes.append(Keccak256.hash(bytes))
    }
    guard file.headers.isEmpty || isLastNamed else {
      throw ProofFailure(.headers, "nothing names the last of them")
    }
    holds(.header, "the header is that of the sealed block, made at \(block.timestamp) s")
  }

  private func header(
    _ part: ProofPart, _ bytes: [UInt8]
  ) throws(ProofFailure) -> BlockHeader {
    do throws(RLPError) { return try BlockHeader(decoding: bytes) } catch {
      throw ProofFailure(part, error.description)
    }
  }

  private var isLastNamed: Bool {
    let last = block.number + UInt64(file.headers.count)
    return file.checkpoint?.height == last
      || file.receipts.contains { $0.content.height == last }
      || file.cosignatures.contains { $0.content.height == last }
  }

  /// The hash of the reading's block, or of one of those behind it.
  private func hash(
    _ part: ProofPart, _ statementLane: Lane, at height: UInt64
  ) throws(ProofFailure) -> Hash {
    guard statementLane == lane else { throw ProofFailure(part, "it is of \(statementLane.text)") }
    guard height >= block.number, height - block.number < hashes.count else {
      throw ProofFailure(part, "the header of block \(height) is not in the file")
    }
    return hashes[Int(height - block.number)]
  }

  /// A member signed `found` of a height. Where only headers say otherwise, they are what is wrong.
  private func check(
    _ part: ProofPart, _ found: Hash, is expected: Hash, at height: UInt64
  ) throws(ProofFailure) {
    if found == expected { return }
    throw ProofFailure(
      height > block.number ? .headers : part, "another block \(height) was signed: \(found)")
  }

  mutating func checkCosignatures() throws(ProofFailure) {
    guard !file.cosignatures.isEmpty else {
      return absent(.cosignatures, "no witness cosigned: the block is not final")
    }
    var signers: [UInt64: Set<Address>] = [:]
    // Where versions differ, the strictest of those that were named counts.
    var (threshold, count) = (0, 0)
    for signed in file.cosignatures {
      let content = signed.content
      let expected = try hash(.cosignatures, content.lane, at: content.height)
      try checkVersion(.cosignatures, content.manifestHash)
      let signer = try signer(.cosignatures, signed)
      guard let manifest = contents[content.manifestHash] ?? newest?.manifest,
        let member = manifest.member(lane), member.witnesses.contains(signer),
        manifest.witness(signer)?.term == content.witnessTerm
      else { throw ProofFailure(.cosignatures, "\(signer) is no witness of the lane") }
      threshold = max(threshold, Int(member.threshold))
      count = max(count, member.witnesses.count)
      try check(.cosignatures, content.blockHash, is: expected, at: content.height)
      guard signers[content.height, default: []].insert(signer).inserted else {
        throw ProofFailure(.cosignatures, "one of \(signer) is there twice")
      }
    }
    // Whoever cosigns a block has executed all before it.
    let most = signers.values.reduce(0) { max($0, $1.count) }
    report.isFinal = most > 0 && most >= threshold
    let need = "\(most) of \(count) witnesses, \(threshold) needed"
    holds(.cosignatures, (report.isFinal ? "the block is final: " : "not final yet: ") + need)
  }

  mutating func checkReceipts() throws(ProofFailure) {
    if file.receipts.isEmpty {
      return absent(.receipts, "no aggregator says that it has the block")
    }
    for signed in file.receipts {
      let content = signed.content
      let expected = try hash(.receipts, content.lane, at: content.height)
      try checkVersion(.receipts, content.manifestHash)
      try checkAggregator(.receipts, try signer(.receipts, signed))
      try check(.receipts, content.blockHash, is: expected, at: content.height)
    }
    report.isStored = true
    holds(.receipts, "verified and stored by an aggregator of the fleet")
  }

  mutating func checkCheckpoint() throws(ProofFailure) {
    guard let proved = file.checkpoint else {
      return absent(.checkpoint, "in no aggregator's log yet")
    }
    let content = proved.statement.content
    try check(.checkpoint, proved.statement, by: content.log, "the log")
    try checkVersion(.checkpoint, content.manifestHash)
    try checkAggregator(.checkpoint, content.log)
    let entry = LogEntry(
      lane: lane, height: proved.height,
      blockHash: try hash(.checkpoint, lane, at: proved.height))
    guard
      LogProof.includes(
        entry.digest, at: proved.index, size: content.size, root: content.root, path: proved.path)
    else {
      throw ProofFailure(.checkpoint, "index and path do not lead from the block to its root")
    }
    report.isLogged = true
    holds(
      .checkpoint,
      "entry \(proved.index) of \(content.size) in the log of \(content.log), signed "
        + "at \(content.time) ms")
  }

  private func checkAggregator(
    _ part: ProofPart, _ address: Address
  ) throws(ProofFailure) {
    guard newest?.manifest.aggregator(address) != nil else {
      throw ProofFailure(part, "\(address) is no aggregator of the fleet")
    }
  }
}
