/// Finds what somebody who mistyped a word meant.
public enum NearestWord {
  /// The candidate with the fewest changed letters, if that is at most a third of the word (and one
  /// change is always allowed); the first of several equally near.
  public static func find(_ word: String, among candidates: [String]) -> String? {
    guard word.utf8.count <= Limits.wordForSuggestion else { return nil }
    let allowed = max(1, word.utf8.count / 3)
    var best: String?
    var bestDistance = allowed + 1
    for candidate in candidates {
      let distance = distance(Array(word.utf8), Array(candidate.utf8))
      if distance < bestDistance {
        best = candidate
        bestDistance = distance
      }
    }
    return best
  }

  /// Letters inserted, left out, replaced, or swapped with their neighbour (optimal string
  /// alignment).
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1]
      for j in 0..<b.count {
        var cost = min(current[j], previous[j + 1]) + 1
        cost = min(cost, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }
}
