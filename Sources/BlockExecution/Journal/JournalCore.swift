import ChainTypes
import EVM

/// The journal's tables and rules that do not depend on where the state comes from. It lives behind
/// one pointer, so that no access pays for an exclusivity check.
struct JournalCore {
  var fork: Fork
  let seed: HashSeed
  /// Counts transactions: what bears another number is cold, or has no original value yet.
  var epoch: UInt32
  var accountIndex: HashIndex
  var accounts: FlatArray<AccountRecord>
  /// What the source said of each account: beside the records, because only the end reads it.
  var sources: FlatArray<Account?>
  var slotIndex: HashIndex
  var slots: FlatArray<SlotRecord>
  var transientIndex: HashIndex
  var transients: FlatArray<TransientRecord>
  var undo: FlatArray<UndoEntry>
  var replacedCode: FlatArray<Bytecode?>
  /// Accounts whose transaction bits are to be looked at when the transaction ends.
  var listed: FlatArray<ListedAccount>
  /// Slots that the transaction wrote, each once.
  var written: FlatArray<Int32>
  /// EIP-2930: what is warm from the start, as long as nobody has looked it up.
  var announcedIndex: HashIndex
  var announcedAccounts: FlatArray<Address>
  var announcedSlotIndex: HashIndex
  var announcedSlots: FlatArray<AnnouncedSlot>
  /// EIP-7928: the steps of accounts and slots, named by position, and what was collected before
  /// the tables were cleared.
  var isRecording: Bool
  var accessIndex: UInt32
  var accountSteps: FlatArray<AccountStep<Int32>>
  var slotSteps: FlatArray<SlotStep<Int32>>
  var harvested: AccessListBuilder
  /// What a list that was right says of the transactions, and the accounts and slots that are here
  /// because of it: nobody has recorded them, but the list has them.
  var verified: VerifiedAccesses?
  var verifiedAccounts: Range<Int>
  var verifiedSlots: Range<Int>
  /// What a transaction that is executed ahead used, in order.
  var touchedAccounts: FlatArray<TouchedAccount>
  var touchedSlots: FlatArray<TouchedSlot>
  /// Where the accounts and slots of a result that is looked at are here; -1 for nowhere yet.
  var accountPlaces: FlatArray<Int32>
  var slotPlaces: FlatArray<Int32>
  var logs: FlatArray<LogRecord>
  var logData: FlatArray<UInt8>

  init() {
    fork = .latest
    seed = HashSeed()
    epoch = 1
    accountIndex = HashIndex(capacity: BlockExecutionLimits.tableStart)
    accounts = FlatArray(capacity: BlockExecutionLimits.tableStart)
    sources = FlatArray(capacity: BlockExecutionLimits.tableStart)
    slotIndex = HashIndex(capacity: BlockExecutionLimits.tableStart)
    slots = FlatArray(capacity: BlockExecutionLimits.tableStart)
    transientIndex = HashIndex(capacity: BlockExecutionLimits.tableStart)
    transients = FlatArray(capacity: BlockExecutionLimits.tableStart)
    undo = FlatArray(capacity: BlockExecutionLimits.tableStart * 4)
    replacedCode = FlatArray(capacity: 8)
    listed = FlatArray(capacity: BlockExecutionLimits.tableStart)
    written = FlatArray(capacity: BlockExecutionLimits.tableStart)
    announcedIndex = HashIndex(capacity: BlockExecutionLimits.smallTableStart)
    announcedAccounts = FlatArray(capacity: BlockExecutionLimits.smallTableStart)
    announcedSlotIndex = HashIndex(capacity: BlockExecutionLimits.smallTableStart)
    announcedSlots = FlatArray(capacity: BlockExecutionLimits.smallTableStart)
    isRecording = false
    accessIndex = 0
    accountSteps = FlatArray(capacity: BlockExecutionLimits.smallTableStart)
    slotSteps = FlatArray(capacity: BlockExecutionLimits.smallTableStart)
    harvested = AccessListBuilder()
    verifiedAccounts = 0..<0
    verifiedSlots = 0..<0
    touchedAccounts = FlatArray(capacity: BlockExecutionLimits.smallTableStart)
    touchedSlots = FlatArray(capacity: BlockExecutionLimits.smallTableStart)
    accountPlaces = FlatArray(capacity: BlockExecutionLimits.smallTableStart)
    slotPlaces = FlatArray(capacity: BlockExecutionLimits.smallTableStart)
    logs = FlatArray(capacity: BlockExecutionLimits.tableStart)
    logData = FlatArray(capacity: BlockExecutionLimits.tableStart * 64)
  }

  func free() {
    accountIndex.free()
    accounts.free()
    sources.free()
    slotIndex.free()
    slots.free()
    transientIndex.free()
    transients.free()
    undo.free()
    replacedCode.free()
    listed.free()
    written.free()
    announcedIndex.free()
    announcedAccounts.free()
    announcedSlotIndex.free()
    announcedSlots.free()
    accountSteps.free()
    slotSteps.free()
    touchedAccounts.free()
    touchedSlots.free()
    accountPlaces.free()
    slotPlaces.free()
    logs.free()
    logData.free()
  }

  /// Forgets every account and slot.
  mutating func clear() {
    epoch = 1
    accountIndex.clear()
    accounts.truncate(to: 0)
    sources.truncate(to: 0)
    slotIndex.clear()
    slots.truncate(to: 0)
    accountSteps.truncate(to: 0)
    slotSteps.truncate(to: 0)
    verifiedAccounts = 0..<0
    verifiedSlots = 0..<0
    clearTransaction()
    clearTouches()
  }

  /// Not at the end of a transaction, for its result is made of them.
  mutating func clearTouches() {
    touchedAccounts.truncate(to: 0)
    touchedSlots.truncate(to: 0)
  }

  /// Forgets what lasts for one transaction only. The accounts' and slots' own marks go by epoch.
  mutating func clearTransaction() {
    transientIndex.clear()
    transients.truncate(to: 0)
    undo.truncate(to: 0)
    replacedCode.truncate(to: 0)
    listed.truncate(to: 0)
    written.truncate(to: 0)
    announcedIndex.clear()
    announcedAccounts.truncate(to: 0)
    announcedSlotIndex.clear()
    announcedSlots.truncate(to: 0)
    logs.truncate(to: 0)
    logData.truncate(to: 0)
  }
}
