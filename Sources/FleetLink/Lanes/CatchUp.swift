import Statements
import SyncProtocol

/// A lane that is caught up with block by block: how far it is. Times are monotonic milliseconds.
public struct CatchUp: Hashable, Sendable {
  /// The last block here when it began.
  public let from: UInt64
  public let since: UInt64
  /// The last block here, and the last that the board is known to have sealed.
  public private(set) var head: UInt64
  public private(set) var target: UInt64
  /// Where it was a while ago and a shorter while ago: a pace of more than the last second.
  private var older: Mark
  private var newer: Mark
  private var seen: UInt64
  /// When people were told last, and what.
  private var toldAt: UInt64
  private var told: UInt64

  private struct Mark: Hashable {
    var height: UInt64
    var time: UInt64
  }

  init(head: UInt64, target: UInt64, now: UInt64) {
    (from, since, self.head, self.target) = (head, now, head, target)
    older = Mark(height: head, time: now)
    (newer, seen, toldAt, told) = (older, now, now, head)
  }
}

extension CatchUp {
  public var remaining: UInt64 { target - min(head, target) }

  /// Blocks a minute; 0 before anything can be said.
  public var perMinute: UInt64 {
    seen > older.time ? (head - min(older.height, head)) * 60_000 / (seen - older.time) : 0
  }

  /// Nil while nothing comes.
  public var secondsLeft: UInt64? { perMinute > 0 ? remaining * 60 / perMinute : nil }

  /// Names and values, for a line of the log.
  public var text: String {
    "block=\(head) of=\(target) per_minute=\(perMinute)"
      + (secondsLeft.map { " seconds_left=\($0)" } ?? "")
  }

  mutating func advance(head: UInt64, target: UInt64, now: UInt64) {
    // A replica that began anew is behind itself.
    if head < self.head {
      (older, newer) = (Mark(height: head, time: now), Mark(height: head, time: now))
    }
    (self.head, self.target, seen) = (head, max(target, self.target), now)
    if now >= newer.time + LinkLimits.paceSpan {
      older = newer
      newer = Mark(height: head, time: now)
    }
  }

  /// Every so often while it goes on, and seldom while it does not.
  mutating func isToBeTold(_ now: UInt64) -> Bool {
    let pause = told == head ? LinkLimits.stalledPause : LinkLimits.progressPause
    guard now >= toldAt + pause else { return false }
    (toldAt, told) = (now, head)
    return true
  }
}

/// What people hear of it.
public enum CatchUpNews: Sendable, Equatable {
  case begun(CatchUp)
  case going(CatchUp)
  /// As far as what is always under way.
  case done(CatchUp, milliseconds: UInt64)
  /// Frozen, given to others, or on by a state.
  case ended(CatchUp)
}

extension CatchUpNews {
  public var text: String {
    switch self {
    case .begun(let lane): "\(lane.text) note=\"blocks are fetched from whoever has them\""
    case .going(let lane): lane.text
    case .done(let lane, let milliseconds):
      "block=\(lane.head) blocks=\(lane.head - min(lane.from, lane.head)) ms=\(milliseconds) "
        + "note=\"caught up\""
    case .ended(let lane): "block=\(lane.head) of=\(lane.target) note=\"no longer by blocks\""
    }
  }
}

/// Sees which lanes are far behind, and when to say so.
struct CatchUpWatch {
  private(set) var lanes: [Lane: CatchUp] = [:]
  private var nextLook: UInt64 = 0

  mutating func isDue(_ now: UInt64) -> Bool {
    guard now >= nextLook else { return false }
    nextLook = now + SyncLimits.beat
    return true
  }

  /// `gaps`: all lanes of which more is known than is stored; in their order the news comes.
  mutating func look(_ gaps: [LaneGap], now: UInt64) -> [(lane: Lane, news: CatchUpNews)] {
    var news: [(lane: Lane, news: CatchUpNews)] = []
    var watched: Set<Lane> = []
    for gap in gaps {
      let missing = gap.known - min(gap.head, gap.known)
      guard var lane = lanes[gap.lane] else {
        guard missing >= LinkLimits.catchUpFrom else { continue }
        watched.insert(gap.lane)
        let begun = CatchUp(head: gap.head, target: gap.known, now: now)
        lanes[gap.lane] = begun
        news.append((lane: gap.lane, news: .begun(begun)))
        continue
      }
      lane.advance(head: gap.head, target: gap.known, now: now)
      guard missing > LinkLimits.catchUpUntil else {
        lanes[gap.lane] = nil
        news.append((lane: gap.lane, news: .done(lane, milliseconds: now - lane.since)))
        continue
      }
      watched.insert(gap.lane)
      if lane.isToBeTold(now) { news.append((lane: gap.lane, news: .going(lane))) }
      lanes[gap.lane] = lane
    }
    for (lane, state) in lanes where !watched.contains(lane) {
      lanes[lane] = nil
      news.append((lane: lane, news: .ended(state)))
    }
    return news
  }
}
