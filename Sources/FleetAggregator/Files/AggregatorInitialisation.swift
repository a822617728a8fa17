import ChainTypes
import FleetLink
import FleetManifest
import KeyCustody
import LinuxIO
import Readings
import Signing
import Statements

/// Makes the files of a new aggregator and, unless a fleet's key is given, of a new fleet. What is
/// there stays as it is.
public struct AggregatorInitialisation: Sendable {
  public var folder: AggregatorFolder
  /// What people call the fleet.
  public var name: String
  /// Where the fleet's key is; nil for a new one in the data folder.
  public var fleetKey: String?
  public var broker: String

  public init(folder: AggregatorFolder, name: String, fleetKey: String?, broker: String) {
    self.folder = folder
    self.name = name
    self.fleetKey = fleetKey
    self.broker = broker
  }

  public struct Result: Sendable {
    public var fleet: Hash
    public var fleetKey: Address
    public var aggregator: Address
    public var kept: [String]
  }

  public func perform() throws(LinkFailure) -> Result {
    var kept: [String] = []
    do throws(SystemError) { try Folder.create(folder.path) } catch { throw .system(error) }
    let own = try AggregatorInitialisation.key(folder.key, &kept)
    let fleet = try AggregatorInitialisation.key(fleetKey ?? folder.fleetKey, &kept)
    var manifest = Manifest(fleetKey: fleet.address, name: Hash(label: name))
    manifest.aggregators = [AggregatorMember(address: own.address)]
    if Folder.kind(folder.fleet) == nil {
      let signed = try AggregatorInitialisation.sign(manifest, after: nil, by: fleet)
      try write(FleetFile.text([signed]), to: folder.fleet)
    } else {
      kept.append(folder.fleet)
    }
    if Folder.kind(folder.config) == nil {
      try write(configuration, to: folder.config)
    } else {
      kept.append(folder.config)
    }
    return Result(
      fleet: manifest.fleet, fleetKey: fleet.address, aggregator: own.address, kept: kept)
  }

  /// The key of a file, made when it is missing.
  private static func key(
    _ path: String, _ kept: inout [String]
  ) throws(LinkFailure) -> SigningKey {
    do throws(KeyError) {
      if Folder.kind(path) != nil {
        kept.append(path)
        return try KeyVault.load(.file(path))
      }
      return try KeyVault.create(at: .file(path))
    } catch {
      throw .key(error)
    }
  }

  /// The next version, signed by the fleet's key.
  public static func sign(
    _ manifest: Manifest, after previous: SignedManifest?, by key: borrowing SigningKey
  ) throws(LinkFailure) -> SignedManifest {
    do throws(ManifestSigningError<Never>) {
      return try SignedManifest(signing: manifest, after: previous, by: key)
    } catch {
      switch error {
      case .manifest(let reason): throw .settings("the manifest is refused: \(reason.description)")
      }
    }
  }

  private func write(_ text: String, to path: String) throws(LinkFailure) {
    do throws(SystemError) { try WholeFile.write(Array(text.utf8), to: path) } catch {
      throw .system(error)
    }
  }

  private var configuration: String {
    """
    # The configuration of this aggregator. configs/aggregator.yaml of Cairn explains every key.
    aggregator:
      data: \(folder.path)

    broker:
      url: \(broker)

    """
  }
}
