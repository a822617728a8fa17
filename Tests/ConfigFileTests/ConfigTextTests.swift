import ConfigFile
import Testing

@Suite struct ConfigTexts {
  @Test func `values know their place`() throws {
    let root = try ConfigText.parse(
      """
      # the board
      name: barn
      sensors:
        - id: t1
          every: 10 s
        - id: h1
      quiet: no
      """)
    #expect(root["name"]?.text == "barn")
    #expect(root["name"]?.line == 2)
    #expect(root["name"]?.column == 7)
    let sensors = try #require(root["sensors"]?.values)
    #expect(sensors.count == 2)
    #expect(sensors[0]["every"]?.text == "10 s")
    #expect(sensors[1]["id"]?.line == 6)
    #expect(root.entries?.map(\.key) == ["name", "sensors", "quiet"])
  }

  @Test func `plain words stay texts and quoted ones say so`() throws {
    let root = try ConfigText.parse("a: no\nb: 'no'\nc:\nd: ''\ne: \"\\u00e9\"\n")
    #expect(root["a"]?.content == .scalar("no", isQuoted: false))
    #expect(root["b"]?.content == .scalar("no", isQuoted: true))
    #expect(root["c"]?.isEmpty == true)
    #expect(root["d"]?.isEmpty == false)
    #expect(root["e"]?.text == "é")
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", "line 2, column 1: 'a' was already set in line 1"),
    (
      "a: &x 1\nb: *x\n",
      "line 1, column 4: anchors and aliases (& and *) are not used here; repeat the value"
    ),
    (
      "a: !!int 1\n",
      "line 1, column 4: tags are not used here: tag:yaml.org,2002:int"
    ),
    ("", "line 1, column 1: the file has no value"),
    (
      "a: 1\n---\nb: 2\n",
      "line 2, column 1: a second document begins; one file is one configuration"
    ),
    ("? [a]\n: 1\n", "line 1, column 3: a key has to be a plain text"),
  ])
  func `a mistake is told with its place`(text: String, message: String) {
    let error = #expect(throws: ConfigError.self) { try ConfigText.parse(text) }
    #expect(error?.text == message)
  }

  @Test(arguments: ["a: [1, 2\n", "a: b: c\n", "\"open", "\u{1}", "a:\n\t- b\n"])
  func `broken syntax is an error of the parser`(text: String) {
    let error = #expect(throws: ConfigError.self) { try ConfigText.parse(text) }
    guard case .syntax(let sentence)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!sentence.isEmpty)
  }

  @Test func `bytes that are no UTF-8 are an error`() {
    #expect(throws: ConfigError.self) { try ConfigText.parse([0x61, 0x3A, 0x20, 0xC3, 0x28]) }
  }

  @Test func `nesting ends at its limit`() throws {
    let most = ConfigLimits.depth
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + "x" + String(repeating: "]", count: depth)
    }
    _ = try ConfigText.parse(nested(most))
    let error = #expect(throws: ConfigError.self) { try ConfigText.parse(nested(most + 1)) }
    #expect(error?.reason == .tooDeep)
  }

  @Test func `size ends at its limit`() throws {
    let least = "a: 1\n"
    let comment = "#" + String(repeating: "x", count: ConfigLimits.bytes - least.utf8.count - 1)
    _ = try ConfigText.parse(least + comment)
    let error = #expect(throws: ConfigError.self) { try ConfigText.parse(least + comment + "x") }
    #expect(error?.reason == .tooLarge(ConfigLimits.bytes + 1))
  }

  @Test func `values end at their limit`() throws {
    func list(_ count: Int) -> String {
      "[" + String(repeating: "1,", count: count - 1) + "1]"
    }
    _ = try ConfigText.parse(list(ConfigLimits.nodes - 1))
    let error = #expect(throws: ConfigError.self) { try ConfigText.parse(list(ConfigLimits.nodes)) }
    #expect(error?.reason == .tooManyValues)
  }
}
