import ChainTypes
import ConfigFile
import JSONText

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
      SelfTestCheck("jansson: a text is read and written again", expect: jsonText) {
        do throws(JSONTextError) {
          return try JSONReader.parse(jsonText).text(pretty: false)
        } catch {
          return error.text
        }
      },
      SelfTestCheck("jansson: a mistake is told with its line", expect: "line 2") {
        do throws(JSONTextError) {
          return "read as \(try JSONReader.parse("[1,\n2}").text(pretty: false))"
        } catch {
          return "line \(error.line)"
        }
      },
    ]
  }

  private static var jsonText: String {
    "{\"unit\":\"Cel\",\"values\":[21,-3,null,true],\"name\":\"\u{e9}\"}"
  }
}
