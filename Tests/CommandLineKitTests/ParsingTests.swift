import CommandLineKit
import Testing

@Suite struct ArgumentParsing {
  @Test func `a value is taken from the next word or from behind the equals sign`() {
    #expect(Run("stack", "--height", "3", "a").output == "3 [\"a\"] []\n")
    #expect(Run("stack", "--height=3", "a").output == "3 [\"a\"] []\n")
    #expect(Run("stack", "--state.fork=a=b").output == "1 [] [\"a=b\"]\n")
  }

  @Test func `words behind two dashes are operands, and a lone dash is one`() {
    #expect(
      Run("stack", "-", "--", "--height", "--help").output
        == "1 [\"-\", \"--height\", \"--help\"] []\n")
  }

  @Test func `the last value of a repeated option counts, and all are kept`() {
    let run = Run("stack", "--height=2", "--height=4", "--state.fork=a", "--state.fork=b")
    #expect(run.output == "4 [] [\"a\", \"b\"]\n")
  }

  @Test(arguments: ["0", "10", "-1", "x", "", "99999999999999999999"])
  func `a number beyond its bounds is wrong use`(_ text: String) {
    let run = Run("stack", "--height", text)
    #expect(run.status == .usage)
    #expect(run.error.contains("\"\(text)\" is not a whole number from 1 to 9 (--height)"))
    #expect(run.output.isEmpty)
  }

  @Test(arguments: ["1", "9"])
  func `a number at its bounds is accepted`(_ text: String) {
    #expect(Run("stack", "--height", text).status == .yes)
  }

  @Test func `a missing value, an unwanted value and an unwanted operand are wrong use`() {
    #expect(Run("stack", "--height").error.contains("--height needs a value"))
    #expect(Run("stack", "--dry=1").error.contains("--dry takes no value"))
    #expect(Run("version", "now").error.contains("version takes options only, not \"now\""))
    #expect(Run("version", "now").status == .usage)
  }

  @Test func `an option with one dash is unknown and answered with its name`() {
    let run = Run("stack", "-height", "3")
    #expect(run.error.contains("Did you mean --height?"))
    #expect(run.status == .usage)
  }
}

@Suite struct ProgramAnswers {
  @Test func `a mistyped verb is answered with the nearest one`() {
    let run = Run("stakc")
    #expect(
      run.error
        == "stone: no verb \"stakc\" (argument 1). Did you mean \"stack\"? See: stone --help\n")
    #expect(run.status == .usage)
  }

  @Test func `a verb unlike any other gets no suggestion`() {
    #expect(!Run("xylophone").error.contains("Did you mean"))
  }

  @Test func `a mistyped option is answered with the nearest one and its position`() {
    let run = Run("stack", "--hieght", "3")
    #expect(run.error.contains("stack has no option \"--hieght\" (argument 2)"))
    #expect(run.error.contains("Did you mean --height?"))
  }

  @Test func `help goes to the output and exits 0, no verb goes to the errors and exits 2`() {
    for words in [Run("--help"), Run("help"), Run("-h")] {
      #expect(words.status == .yes)
      #expect(words.output.contains("set stones on a heap"))
    }
    #expect(Run().status == .usage)
    #expect(Run().output.isEmpty)
    #expect(Run().error.contains("Usage: stone VERB"))
  }

  @Test func `the help of a verb shows its options and an example`() {
    for run in [Run("stack", "--help"), Run("help", "stack"), Run("stack", "--nonsense", "-h")] {
      #expect(run.status == .yes)
      #expect(run.output.contains("  --height N"))
      #expect(run.output.contains("  stone stack --height 3 granite"))
    }
  }

  @Test func `--version is the verb version`() {
    #expect(Run("--version").output == "stone 1\n")
  }

  @Test func `a no exits 1`() {
    #expect(Run("stack", "--dry").status.rawValue == 1)
  }

  @Test func `an error of the world exits 3`() {
    let error = CommandError(.world, "cannot open the file", at: "/a/b", next: "Check the path.")
    #expect(error.status.rawValue == 3)
    #expect(error.text == "cannot open the file (/a/b). Check the path.")
    // Some sentences come with their end.
    let whole = CommandError(.world, "a page is damaged.", next: "Restore a backup.")
    #expect(whole.text == "a page is damaged. Restore a backup.")
  }
}

@Suite struct Texts {
  @Test func `a swap of neighbours is one change`() {
    #expect(NearestWord.find("blcok", among: ["clock", "block"]) == "block")
  }

  @Test func `JSON escapes quotation marks, backslashes and control characters`() {
    var line = JSONLine()
    line.add("a\"b", "c\\\n\u{1f}é")
    line.add("yes", true)
    #expect(line.text == #"{"a\"b": "c\\\u000a\u001fé", "yes": true}"#)
  }

  @Test func `thousandths are written without idle zeros`() {
    #expect(
      [0, 5, 1234, 1200, -50, 7000].map(Decimal.text(thousandths:))
        == ["0", "0.005", "1.234", "1.2", "-0.05", "7"])
  }
}
