import ChainTypes

extension BlockExecutor {
  /// Yellow paper, section 11.1.
  func validateOmmers(_ block: Block, _ ancestors: AncestorWindow) throws(InvalidBlock) {
    var writer = RLPWriter()
    writer.appendList { list in
      for ommer in block.ommers { ommer.append(to: &list) }
    }
    try require(.ommersHash, block.header.ommersHash, Keccak256.hash(writer.bytes))
    if block.ommers.isEmpty { return }
    guard block.ommers.count <= BlockRules.ommers else {
      throw .tooManyOmmers(block.ommers.count)
    }
    let blockHash = block.header.hash
    var seen: [Hash] = []
    for (index, ommer) in block.ommers.enumerated() {
      let hash = ommer.hash
      if let fault = fault(of: ommer, hash, block.header, blockHash, ancestors, seen) {
        throw .ommer(index: index, fault)
      }
      seen.append(hash)
    }
  }

  private func fault(
    of ommer: BlockHeader, _ hash: Hash, _ header: BlockHeader, _ blockHash: Hash,
    _ ancestors: AncestorWindow, _ seen: [Hash]
  ) -> InvalidBlock.OmmerFault? {
    if seen.contains(hash) { return .included }
    if hash == blockHash { return .isAncestor }
    var parent: AncestorWindow.Ancestor?
    for ancestor in ancestors.ancestors {
      if ancestor.hash == hash { return .isAncestor }
      if ancestor.ommers.contains(hash) { return .included }
      if ancestor.hash == ommer.parentHash { parent = ancestor }
    }
    guard ommer.number < header.number, header.number - ommer.number <= BlockRules.ommerAge else {
      return .tooOld
    }
    guard let parent, ommer.parentHash != header.parentHash else { return .wrongParent }
    do {
      try validate(ommer, parent: parent.header, parentHash: parent.hash)
      return nil
    } catch {
      return .invalidHeader
    }
  }
}
