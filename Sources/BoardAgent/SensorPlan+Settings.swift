import Attestation
import BoardConfig
import Readings

extension SensorPlan {
  /// What the configuration says of a sensor.
  init(_ settings: SensorSettings, _ instruments: [String]) throws(AgentFailure) {
    let calibration = settings.calibration?.calibration
    if settings.calibration != nil, calibration == nil {
      throw .configuration(
        "sensor \"\(settings.name)\": its calibration has a date that is none, a name that is too "
          + "long, or too many coefficients")
    }
    // The bounds are the driver's to flag: they stand in the sensor's own unit.
    self.init(
      name: settings.name, instrument: instruments.firstIndex(of: settings.instrument) ?? 0,
      calibration: calibration, report: settings.reportPolicy)
  }
}
