import ChainTypes
import FleetManifest
import JSONText
import KeyCustody
import LinuxIO
import Statements

/// The file that a board gets from its operator: the fleet's manifest, version by version, each
/// signed by the fleet's key. It holds no secret. Whoever has one version finds the newer ones on
/// the broker, and checks them himself.
public enum FleetFile {
  /// Its name in a data folder.
  public static let name = "fleet.json"

  /// As text: which fleet, and the versions in hexadecimal digits, oldest first.
  public static func text(_ versions: [SignedManifest]) -> String {
    let fleet = versions.last?.manifest.fleet ?? .zero
    return JSONValue.object([
      ("fleet", .string(fleet.hex)),
      ("manifests", .array(versions.map { .string(Hex.encode($0.bytes)) })),
    ]).text(pretty: true) + "\n"
  }

  /// The versions of a file, each checked to be signed by the key of its own fleet.
  public static func read(_ path: String) throws(LinkFailure) -> [SignedManifest] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try WholeFile.read(path, limit: LinkLimits.fleetFile)
    } catch {
      throw .system(error)
    }
    let document: JSONValue
    do throws(JSONTextError) { document = try JSONReader.parse(bytes) } catch {
      throw .malformed(file: path, error.text)
    }
    guard let list = document["manifests"]?.asArray, !list.isEmpty else {
      throw .malformed(file: path, "it has no list of manifests, so it is no fleet's file")
    }
    var versions: [SignedManifest] = []
    for entry in list {
      guard let text = entry.asString, let bytes = try? Hex.decode(text) else {
        throw .malformed(file: path, "a manifest is not written in hexadecimal digits")
      }
      do throws(ManifestError) {
        versions.append(try SignedManifest(bytes: bytes, using: LibraryRecovery()))
      } catch {
        throw .malformed(file: path, error.description)
      }
    }
    return versions
  }
}
