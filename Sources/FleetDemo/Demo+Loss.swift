import ChainTypes
import LinuxIO
import Statements

extension Demo {
  /// A board dies in the middle of its work, and comes back.
  func loseBoard() throws(DemoFailure) {
    let board = members[1]
    board.kill()
    let before = board.status.number("head")
    say("\(board.name): killed in the middle of its work, at block \(before)")
    try pause(1_000)
    look()
    try board.start()
    let isBack = try wait(share: 5) {
      board.status.number("link", "delivered") > before
        && board.status.number("head") > before
    }
    report.claim("killedBoardGoesOn", isBack)
    say(
      isBack
        ? "\(board.name): asked the others whether it lost anything, and goes on in the same lane"
        : "FAILED: the killed board did not go on")
  }

  func prove() throws(DemoFailure) {}
}
