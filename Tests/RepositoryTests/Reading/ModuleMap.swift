/// Where a module stands.
enum Layer: String, CaseIterable {
  /// Swift only, no input or output.
  case core
  /// One C library or the kernel.
  case boundary
  /// Joins core and boundary.
  case composition
  /// A main file.
  case program
  /// A C library's headers.
  case library = "C library"

  /// What a module of this layer may import at all.
  var reach: Set<Layer> {
    switch self {
    case .core: [.core]
    case .boundary: [.core, .boundary, .library]
    case .composition: [.core, .boundary, .composition]
    case .program: [.core, .composition]
    case .library: []
    }
  }
}

/// The modules and what each may import, as the table in Sources/ARCHITECTURE.md tells it.
struct ModuleMap {
  struct Module {
    let name: String
    let layer: Layer
    let imports: [String]
  }

  static let path = "Sources/ARCHITECTURE.md"
  var modules: [Module] = []
  /// Rows that say nothing that could be read.
  var unreadable: [String] = []

  /// Reads the rows `| module | layer | imports | purpose |` whose first cell is code.
  init(markdown: String) {
    for line in markdown.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingPrefix(while: \.isWhitespace).description.trimmed }
      guard cells.count == 6, let name = ModuleMap.names(cells[1]).first else { continue }
      guard let layer = Layer(rawValue: cells[2]) else {
        unreadable.append("\(ModuleMap.path): \(name): no layer \"\(cells[2])\"")
        continue
      }
      modules.append(Module(name: name, layer: layer, imports: ModuleMap.names(cells[3])))
    }
  }

  /// The names between backticks.
  private static func names(_ cell: String) -> [String] {
    cell.matches(of: /`([\w-]+)`/).map { String($0.1) }
  }

  func module(_ name: String) -> Module? { modules.first { $0.name == name } }
}

extension String {
  var trimmed: String {
    String(trimmingPrefix(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
