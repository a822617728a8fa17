import ChainTypes
import Statements
import SyncProtocol
import Testing

@testable import FleetLink

@Suite("How far a lane is that is caught up with by blocks")
struct CatchUpWatchTests {
  private let lane = Lane(board: Address(Word(0x77)), term: 2)

  private func gap(_ head: UInt64, _ known: UInt64) -> [LaneGap] {
    [LaneGap(lane: lane, head: head, known: known)]
  }

  @Test func `ten thousand blocks give a line at the begin, one every ten seconds, and an end`() {
    var watch = CatchUpWatch()
    var (head, now): (UInt64, UInt64) = (100, 50_000)
    var told: [CatchUpNews] = []
    var paces: Set<UInt64> = []
    while head < 10_100 {
      told += watch.look(gap(head, 10_100), now: now).map { $0.news }
      if let pace = watch.lanes[lane]?.perMinute, pace > 0 { paces.insert(pace) }
      (head, now) = (min(10_100, head + 200), now + 1_000)
    }
    told += watch.look(gap(head, 10_100), now: now).map { $0.news }
    #expect(told.count == 1 + 4 + 1)
    #expect(paces == [12_000])
    guard case .begun(let begun)? = told.first, case .going(let going) = told[2],
      case .done(let done, let milliseconds)? = told.last
    else {
      Issue.record("\(told)")
      return
    }
    #expect(begun.text == "block=100 of=10100 per_minute=0" && begun.secondsLeft == nil)
    #expect(going.text == "block=4100 of=10100 per_minute=12000 seconds_left=30")
    #expect(going.remaining == 6_000)
    #expect(done.from == 100 && milliseconds == 50_000)
    #expect(told.last?.text == "block=10100 blocks=10000 ms=50000 note=\"caught up\"")
    #expect(watch.lanes.isEmpty)
    #expect(
      CatchUp.words(.object(going.fields))
        == "catching up, at block 4100 of 10100, 12000 blocks a minute, about 30 s to go")
    #expect(CatchUp.words(.object([("parts", .integer(3))])) == nil)
  }

  @Test func `what is under way in ordinary times is nothing to tell`() {
    var watch = CatchUpWatch()
    for now in 0..<100 as Range<UInt64> {
      #expect(watch.look(gap(now * 3, now * 3 + now % 32), now: now * 1_000).isEmpty)
    }
    // From 32 missing blocks on; it is over with 8.
    #expect(watch.look(gap(0, 32), now: 100_000).count == 1)
    #expect(watch.look(gap(23, 32), now: 101_000).isEmpty && watch.lanes.count == 1)
    #expect(watch.look(gap(24, 32), now: 102_000).count == 1 && watch.lanes.isEmpty)
  }

  @Test func `a lane that stands still is told seldom, and one that goes is told once`() {
    var watch = CatchUpWatch()
    var lines = 0
    for second in 0..<300 as Range<UInt64> {
      lines += watch.look(gap(5, 1_000), now: second * 1_000).count
    }
    #expect(lines == 1 + 4)
    #expect(watch.lanes[lane]?.perMinute == 0 && watch.lanes[lane]?.secondsLeft == nil)
    // Frozen, or on by a state: it is in no gap any more.
    let news = watch.look([], now: 301_000)
    guard case .ended(let state)? = news.first?.news, news.count == 1 else {
      Issue.record("\(news)")
      return
    }
    #expect(state.head == 5 && state.target == 1_000 && watch.lanes.isEmpty)
  }

  @Test func `a replica that begins anew, and a board that goes on, are no trap`() {
    var watch = CatchUpWatch()
    _ = watch.look(gap(500, 1_000), now: 1_000)
    _ = watch.look(gap(0, 1_000), now: 2_000)
    _ = watch.look(gap(60, 1_300), now: 8_000)
    let state = watch.lanes[lane]
    #expect(state?.perMinute == 600 && state?.target == 1_300 && state?.remaining == 1_240)
  }
}
