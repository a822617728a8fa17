import ChainTypes
import CommandLineKit
import KeyCustody
import LinuxIO
import Signing
import SystemCrypto

/// Makes keys, shows whose they are, and moves them in and out of keystores.
enum KeyVerb {
  static var verb: Verb {
    Verb(
      "key", "make a key, show its address, import or export it as a keystore",
      operands: "new|show LOCATION, import KEYSTORE LOCATION, export LOCATION KEYSTORE",
      options: [
        VerbOption("password-file", value: "PATH", "the keystore's password: a file's first line"),
        VerbOption("password-fd", value: "N", "the password from an open descriptor"),
        VerbOption("kdf", value: "KIND", "export: standard (256 MB) or light (4 MB, for boards)"),
      ],
      example: "new file:/etc/cairn/board.key", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let words = invocation.operands
    guard let action = words.first else {
      throw CommandError(.usage, "key needs to know what to do", next: invocation.advice)
    }
    let actions = ["new": 2, "show": 2, "import": 3, "export": 3]
    guard let count = actions[action] else {
      let nearest = NearestWord.find(action, among: ["new", "show", "import", "export"])
      let hint = nearest.map { "Did you mean \"\($0)\"? " } ?? ""
      throw CommandError(
        .usage, "key cannot \"\(action)\"", next: "\(hint)\(invocation.advice)")
    }
    guard words.count == count else {
      throw CommandError(
        .usage, "key \(action) takes \(count - 1) operands, not \(words.count - 1)",
        next: invocation.advice)
    }
    switch action {
    case "new": return try make(at: try location(words[1]), invocation, console)
    case "show": return try show(try location(words[1]), invocation, console)
    case "import":
      return try importKey(from: words[1], to: try location(words[2]), invocation, console)
    default: return try export(try location(words[1]), to: words[2], invocation, console)
    }
  }

  private static func make(
    at location: KeyLocation, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    do throws(KeyError) {
      let key = try KeyVault.create(at: location)
      tell(key, "made", at: location.text, invocation, console)
      return .yes
    } catch {
      throw CommandError(.world, "no key was made", at: location.text, next: error.text)
    }
  }

  private static func show(
    _ location: KeyLocation, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    tell(try load(location, invocation, console), "", at: location.text, invocation, console)
    return .yes
  }

  private static func importKey(
    from path: String, to location: KeyLocation, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let key = try load(.keystore(path), invocation, console)
    do throws(KeyError) { try KeyVault.store(key, at: location) } catch {
      throw CommandError(.world, "the key was not stored", at: location.text, next: error.text)
    }
    tell(key, "imported", at: location.text, invocation, console)
    return .yes
  }

  private static func export(
    _ location: KeyLocation, to path: String, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let derivation = try derivation(invocation)
    let key = try load(location, invocation, console)
    let password = try KeyPassword.choose(invocation)
    warn(derivation, invocation, console)
    do throws(KeyError) {
      let keystore = try Keystore(locking: key, with: password, derivation: derivation)
      do throws(SecretFileError) {
        try SecretFile.create(path, Array("\(keystore.text)\n".utf8))
      } catch {
        throw .file(error)
      }
    } catch {
      throw CommandError(.world, "the key was not exported", at: path, next: error.text)
    }
    tell(key, "exported", at: "keystore:\(path)", invocation, console)
    return .yes
  }
}

extension KeyVerb {
  private static func location(_ text: String) throws(CommandError) -> KeyLocation {
    do throws(KeyError) { return try KeyLocation(text) } catch {
      throw CommandError(.usage, "no location of a key", at: text, next: error.text)
    }
  }

