import ChainTypes
import JSONText
import LinuxIO

/// Reads a JSON file.
enum FixtureText {
  struct Problem: Error {
    var text: String
    /// Set where the file is as it should be and Cairn does not read such.
    var reasonToSkip: String?
  }

  static func parse(_ file: String) -> Result<JSONValue, Problem> {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try WholeFile.read(file)
    } catch {
      return .failure(Problem(text: error.text))
    }
    do throws(JSONTextError) {
      return .success(try JSONReader.parse(bytes))
    } catch {
      let skip = error.reason == .integerTooLarge ? "JSON numbers of more than 64 bits" : nil
      return .failure(Problem(text: "\(file): \(error.text)", reasonToSkip: skip))
    }
  }
}
