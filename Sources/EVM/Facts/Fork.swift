/// The rule sets of Ethereum's execution layer, in order. Everything that differs between them is
/// read from tables by this one value.
public enum Fork: UInt8, CaseIterable, Sendable, Comparable {
  case frontier
  case homestead
  /// EIP-150.
  case tangerineWhistle
  /// EIP-158, 160, 161, 170.
  case spuriousDragon
  case byzantium
  case constantinople
  /// Constantinople without EIP-1283.
  case petersburg
  case istanbul
  case berlin
  case london
  case paris
  case shanghai
  case cancun
  case prague
  case osaka

  /// The newest rules that Cairn knows, and the default of every tool.
  public static var latest: Fork { .osaka }

  @inlinable
  public static func < (a: Fork, b: Fork) -> Bool { a.rawValue < b.rawValue }
}

extension Fork {
  /// The name in geth's tools and in the conformance data.
  public var name: String {
    switch self {
    case .frontier: "Frontier"
    case .homestead: "Homestead"
    case .tangerineWhistle: "EIP150"
    case .spuriousDragon: "EIP158"
    case .byzantium: "Byzantium"
    case .constantinople: "Constantinople"
    case .petersburg: "ConstantinopleFix"
    case .istanbul: "Istanbul"
    case .berlin: "Berlin"
    case .london: "London"
    case .paris: "Paris"
    case .shanghai: "Shanghai"
    case .cancun: "Cancun"
    case .prague: "Prague"
    case .osaka: "Osaka"
    }
  }

  /// A fork by any of the names in use, in any case.
  public init?(named text: String) {
    let wanted = text.lowercased()
    for fork in Fork.allCases where fork.name.lowercased() == wanted {
      self = fork
      return
    }
    switch wanted {
    case "tangerinewhistle", "tangerine": self = .tangerineWhistle
    case "spuriousdragon", "spurious": self = .spuriousDragon
    case "petersburg": self = .petersburg
    case "muirglacier": self = .istanbul
    case "arrowglacier", "grayglacier": self = .london
    case "merge": self = .paris
    case "latest": self = .latest
    default: return nil
    }
  }
}
