import BlockExecution
import ChainTypes
import CommandLineKit
import EVM
import JSONText
import Ledger
import LedgerStorage
import LinuxIO
import NativeCrypto
import StateStore

typealias FolderLedger = ChainLedger<LMDBLedgerStore>

/// A ledger in a folder, as the verbs open it.
enum LedgerFolder {
  /// A genesis document in a file.
  static func genesis(_ path: String) throws(CommandError) -> ChainGenesis {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try WholeFile.read(path) } catch {
      throw CommandError(.world, error.text, at: path, next: "Name a genesis.json.")
    }
    return try genesis(GenesisText.quotingLongIntegers(bytes), from: path)
  }

  static func genesis(_ bytes: [UInt8], from path: String) throws(CommandError) -> ChainGenesis {
    let json: JSONValue
    do throws(JSONTextError) { json = try JSONReader.parse(bytes) } catch {
      throw CommandError(.world, error.text, at: path, next: "Correct the document.")
    }
    do throws(GenesisError) { return try ChainGenesis(json, document: bytes) } catch {
      throw CommandError(.world, error.description, at: path, next: "Correct the document.")
    }
  }

  /// Opens the ledger in a folder. With a genesis it is made there when there is none, and must be
  /// of that chain.
  static func open(
    _ path: String, genesis: ChainGenesis?, _ invocation: Invocation
  ) throws(CommandError) -> FolderLedger {
    let megabytes = try invocation.integer(
      "map-size", in: 1...(Int.bitWidth == 32 ? 1024 : 1 << 22), default: 0)
    do throws(LedgerError<StoreError>) {
      let store = try store(path, megabytes << 20, creates: genesis != nil)
      let machine = Machine(backend: .system)
      guard try FolderLedger.exists(in: store) else {
        guard let genesis else { throw .missing }
        return try FolderLedger.create(
          in: store, genesis: genesis, expectedRoot: genesis.header.stateRoot, machine: machine)
      }
      let chain: ChainGenesis
      if let genesis {
        chain = genesis
      } else {
        let document = try FolderLedger.genesisDocument(in: store) ?? []
        do throws(CommandError) {
          chain = try self.genesis(document, from: path)
        } catch { throw .damaged(.meta("genesis document")) }
      }
      let ledger = try FolderLedger.open(in: store, chain: chain, machine: machine)
      // The ledger compares the rules' header, but takes the state root from its own.
      guard ledger.genesisHash == chain.header.hash else {
        throw .otherChain(found: ledger.genesisHash, expected: chain.header.hash)
      }
      return ledger
    } catch { throw CommandError(error, at: path) }
  }

  private static func store(
    _ path: String, _ mapSize: Int, creates: Bool
  ) throws(LedgerError<StoreError>) -> LMDBLedgerStore {
    // What cannot be made, opening explains.
    if creates { try? Folder.create(path) }
    do throws(StoreError) {
      return mapSize > 0
        ? try LMDBLedgerStore(folder: path, mapSize: mapSize) : try LMDBLedgerStore(folder: path)
    } catch { throw .store(error) }
  }
}

extension VerbOption {
  static let data = VerbOption("data", value: "DIR", "the folder of the ledger")
  static let mapSize = VerbOption(
    "map-size", value: "MB", "address space for the ledger: the most that it can grow to")
}

extension Invocation {
  func required(_ name: String) throws(CommandError) -> String {
    guard let value = value(name) else {
      throw CommandError(.usage, "--\(name) is missing", next: advice)
    }
    return value
  }

  /// A number of a block; nil when the option is not given.
  func block(_ name: String) throws(CommandError) -> UInt64? {
    guard let text = value(name) else { return nil }
    guard let number = UInt64(text) else {
      throw CommandError(
        .usage, "\"\(text)\" is no number of a block", at: "--\(name)", next: advice)
    }
    return number
  }
}

extension CommandError {
  init(_ error: LedgerError<StoreError>, at place: String) {
    var next = "What was committed before is kept."
    switch error {
    case .missing: next = "Name a genesis, or another folder."
    case .otherChain: next = "Name the genesis of this folder, or another folder with --data."
    case .store(let failure) where failure.reason == .noSuchFolder: next = "Check --data."
    default: break
    }
    self.init(.world, error.text { $0.text }, at: place, next: next)
  }
}
