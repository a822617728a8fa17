import LinuxIO

/// A folder that this process has open. LMDB forgets its locks when one of two environments of the
/// same file is closed (mdb_env_open), so the second is refused here.
struct FolderClaim: ~Copyable, Sendable {
  private let identity: FileFacts.Identity

  private static let open = Guarded<[FileFacts.Identity]>([])

  init(_ folder: String) throws(StoreError) {
    let identity = try StoreError.system(.open, folder) { () throws(SystemError) in
      try FileFacts(of: folder).identity
    }
    let isFree = FolderClaim.open.withLock { claimed in
      if claimed.contains(identity) { return false }
      claimed.append(identity)
      return true
    }
    guard isFree else {
      throw StoreError(operation: .open, reason: .openTwice, folder: folder)
    }
    self.identity = identity
  }

  deinit {
    let identity = identity
    FolderClaim.open.withLock { claimed in claimed.removeAll { $0 == identity } }
  }
}
