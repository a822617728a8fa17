import ChainTypes
import Foundation
import JSONText
import KeyCustody
import Signing
import SystemCrypto
import Testing

private let hex = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
private let cheap = KeyDerivation.scrypt(n: 2, r: 8, p: 1)

@Suite struct Keystores {
  @Test(arguments: [cheap, .light, .pbkdf2(rounds: 1_000)])
  func `what is locked opens with its password and no other`(derivation: KeyDerivation) throws {
    let original = try key(hex)
    let keystore = try Keystore(
      locking: original, with: secret("right"), derivation: derivation)
    let read = try Keystore(Array(keystore.text.utf8))
    #expect(read == keystore)
    let opened = try read.open(with: secret("right"))
    let isSame = opened.hasSameSecret(as: original)
    #expect(isSame)
    for wrong in ["wrong", "", "right ", "Right"] {
      #expect(throws: KeyError.keystore(.wrongPassword)) { _ = try read.open(with: secret(wrong)) }
    }
  }

  @Test func `each keystore has a salt, a counter and a name of its own`() throws {
    let texts = try (0..<4).map { _ in
      try Keystore(locking: try key(hex), with: secret("x"), derivation: cheap)
    }
    #expect(Set(texts.map(\.text)).count == 4)
    for keystore in texts {
      // RFC 9562: version 4, variant 10.
      let parts = keystore.id.split(separator: "-", omittingEmptySubsequences: false)
      #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
      #expect(parts[2].first == "4")
      #expect("89ab".contains(parts[3].first ?? "x"))
    }
  }

  @Test func `what eth_account wrote opens`() throws {
    let vectors = try VectorLines.named("keystore")
    #expect(vectors.count == 3)
    for vector in vectors {
      var password = try VectorLines.bytes(vector[1])
      let opened = try Keystore(Array(vector[2...].joined(separator: " ").utf8)).open(
        with: SecretBytes(taking: &password))
      #expect(secretHex(opened) == vector[0])
    }
  }

  @Test func `the text has the members that geth writes, and no others`() throws {
    let keystore = try Keystore(locking: try key(hex), with: secret("x"), derivation: .light)
    let value = try JSONReader.parse(keystore.text)
    #expect(value.asObject?.map(\.key) == ["address", "crypto", "id", "version"])
    #expect(value["address"] == "2c7536e3605d9c16a7a3d7b1898e529396a65c23")
    #expect(
      value["crypto"]?.asObject?.map(\.key) == [
        "cipher", "ciphertext", "cipherparams", "kdf", "kdfparams", "mac",
      ])
    #expect(value["crypto"]?["kdfparams"]?["n"] == 4096)
    #expect(value["crypto"]?["kdfparams"]?["p"] == 6)
  }

  @Test func `the memory that opening takes is told before`() {
    #expect(KeyDerivation.standard.memory == 128 * 8 * ((1 << 18) + 3))
    #expect(KeyDerivation.light.memory < 5_000_000)
    #expect(KeyDerivation.standard.memory < Limits.keystoreMemory)
  }

  @Test func `the standard parameters open, though libcrypto allows 32 MB unless told`() throws {
    let original = try key(hex)
    let keystore = try Keystore(
      locking: original, with: secret("slow"), derivation: .standard)
    let opened = try keystore.open(with: secret("slow"))
    let isSame = opened.hasSameSecret(as: original)
    #expect(isSame)
    #expect {
      _ = try keystore.open(with: secret("slow"), memoryLimit: 1 << 20)
    } throws: { error in
      guard case .keystore(.tooCostly(.memory)) = error as? KeyError else { return false }
      return true
    }
  }

  @Test func `a keystore that names another account is refused`() throws {
    let keystore = try Keystore(locking: try key(hex), with: secret("x"), derivation: cheap)
    let other = keystore.text.replacingOccurrences(
      of: "2c7536e3605d9c16a7a3d7b1898e529396a65c23",
      with: "2c7536e3605d9c16a7a3d7b1898e529396a65c24")
    #expect {
      _ = try Keystore(Array(other.utf8)).open(with: secret("x"))
    } throws: { error in
      guard case .keystore(.otherAddress) = error as? KeyError else { return false }
      return true
    }
  }

  @Test func `a location with a password loads, and without one says so`() throws {
    let folder = try TestFolder()
    let keystore = try Keystore(locking: try key(hex), with: secret("x"), derivation: cheap)
    let path = try folder.write("k.json", Array(keystore.text.utf8))
    let loaded = try KeyVault.load(.keystore(path), password: secret("x"))
    #expect(secretHex(loaded) == hex)
    #expect(throws: KeyError.passwordNeeded("keystore:\(path)")) {
      _ = try KeyVault.load(.keystore(path))
    }
  }
}

@Suite struct HostileKeystores {
  private var good: JSONValue {
    get throws {
      try JSONReader.parse(
        Keystore(locking: try key(hex), with: secret("x"), derivation: cheap).text)
    }
  }

