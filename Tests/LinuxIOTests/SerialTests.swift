import Foundation
import LinuxIO
import Testing

@Suite struct SerialLines {
  @Test func `bytes arrive unchanged, control characters too`() throws {
    let terminal = try PseudoTerminal()
    let line = try SerialLine(opening: terminal.path, baud: 9600)
    let bytes: [UInt8] = [0x03, 0x0d, 0x0a, 0x11, 0x13, 0x00, 0xff, 0x42]
    try terminal.device.write(all: bytes)
    #expect(try line.descriptor.waitReadable(until: .after(milliseconds: 5000)))
    #expect(try line.available() == bytes)
    try line.send([0x0a, 0x7f], until: .after(milliseconds: 5000))
    var heard = [UInt8](repeating: 0, count: 2)
    #expect(try terminal.device.read(into: &heard, until: .after(milliseconds: 5000)) == .bytes(2))
    #expect(heard == [0x0a, 0x7f])
  }

  @Test func `a silent line does not wait`() throws {
    let terminal = try PseudoTerminal()
    let line = try SerialLine(opening: terminal.path, baud: 115_200, parity: .even, stopBits: 2)
    #expect(try line.available() == [])
    var buffer = [UInt8](repeating: 0, count: 8)
    let result = try line.descriptor.read(into: &buffer, until: .after(milliseconds: 5))
    #expect(result == .wouldBlock)
  }

  @Test func `an adapter that was pulled out is an I/O error with its path`() throws {
    var terminal: PseudoTerminal? = try PseudoTerminal()
    let path = try #require(terminal?.path)
    let line = try SerialLine(opening: path, baud: 9600)
    terminal = nil
    do {
      _ = try line.available()
      Issue.record("the line goes on without its other end")
    } catch {
      #expect(error.code == .inputOutput)
      #expect(error.subject == path)
    }
  }

  @Test func `what arrived before the question can be discarded`() throws {
    let terminal = try PseudoTerminal()
    let line = try SerialLine(opening: terminal.path, baud: 9600)
    try terminal.device.write(all: [1, 2, 3])
    #expect(try line.descriptor.waitReadable(until: .after(milliseconds: 5000)))
    try line.discardInput()
    #expect(try line.available() == [])
  }

  @Test(arguments: [0, 9601, -1]) func `a speed that no line has is refused`(baud: Int) throws {
    let terminal = try PseudoTerminal()
    do {
      _ = try SerialLine(opening: terminal.path, baud: baud)
      Issue.record("the line took the speed")
    } catch {
      #expect(error.code == .invalid)
    }
  }

  @Test(arguments: SerialLine.speeds) func `every listed speed is taken`(baud: Int) throws {
    let terminal = try PseudoTerminal()
    _ = try SerialLine(opening: terminal.path, baud: baud)
  }

  @Test func `a file that is no line is told as such`() throws {
    do {
      _ = try SerialLine(opening: "/dev/null", baud: 9600)
      Issue.record("/dev/null has a speed")
    } catch {
      #expect(error.text.hasPrefix("tcsetattr of /dev/null failed"))
    }
  }
}

@Suite struct Buses {
  @Test func `a file that is no bus and no chip is told with its path`() throws {
    do {
      _ = try I2CBus(opening: "/dev/null").transfer(to: 0x40, [0], reading: 2)
      Issue.record("/dev/null answered")
    } catch {
      #expect(error.call == "ioctl I2C_RDWR")
      #expect(error.subject == "/dev/null")
    }
    do {
      _ = try GPIOChip(opening: "/dev/null")
      Issue.record("/dev/null has pins")
    } catch {
      #expect(error.call == "ioctl GPIO_GET_CHIPINFO")
    }
  }
}
