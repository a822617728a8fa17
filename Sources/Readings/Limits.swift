/// What this module bounds.
public enum ReadingsLimits {
  /// Decimal exponents go from minus this to this. The difference of two, twice as many digits, and
  /// a mantissa of 19 fit into 256 bits, so that aligning two values never loses a digit.
  public static let exponent = 27
  /// Bytes of a number's text: 19 digits, zeros in front, sign, point, exponent.
  public static let numberLength = 64
  /// Records in one batch: 12 levels of a tree.
  public static let batchRecords = 4096
  /// Bytes of the name of a sensor or instrument.
  public static let nameLength = 64
  /// Coefficients of a calibration polynomial: degree 5 is what manufacturers print.
  public static let coefficients = 6
  /// Bytes of one line of text from a sensor, NMEA sentences (82) and CSV rows included.
  public static let lineLength = 1024
  /// Fields of one CSV row or line pattern.
  public static let fields = 64
  /// Steps of a path into JSON.
  public static let pathSteps = 16
  /// Bytes of a file below `/proc` or `/sys` that is looked at; `/proc/stat` of a board has 2 KB.
  public static let fileLength = 64 << 10
  /// Counters reserved ahead of the last commit: records of one sensor between two commits.
  public static let reservedCounters: UInt64 = 1024
  /// Segments of the clock that wait for a correction. More steps than this before the clock is
  /// synchronised are counted, and not corrected.
  public static let clockSegments = 32
}