  /// The good one with a member exchanged; the path goes through objects.
  private func changed(_ path: [String], _ value: JSONValue?) throws -> JSONValue {
    func change(_ node: JSONValue, _ path: ArraySlice<String>) -> JSONValue {
      guard let name = path.first, case .object(var members) = node else { return value ?? .null }
      guard let index = members.firstIndex(where: { $0.key == name }) else { return node }
      if path.count == 1, value == nil {
        members.remove(at: index)
      } else {
        members[index].value = change(members[index].value, path.dropFirst())
      }
      return .object(members)
    }
    return change(try good, path[...])
  }

  private func error(_ value: JSONValue) -> KeystoreError? {
    do {
      _ = try Keystore(value)
      return nil
    } catch {
      return error
    }
  }

  @Test func `members that are missing or of the wrong kind are named`() throws {
    let parts = [
      ["version"], ["crypto"], ["crypto", "cipher"], ["crypto", "ciphertext"],
      ["crypto", "cipherparams"], ["crypto", "cipherparams", "iv"], ["crypto", "kdf"],
      ["crypto", "kdfparams"], ["crypto", "kdfparams", "n"], ["crypto", "kdfparams", "r"],
      ["crypto", "kdfparams", "p"], ["crypto", "kdfparams", "dklen"],
      ["crypto", "kdfparams", "salt"], ["crypto", "mac"],
    ]
    for path in parts {
      for value: JSONValue? in [nil, [], .null, 1.5] {
        guard case .field(let found) = error(try changed(path, value)) else {
          Issue.record("\(path) \(String(describing: value)) is accepted")
          continue
        }
        #expect("\(found)".contains(path.last == "crypto" ? "rypto" : path.last!), "\(found)")
      }
    }
  }

  @Test func `what version 3 does not have is not supported`() throws {
    let changes: [([String], JSONValue)] = [
      (["version"], 1), (["version"], 4), (["crypto", "cipher"], "aes-256-ctr"),
      (["crypto", "kdf"], "argon2"),
    ]
    for (path, value) in changes {
      guard case .unsupported = error(try changed(path, value)) else {
        Issue.record("\(path) \(value)")
        continue
      }
    }
  }

  @Test func `numbers out of bounds are refused before anything is computed`() throws {
    let parameters = ["crypto", "kdfparams"]
    for (name, value) in [("n", 3), ("n", 1), ("n", 0), ("n", -2), ("dklen", 31), ("dklen", 65)] {
      let found = error(try changed(parameters + [name], .integer(Int64(value))))
      guard case .field = found else {
        Issue.record("\(name) \(value): \(String(describing: found))")
        continue
      }
    }
    for (name, value) in [("n", Int64(1) << 40), ("r", 1 << 30), ("p", 1 << 40), ("n", 1 << 23)] {
      let keystore = try Keystore(try changed(parameters + [name], .integer(value)))
      #expect {
        _ = try keystore.open(with: secret("x"))
      } throws: { error in
        guard case .keystore(.tooCostly) = error as? KeyError else { return false }
        return true
      }
    }
  }

  @Test func `a changed byte anywhere in the secret parts is a wrong password`() throws {
    for path in [["crypto", "ciphertext"], ["crypto", "mac"], ["crypto", "kdfparams", "salt"]] {
      var value = try good
      for name in path { value = value[name] ?? .null }
      var bytes = try Hex.decode(value.asString ?? "")
      bytes[7] ^= 1
      let keystore = try Keystore(try changed(path, .string(Hex.digits(bytes))))
      #expect(throws: KeyError.keystore(.wrongPassword)) {
        _ = try keystore.open(with: secret("x"))
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `mutated texts give a typed error or open`(seed: UInt64) throws {
    var draws = Draws(state: seed)
    let text = Array(try good.text().utf8)
    var opened = 0
    for round in 0..<4_000 {
      var mutant = text
      for _ in 0..<Int.random(in: 1...4, using: &draws) {
        guard !mutant.isEmpty else { break }
        let place = Int.random(in: 0..<mutant.count, using: &draws)
        switch Int.random(in: 0..<5, using: &draws) {
        case 0: mutant[place] = UInt8.random(in: 0...255, using: &draws)
        case 1: mutant.remove(at: place)
        case 2: mutant.insert(UInt8.random(in: 0x20...0x7e, using: &draws), at: place)
        case 3: mutant.removeSubrange(place..<min(mutant.count, place + 9))
        default: mutant[place] = UInt8(ascii: "9")
        }
      }
      do throws(KeystoreError) {
        let keystore = try Keystore(mutant)
        // A small limit: the mutants may ask for anything.
        guard (try? keystore.open(with: secret("x"), memoryLimit: 1 << 16)) != nil else { continue }
        opened += 1
      } catch {
        #expect(!error.text.isEmpty, "seed \(seed) round \(round)")
      }
    }
    // Changes of the name, the address' digits or white space leave the secret alone.
    #expect(opened < 2_000)
  }

  @Test func `texts that are no objects, too deep or too long are refused`() {
    let texts = ["", "[]", "3", "null", "{}", String(repeating: "[", count: 10_000)]
    for text in texts {
      #expect(throws: KeystoreError.self) { try Keystore(Array(text.utf8)) }
    }
    #expect(throws: KeystoreError.self) {
      try Keystore([UInt8](repeating: 0x20, count: Limits.keystore + 1))
    }
  }
}
