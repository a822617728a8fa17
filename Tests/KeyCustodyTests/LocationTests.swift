import ChainTypes
import Foundation
import Glibc
import KeyCustody
import LinuxIO
import Signing
import SystemCrypto
import Testing

private let hex = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
private let address = "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23"

@Suite struct Locations {
  @Test func `a location is a URI of a known scheme`() throws {
    #expect(try KeyLocation("file:/a/b") == .file("/a/b"))
    #expect(try KeyLocation("file:a:b") == .file("a:b"))
    #expect(try KeyLocation("creds:board.key") == .credential("board.key"))
    #expect(try KeyLocation("keystore:k.json") == .keystore("k.json"))
    #expect(try KeyLocation("keystore:k.json").text == "keystore:k.json")
    for wrong in ["", "/a/b", "file:", "creds:a/b", "creds:..", "pkcs11:x", "FILE:/a", "file:a\0b"]
    {
      #expect(throws: KeyError.self, "\(wrong)") { try KeyLocation(wrong) }
    }
  }

  @Test func `the advice names what can be written`() {
    #expect {
      try KeyLocation("/etc/key")
    } throws: { error in
      (error as? KeyError)?.text.contains("file:PATH") == true
    }
  }
}

@Suite struct KeyFiles {
  @Test(arguments: [
    "\(hex)\n", hex, "0x\(hex)", "0X\(hex.uppercased())\r\n", "  \(hex) \n",
  ])
  func `digits are read however they are written`(text: String) throws {
    let folder = try TestFolder()
    let path = try folder.write("key", Array(text.utf8))
    let read = try KeyVault.load(.file(path)).address.hex
    #expect(read == address)
  }

  @Test func `32 bytes are read as they are`() throws {
    let folder = try TestFolder()
    let path = try folder.write("key", Hex.decode(hex), mode: 0o400)
    let read = try KeyVault.load(.file(path)).address.hex
    #expect(read == address)
  }

  @Test(arguments: [
    [], Array("x".utf8), Array(hex.utf8.dropLast()), Array("\(hex)0".utf8),
    Array(hex.utf8.dropLast()) + [UInt8(ascii: "g")], [UInt8](repeating: 1, count: 31),
    [UInt8](repeating: 1, count: 33),
  ])
  func `what is neither is no key`(content: [UInt8]) throws {
    let folder = try TestFolder()
    let path = try folder.write("key", content)
    #expect(throws: KeyError.noKey(at: "file:\(path)")) { _ = try KeyVault.load(.file(path)) }
  }

