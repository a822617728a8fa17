import BoardConfig
import Foundation
import Testing

@testable import BoardAgent

@Suite("A new board")
struct InitialisationTests {
  @Test func `its configuration reads the sensors that the machine has`() throws {
    let board = try TestBoard()
    try board.write("sht4x\n", to: "/sys/class/hwmon/hwmon0/name")
    try board.write("21340\n", to: "/sys/class/hwmon/hwmon0/temp1_input")
    let folder = AgentFolder(board.path + "/other")
    let made = try BoardInitialisation(folder: folder, root: board.path).perform()
    let settings = try BoardSettings(
      parsing: Array(Data(contentsOf: URL(fileURLWithPath: made.config))))
    #expect(settings.sensors.contains { $0.name == "sht4x/temp1" && $0.instrument == "sht4x" })
    #expect(settings.sensors.count == 4)
    #expect(settings.board.dataFolder == folder.path)
  }
}
