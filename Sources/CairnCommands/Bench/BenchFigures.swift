import CommandLineKit

/// What a bench that runs once is told.
struct BenchSettings: Sendable {
  let blocks: Int
  /// Where databases may be made: on the medium that is to be measured.
  let folder: String
}

/// What such a bench found: numbers with their names, in thousandths.
struct BenchFigures {
  let bench: String
  let name: String
  private(set) var figures: [(name: String, thousandths: Int)] = []

  init(bench: String, name: String) {
    self.bench = bench
    self.name = name
  }

  mutating func add(_ name: String, _ value: Int) { add(name, thousandths: value * 1000) }

  mutating func add(_ name: String, thousandths value: Int) {
    figures.append((name: name, thousandths: value))
  }

  var text: String {
    var text = "\(bench) \(name):"
    for figure in figures {
      text += " \(figure.name) \(Decimal.text(thousandths: figure.thousandths))"
    }
    return text
  }

  var json: String {
    var line = JSONLine()
    line.add("bench", bench)
    line.add("name", name)
    for figure in figures { line.add(figure.name, thousandths: figure.thousandths) }
    return line.text
  }
}
