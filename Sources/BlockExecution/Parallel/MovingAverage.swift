/// Averages of what was measured lately, by which is decided what help is worth.
public enum MovingAverage {
  /// The new value weighs an eighth; 0 is an average of nothing yet.
  public static func add(_ value: UInt64, to average: inout UInt64) {
    average = average == 0 ? value : average - average / 8 + value / 8
  }
}
