/// Bounds of the Modbus application protocol (V1.1b3, section 6.3) and of our patience.
public enum ModbusLimits {
  public static let registersPerRequest = 125
  public static let lastUnit = 247
  public static let responseTimeoutMilliseconds = 500
}
