import Foundation
import Testing

@testable import BoardConfig

@Suite("An aggregator's configuration")
struct AggregatorSettingsTests {
  private func example() throws -> String {
    let path = ExampleFile.path.deletingLastPathComponent().appendingPathComponent(
      "aggregator.yaml")
    return try String(contentsOf: path, encoding: .utf8)
  }

  private func settings(_ text: String) throws(SettingProblems) -> AggregatorSettings {
    try AggregatorSettings(parsing: Array(text.utf8))
  }

  @Test func `the example says the defaults that it claims`() throws {
    let told = try settings(try example())
    #expect(told == (try settings("broker: {url: mqtts://broker.example}")))
    #expect(told.web == nil)
  }

  @Test func `with every example switched on it is a configuration`() throws {
    let text = try example().replacing(/(?m)^(\s*)#(?=[^\s#])/) { "\($0.1)" }
    let told = try settings(text)
    #expect(told.web == WebSettings(address: "127.0.0.1", port: 9464))
    #expect(told.key == "creds:cairn-aggregator-key")
  }

  @Test(arguments: [
    ("9464", "127.0.0.1", 9464), ("0.0.0.0:80", "0.0.0.0", 80), ("'[::1]:65535'", "::1", 65535),
  ])
  func `a place to listen at`(text: String, address: String, port: Int) throws {
    let told = try settings("broker: {url: mqtt://x}\nweb: {listen: \(text)}")
    #expect(told.web == WebSettings(address: address, port: port))
  }

  @Test(arguments: ["0", "65536", "x", "localhost:80", "':80'", "'::1:80'", "'[1.2.3.4]:80'"])
  func `what is no place to listen at is refused with its line`(text: String) {
    do throws(SettingProblems) {
      _ = try settings("broker: {url: mqtt://x}\nweb:\n  listen: \(text)")
      Issue.record("it is taken")
    } catch {
      #expect(error.problems.map { $0.line } == [3])
    }
  }
}
