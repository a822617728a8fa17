import ConfigFile

extension SelfTest {
  static var textChecks: [SelfTestCheck] {
    [
      SelfTestCheck("libyaml: a value knows its line", expect: "10 s in line 3") {
        do throws(ConfigError) {
          let every = try ConfigText.parse("sensors:\n  - id: t1\n    every: 10 s\n")["sensors"]?
            .values?.first?["every"]
          return "\(every?.text ?? "nothing") in line \(every?.line ?? 0)"
        } catch {
          return error.text
        }
      },
      SelfTestCheck(
        "libyaml: a mistake is told with its line",
        expect: "line 2, column 1: 'a' was already set in line 1"
      ) {
        do throws(ConfigError) {
          _ = try ConfigText.parse("a: 1\na: 2\n")
          return "no mistake was found"
        } catch {
          return error.text
        }
      },
    ]
  }
}
