/// The bounds of this module.
public enum Limits {
  /// Bytes asked of the kernel at once when a file is read whole.
  static let readChunk = 65_536
  /// Bytes of a command line; Linux allows 2 MB with the usual stack of 8 MB (execve(2)).
  static let commandLine = 4_194_304
  /// Bytes of a file that is read whole: the largest of Ethereum's fixtures have 40 MB.
  public static let wholeFile = 536_870_912
  /// Bytes of a lock's file, which holds a number.
  static let lockFile = 64
  /// The deepest tree of folders that is walked: a circle of links ends there.
  static let folderDepth = 32
  /// Bytes of a file that holds a secret: keystores have some 500.
  public static let secretFile = 65_536
  /// Bytes of a password that is typed in.
  public static let password = 1_024
  /// Bytes of a thread's stack unless its owner says otherwise.
  public static let threadStack = 524_288
  /// Bytes of a thread's name without the zero (prctl(2), PR_SET_NAME).
  static let threadName = 15
  /// Threads of a pool; boards have 2 to 4 processors, servers some dozens.
  static let poolWorkers = 64
  /// How long a worker looks out for the next task before it parks. Waking a parked thread takes 5
  /// to 100 µs, and between the parallel steps of a batch of 200 lie 60 to 150.
  static let poolSpinNanoseconds: UInt64 = 200_000
  /// Processors and trip points that are asked for, bytes of a small file of /sys.
  static let processors = 1_024
  static let tripPoints = 16
  static let smallFile = 4_096
  /// Bytes of /proc/self/smaps: some hundred mappings of 700 bytes each.
  static let memoryMap = 1 << 20
  /// Bytes from which an allocation of a long-lived program is a mapping of its own: well above
  /// what batches take again and again, below the arrays that LMDB makes for each database.
  static let largeAllocation: Int32 = 512 << 10
  /// Pauses between two looks.
  static let spinHints = 8
  /// Bytes read at once from a serial line or a child's pipe: the kernel's buffer of a terminal.
  static let serialChunk = 4096
  /// Bytes taken from a serial line in one go; at 921,600 baud that is 0.7 s.
  public static let serialRead = 65_536
  /// Bytes of one I2C message; the kernel takes 8,192, sensors need few.
  public static let i2cMessage = 256
  /// Edges asked of the kernel at once.
  static let gpioEdgesPerRead = 64
  /// Bytes of a file of /proc or /sys that holds one value.
  public static let shortFile = 4096
  /// Connections that wait to be accepted.
  static let socketBacklog: Int32 = 16
  /// Bytes that a command may print.
  public static let childOutput = 65_536
  /// Bytes kept of what a command prints to its standard error.
  static let childErrors = 1024
  /// Milliseconds after which a killed process that does not end is given up.
  static let childPatience = 500
}