  private static func load(
    _ location: KeyLocation, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> SigningKey {
    if case .keystore(let path) = location { return try open(path, invocation, console) }
    do throws(KeyError) { return try KeyVault.load(location) } catch {
      throw CommandError(.world, "no key", at: location.text, next: error.text)
    }
  }

  /// The file is read before the password is asked for: nobody types for a file that is not there.
  private static func open(
    _ path: String, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> SigningKey {
    let keystore: Keystore
    do throws(KeyError) { keystore = try Keystore(contentsOf: path) } catch {
      throw CommandError(.world, "no keystore", at: path, next: error.text)
    }
    let password = try KeyPassword.ask(invocation)
    warn(keystore.derivation, invocation, console)
    do throws(KeyError) { return try keystore.open(with: password) } catch {
      throw CommandError(.world, "the keystore does not open", at: path, next: error.text)
    }
  }

  /// Boards get the light one: the standard one does not fit beside the agent.
  private static func derivation(_ invocation: Invocation) throws(CommandError) -> KeyDerivation {
    switch invocation.value("kdf") {
    case "light"?: return .light
    case "standard"?: return .standard
    case nil: return Build.kind == "embedded" ? .light : .standard
    case let other?:
      throw CommandError(
        .usage, "\"\(other)\" is neither standard nor light", at: "--kdf",
        next: invocation.advice)
    }
  }

  /// Says it before it is taken: on a board with 512 MB the kernel might end something else.
  private static func warn(
    _ derivation: KeyDerivation, _ invocation: Invocation, _ console: Console
  ) {
    let megabytes = derivation.memory / 1_000_000
    guard megabytes >= 32 else { return }
    console.error("\(invocation.program) key: this takes \(megabytes) MB of memory for a moment\n")
  }

  private static func tell(
    _ key: borrowing SigningKey, _ done: String, at place: String, _ invocation: Invocation,
    _ console: Console
  ) {
    let address = key.address.hex
    if invocation.wantsJSON {
      var line = JSONLine()
      line.add("address", address)
      line.add("location", place)
      line.add("public_key", key.publicKey.x.hex64 + String(key.publicKey.y.hex64.dropFirst(2)))
      return console.line(line.text)
    }
    console.line(done.isEmpty ? address : "\(address) \(done): \(place)")
    if done == "made" {
      console.line(
        "Back it up: whoever has the file can sign as this board, and no copy means that")
      console.line("its lane ends with the card. \(invocation.program) key export --help")
    }
  }
}

/// Passwords of keystores. They never come from the command line, which every user can read in ps.
private enum KeyPassword {
  /// The password of a keystore that exists.
  static func ask(_ invocation: Invocation) throws(CommandError) -> SecretBytes {
    if var given = try given(invocation) { return SecretBytes(taking: &given) }
    var typed = try type("Password: ")
    return SecretBytes(taking: &typed)
  }

  /// The password of a new keystore: typed twice, since it is not seen.
  static func choose(_ invocation: Invocation) throws(CommandError) -> SecretBytes {
    if var given = try given(invocation) { return SecretBytes(taking: &given) }
    var first = try type("New password: ")
    var second = try type("The same again: ")
    let areEqual = Secrets.areEqual(first, second)
    Secrets.wipe(&second)
    let password = SecretBytes(taking: &first)
    if areEqual, password.count > 0 { return password }
    throw CommandError(
      .usage, areEqual ? "the password is empty" : "the two passwords differ",
      next: "Type it again.")
  }

  private static func given(_ invocation: Invocation) throws(CommandError) -> [UInt8]? {
    if let path = invocation.value("password-file") {
      do throws(SecretFileError) {
        return firstLine(try SecretFile.read(path, limit: KeyCustody.Limits.password))
      } catch {
        throw CommandError(.world, "no password", at: "--password-file", next: error.text)
      }
    }
    guard invocation.value("password-fd") != nil else { return nil }
    let number = try invocation.integer("password-fd", in: 0...65_535, default: 0)
    do throws(SystemError) { return try SecretLine.read(descriptor: number) } catch {
      throw CommandError(.world, "no password", at: "--password-fd", next: error.text)
    }
  }

  /// geth and openssl read password files in the same way.
  private static func firstLine(_ content: consuming [UInt8]) -> [UInt8] {
    var content = content
    let end = content.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let line = Array(content[..<(end ?? content.count)])
    Secrets.wipe(&content)
    return line
  }

  private static func type(_ prompt: String) throws(CommandError) -> [UInt8] {
    do throws(SystemError) { return try Terminal.askSecret(prompt) } catch {
      throw CommandError(
        .world, "no password", at: "terminal",
        next: "\(error.text) Or give it with --password-file or --password-fd.")
    }
  }
}