  @Test func `zero and numbers from the order on are no keys`() throws {
    let folder = try TestFolder()
    for bytes in [[UInt8](repeating: 0, count: 32), Secp256k1.order.bytes] {
      let path = try folder.write("key", bytes)
      #expect(throws: KeyError.badSecret(.outOfRange)) { _ = try KeyVault.load(.file(path)) }
    }
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o610, 0o601, 0o666, 0o777])
  func `a file that others may touch is refused, with what to do`(mode: Int) throws {
    let folder = try TestFolder()
    let path = try folder.write("key", Array(hex.utf8), mode: mode)
    #expect {
      _ = try KeyVault.load(.file(path))
    } throws: { error in
      let text = (error as? KeyError)?.text ?? ""
      return text.contains("chmod 600 \(path)") && text.contains("0\(String(mode, radix: 8))")
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func `a file of another user is refused, with what to do`() throws {
    let folder = try TestFolder()
    let path = try folder.write("key", Array(hex.utf8))
    chown(path, 12_345, 12_345)
    #expect(
      throws: KeyError.file(.otherOwner(path: path, owner: 12_345, user: 0))
    ) { _ = try KeyVault.load(.file(path)) }
  }

  @Test func `folders, pipes, large files and nothing at all are no key files`() throws {
    let folder = try TestFolder()
    #expect(throws: KeyError.self) { _ = try KeyVault.load(.file(folder.path)) }
    mkfifo(folder.file("pipe"), 0o600)
    let pipe = folder.file("pipe")
    #expect(throws: KeyError.file(.notAFile(path: pipe))) { _ = try KeyVault.load(.file(pipe)) }
    let large = try folder.write("large", [UInt8](repeating: 0x20, count: 70))
    #expect(throws: KeyError.file(.tooLarge(path: large, limit: 68))) {
      _ = try KeyVault.load(.file(large))
    }
    #expect {
      _ = try KeyVault.load(.file(folder.file("missing")))
    } throws: { error in
      (error as? KeyError)?.text.contains("missing") == true
    }
  }

  @Test func `a new key is written for its owner only, and never over another`() throws {
    let folder = try TestFolder()
    let before = umask(0)
    defer { umask(before) }
    let location = KeyLocation.file(folder.file("key"))
    let created = try KeyVault.create(at: location)
    #expect(try folder.mode("key") == 0o600)
    let loaded = try KeyVault.load(location)
    let isSame = created.hasSameSecret(as: loaded)
    #expect(isSame)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("key")))
    #expect(bytes.count == 65)
    #expect {
      _ = try KeyVault.create(at: location)
    } throws: { error in
      guard case .file(.system(let system)) = error as? KeyError else { return false }
      return system.code == .exists
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("key"))) == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["key"])
  }

  @Test func `two new keys differ`() throws {
    let one = try KeyVault.generate()
    let other = try KeyVault.generate()
    let (isOther, isItself) = (one.hasSameSecret(as: other), one.hasSameSecret(as: one))
    #expect(!isOther && isItself)
  }

  @Test func `wiping removes the file, and only a key's`() throws {
    let folder = try TestFolder()
    let path = try folder.write("key", Array(hex.utf8))
    // A second name shows what became of the bytes themselves.
    link(path, folder.file("other"))
    try KeyVault.wipe(.file(path))
    #expect(!FileManager.default.fileExists(atPath: path))
    let left = try Data(contentsOf: URL(fileURLWithPath: folder.file("other")))
    #expect(left == Data(repeating: 0, count: 64))
    #expect(throws: KeyError.readOnly("creds:x")) { try KeyVault.wipe(.credential("x")) }
    #expect(throws: KeyError.readOnly("keystore:x")) {
      _ = try KeyVault.create(at: .keystore("x"))
    }
  }

  @Test func `a credential comes from the folder of the service manager`() throws {
    let folder = try TestFolder()
    // systemd gives them the mode 0440 where a service has a user of its own.
    _ = try folder.write("board.key", Array(hex.utf8), mode: 0o440)
    unsetenv("CREDENTIALS_DIRECTORY")
    #expect(throws: KeyError.noCredentials(name: "board.key")) {
      _ = try KeyVault.load(.credential("board.key"))
    }
    setenv("CREDENTIALS_DIRECTORY", folder.path, 1)
    defer { unsetenv("CREDENTIALS_DIRECTORY") }
    let read = try KeyVault.load(.credential("board.key")).address.hex
    #expect(read == address)
  }
}

@Suite struct SecretsStaySecret {
  @Test func `nothing that can be printed shows a key or a password`() throws {
    let board = try key(hex)
    let password = secret("hunter2-password")
    let (shownKey, shownPassword) = (board.description, password.description)
    #expect(shownKey == "(secret key of \(address))")
    #expect(shownPassword == "(16 secret bytes)")
    let keystore = try Keystore(locking: board, with: password, derivation: .pbkdf2(rounds: 1))
    var dumped = ""
    dump(keystore, to: &dumped)
    dump(Mirror(reflecting: keystore).children.map { "\($0)" }, to: &dumped)
    dumped += "\(keystore) \(keystore.text)"
    #expect(!dumped.contains(hex.prefix(16)))
    #expect(!dumped.contains("hunter2"))
    let secretDigits = try Hex.decode(hex).map { "\($0)" }.prefix(6).joined(separator: ", ")
    #expect(!dumped.contains(secretDigits))
  }

  @Test func `bytes that are taken over are wiped at their source`() {
    var bytes: [UInt8] = [1, 2, 3]
    let taken = SecretBytes(taking: &bytes)
    #expect(bytes == [0, 0, 0])
    taken.withBytes { #expect($0 == [1, 2, 3]) }
    var others: [UInt8] = [4, 5]
    Secrets.wipe(&others)
    #expect(others == [0, 0])
  }

  @Test func `secrets compare whole`() {
    #expect(Secrets.areEqual([1, 2, 3], [1, 2, 3]))
    #expect(!Secrets.areEqual([1, 2, 3], [0, 2, 3]))
    #expect(!Secrets.areEqual([1, 2, 3], [1, 2, 4]))
    #expect(!Secrets.areEqual([1, 2], [1, 2, 3]))
    #expect(Secrets.areEqual([], []))
  }
}
