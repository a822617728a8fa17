/// How large a fleet's manifest may be, and how much of its history is kept at hand.
public enum ManifestLimits {
  /// Bytes of one manifest: several hundred lanes; senders chunk it.
  public static let bytes = 1 << 20
  /// Lanes, ended ones included.
  public static let lanes = 4_096
  public static let witnesses = 4_096
  /// Witnesses of one lane.
  public static let laneWitnesses = 32
  public static let aggregators = 64
  public static let senders = 4_096
  public static let delegates = 64
  /// Versions of a chain. A fleet that changes every day reaches it after 89 years.
  public static let versions = 32_768
  /// Versions whose content a chain keeps in memory, the newest.
  public static let kept = 8
  /// Lists within lists: the manifest, a list of members, a member, its witnesses.
  static let depth = 4
}
