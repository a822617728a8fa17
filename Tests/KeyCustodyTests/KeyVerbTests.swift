import CairnCommands
import CommandLineKit
import Foundation
import JSONText
import KeyCustody
import Testing

@Suite struct KeyVerbs {
  private struct Answer {
    var status: CommandLineKit.ExitStatus
    var output = ""
    var error = ""
  }

  private func cairn(_ words: String...) -> Answer {
    final class Heard { var (output, error) = ("", "") }
    let heard = Heard()
    let console = Console(output: { heard.output += $0 }, error: { heard.error += $0 })
    let status = CairnProgram.program.run(["cairn", "key"] + words, console: console)
    return Answer(status: status, output: heard.output, error: heard.error)
  }

  @Test func `a key is made, shown, exported and imported under one address`() throws {
    let folder = try TestFolder()
    let (first, second) = ("file:\(folder.file("a"))", "file:\(folder.file("b"))")
    let password = try folder.write("password", Array("horse\n".utf8))
    let made = cairn("new", first)
    #expect(made.status == .yes)
    let address = String(made.output.prefix(42))
    #expect(cairn("show", first).output == "\(address)\n")
    let store = folder.file("k.json")
    let exported = cairn(
      "export", first, store, "--password-file", password, "--kdf", "light")
    #expect(exported.status == .yes, "\(exported.error)")
    #expect(try folder.mode("k.json") == 0o600)
    let imported = cairn("import", store, second, "--password-file", password)
    #expect(imported.status == .yes, "\(imported.error)")
    #expect(cairn("show", second).output == "\(address)\n")
    let digits = try String(contentsOfFile: folder.file("a"), encoding: .utf8)
    #expect(try String(contentsOfFile: folder.file("b"), encoding: .utf8) == digits)
    for answer in [made, exported, imported] {
      #expect(!"\(answer)".contains(digits.prefix(64)))
      #expect(!"\(answer)".contains("horse"))
    }
  }

  @Test func `programs get JSON`() throws {
    let folder = try TestFolder()
    let answer = cairn("new", "file:\(folder.file("a"))", "--json")
    let value = try JSONReader.parse(answer.output)
    #expect(value["address"]?.asString?.count == 42)
    #expect(value["public_key"]?.asString?.count == 130)
  }

  @Test func `a password comes from a descriptor too`() throws {
    let folder = try TestFolder()
    let key = "file:\(folder.file("a"))"
    _ = cairn("new", key)
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data("horse\nrest".utf8))
    let number = "\(pipe.fileHandleForReading.fileDescriptor)"
    let store = folder.file("k.json")
    #expect(cairn("export", key, store, "--password-fd", number, "--kdf", "light").status == .yes)
    let password = try folder.write("password", Array("horse".utf8))
    #expect(cairn("show", "keystore:\(store)", "--password-file", password).status == .yes)
  }

  @Test func `the memory is told before it is taken`() throws {
    let folder = try TestFolder()
    _ = cairn("new", "file:\(folder.file("a"))")
    let password = try folder.write("password", Array("horse".utf8))
    let answer = cairn(
      "export", "file:\(folder.file("a"))", folder.file("k"), "--password-file", password, "--kdf",
      "standard")
    #expect(answer.error.contains("268 MB"))
  }

  @Test func `what is wrong is told with its status`() throws {
    let folder = try TestFolder()
    let key = "file:\(folder.file("a"))"
    _ = cairn("new", key)
    #expect(cairn("new", key).status == .world)
    #expect(cairn("show", folder.file("a")).status == .usage)
    #expect(cairn("show").status == .usage)
    #expect(cairn("shwo", key).error.contains("Did you mean \"show\"?"))
    #expect(cairn().status == .usage)
    let loose = try folder.write("p", Array("x".utf8), mode: 0o644)
    let refused = cairn("export", key, folder.file("k"), "--password-file", loose)
    #expect(refused.status == .world)
    #expect(refused.error.contains("chmod 600"))
    let right = try folder.write("right", Array("right".utf8))
    let wrong = try folder.write("wrong", Array("wrong".utf8))
    _ = cairn("export", key, folder.file("k"), "--password-file", right, "--kdf", "light")
    let locked = cairn("show", "keystore:\(folder.file("k"))", "--password-file", wrong)
    #expect(locked.status == .world)
    #expect(locked.error.contains("password is wrong"))
  }
}
