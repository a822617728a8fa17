extension BoardSettings {
  /// What one part says about another.
  func checkReferences(_ problems: ProblemList) {
    var lines: [String: Int] = [:]
    for sensor in sensors {
      if let first = lines.updateValue(sensor.line, forKey: sensor.name), !sensor.name.isEmpty {
        problems.add(
          SettingProblem(
            line: sensor.line, column: 1,
            what: "the name \"\(sensor.name)\" is taken by the sensor in line \(first)",
            advice: "Each sensor has a sequence of its own, so each needs its own name."))
      }
      checkPort(of: sensor, problems)
      if case .mqtt = sensor.driver, broker == nil {
        problems.add(
          SettingProblem(
            line: sensor.line, column: 1,
            what: "sensor \"\(sensor.name)\" listens to a broker, and there is none",
            advice: "Add a section \"broker\" with its url."))
      }
    }
  }

  private func checkPort(of sensor: SensorSettings, _ problems: ProblemList) {
    guard let name = sensor.driver.port, !name.isEmpty else { return }
    func complain(_ what: String, _ advice: String) {
      problems.add(SettingProblem(line: sensor.line, column: 1, what: what, advice: advice))
    }
    guard let port = ports.first(where: { $0.name == name }) else {
      let known = ports.map { $0.name }.joined(separator: ", ")
      complain(
        "sensor \"\(sensor.name)\" names the port \"\(name)\", which is not below \"ports\"",
        known.isEmpty ? "Add a section \"ports\"." : "There are: \(known).")
      return
    }
    if case .modbus = sensor.driver { return }
    if case .tcp = port.way {
      complain(
        "sensor \"\(sensor.name)\" reads a serial line, and \"\(name)\" is a Modbus server",
        "Give the port a \"device\" instead of a \"host\".")
    }
  }
}
