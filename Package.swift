// swift-tools-version: 6.2
import PackageDescription

// One package, two builds (Sources/ARCHITECTURE.md): the ordinary build, and Embedded Swift for
// boards through `boards/build`. Modules of the core are plain Swift; each C library has one owner
// module.

/// Settings of every Swift target: the language as strict as it goes.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableExperimentalFeature("Lifetimes"),
  // Embedded Swift refuses members of modules that a file does not import; so does this.
  .enableUpcomingFeature("MemberImportVisibility"),
  // Tier 1 of the interpreter needs the tail calls that only optimised builds make.
  .define("THREADED_CODE", .when(configuration: .release)),
  // Generic code is specialised across modules only with this, or with @inlinable everywhere.
  // The vectoriser of straight-line code tears the carry chains of `Word` apart.
  .unsafeFlags(
    ["-cross-module-optimization", "-Xllvm", "-vectorize-slp=false"], .when(configuration: .release)
  ),
]

/// Tests are as strict, but may say `unsafe` without a list.
let testing: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .enableExperimentalFeature("Lifetimes"),
]

/// Field arithmetic and scrypt are a hundred times slower unoptimised: their modules are optimised
/// in debug builds too.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The optimiser would give handlers that differ in one call a common body, which each of them
/// enters with that call's address in a register.
let unmerged: [SwiftSetting] = [
  .unsafeFlags(["-Xllvm", "-swiftmergefunc-threshold=0"], .when(configuration: .release))
]

/// Leaves out the checks at run time that a class's field is not changed while it is read. The
/// compiler checks what it sees, debug builds check the rest, and Embedded Swift has no such checks
/// at all.
let unchecked: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

/// What batches spend their time in. On boards everything else is compiled for size: a reading a
/// second does not need it fast.
let quick = [
  "ChainTypes", "MerkleTrie", "Curves", "EVM", "Signing", "SystemCrypto", "NativeCrypto",
]

/// `boards/build` says for what it builds.
let isForBoard = Context.environment["CAIRN_BOARD"] != nil

let small: [SwiftSetting] =
  isForBoard ? [.unsafeFlags(["-Osize"], .when(configuration: .release))] : []

/// What no board runs, although a program that boards have knows it elsewhere.
let workstationOnly = ["FleetAggregator", "FleetDemo"]

func isWanted(_ dependency: Target.Dependency) -> Bool {
  guard isForBoard, case .byNameItem(let name, _) = dependency else { return true }
  return !workstationOnly.contains(name)
}

func core(
  _ name: String, _ dependencies: [Target.Dependency] = [], more: [SwiftSetting] = [],
  exclude: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies.filter(isWanted), exclude: exclude,
    swiftSettings: strict + more + (quick.contains(name) ? [] : small))
}

/// What stands beside the tables that are made from it.
let contractSources = [
  "compile", "Interfaces", "AttestationVerifier.vy", "Custody.vy", "EnergyMeter.vy",
  "ReadingLog.vy", "Registry.vy", "Rules.vy",
]

func library(_ name: String) -> Target {
  .systemLibrary(name: name, path: "Sources/CLibraries/\(name)")
}

/// `exclude` names what the tests read by path: vectors and the scripts that make them.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, swiftSettings: testing)
}

/// A program that tests run as a second process; no product.
func testProgram(
  _ name: String, _ dependencies: [Target.Dependency], path: String
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: path, swiftSettings: testing + optimised)
}

let package = Package(
  name: "cairn",
  products: [
    .executable(name: "cairn", targets: ["cairn"]),
    .executable(name: "cairn-aggregator", targets: ["cairn-aggregator"]),
    .executable(name: "cairn-evm", targets: ["cairn-evm"]),
  ],
  targets: [
    // Core: Swift only, no input or output.
    core("ChainTypes"),
    core("CommandLineKit"),
    core("Statements", ["ChainTypes"]),
    core("Readings", ["ChainTypes", "Statements"]),
    core("FleetManifest", ["ChainTypes", "Statements"]),
    core("FleetLog", ["ChainTypes", "Statements"]),
    core("EVMAssembly", ["ChainTypes"]),
    core("MerkleTrie", ["ChainTypes"], more: unchecked),
    core("Curves", more: optimised),
    core("EVM", ["ChainTypes", "Curves"], more: unchecked + unmerged),
    core("BlockExecution", ["ChainTypes", "MerkleTrie", "EVM"], more: unchecked),
    core("Ledger", ["ChainTypes", "MerkleTrie", "EVM", "BlockExecution"]),
    core(
      "ReadingProofs",
      [
        "ChainTypes", "MerkleTrie", "BlockExecution", "Statements", "Readings", "Contracts",
        "Lanes", "FleetManifest", "FleetLog", "Ledger",
      ]),
    core("PendingTransactions", ["ChainTypes", "EVM", "BlockExecution"]),
    core("Lanes", ["ChainTypes", "Statements", "Contracts"]),
    core("Attestation", ["ChainTypes", "Statements", "Readings", "Contracts", "Lanes"]),
    core("RPCMethods", ["ChainTypes", "EVM", "BlockExecution"]),
    core("SyncProtocol", ["ChainTypes", "Statements"]),
    core("SyncSimulation", ["ChainTypes", "Statements", "SyncProtocol"], more: unchecked),
    core("Contracts", ["ChainTypes"], exclude: contractSources),

    // Boundary: the kernel and the C libraries, each with one owner.
    library("CLinux"),
    core("LinuxIO", ["CLinux"]),
    library("CSecp256k1"),
    core("Signing", ["ChainTypes", "CSecp256k1"]),
    library("CCrypto"),
    core("SystemCrypto", ["ChainTypes", "CCrypto"], more: optimised),
    core("NativeCrypto", ["EVM", "Signing", "SystemCrypto"]),
    core("WorkerThreads", ["BlockExecution", "LinuxIO"]),
    library("CLMDB"),
    core("StateStore", ["LinuxIO", "CLMDB"]),
    core("LedgerStorage", ["Ledger", "StateStore", "LinuxIO"]),
    core(
      "LedgerCommands",
      [
        "ChainTypes", "CommandLineKit", "EVM", "BlockExecution", "Ledger", "LedgerStorage",
        "LinuxIO", "JSONText", "NativeCrypto", "StateStore",
      ]),
    library("CMosquitto"),
    core("BrokerClient", ["LinuxIO", "CMosquitto"]),
    library("CYAML"),
    core("ConfigFile", ["CYAML"]),
    library("CJansson"),
    core("JSONText", ["ChainTypes", "CJansson"]),
    library("CModbus"),
    core("ModbusBus", ["LinuxIO", "CModbus"]),

    core("WebServer", ["LinuxIO"]),
    core("ControlSocket", ["ChainTypes", "RPCMethods", "LinuxIO", "JSONText"]),

    // Composition: what a board is told to do.
    core(
      "BoardConfig",
      [
        "CommandLineKit", "ConfigFile", "Readings", "ChainTypes", "Statements", "FleetManifest",
      ]),
    core(
      "SensorInputs",
      ["BoardConfig", "ChainTypes", "JSONText", "LinuxIO", "ModbusBus", "Readings"]),
    core(
      "KeyCustody",
      [
        "ChainTypes", "Statements", "Readings", "LinuxIO", "Signing", "SystemCrypto", "JSONText",
      ]),

    core(
      "FleetLink",
      [
        "ChainTypes", "Statements", "EVM", "BlockExecution", "Lanes", "Ledger", "SyncProtocol",
        "FleetManifest", "LinuxIO", "Signing", "SystemCrypto", "NativeCrypto", "StateStore",
        "LedgerStorage", "WorkerThreads", "BrokerClient", "JSONText", "KeyCustody", "FleetLog",
        "BoardConfig",
      ]),
    core(
      "FleetAggregator",
      [
        "ChainTypes", "Statements", "Readings", "BlockExecution", "Contracts", "Lanes", "Ledger",
        "SyncProtocol", "FleetManifest", "FleetLog", "FleetLink", "LinuxIO", "Signing",
        "StateStore", "BrokerClient", "JSONText", "KeyCustody", "BoardConfig", "ControlSocket",
        "RPCMethods", "ReadingProofs", "WebServer",
      ]),
    core(
      "BoardAgent",
      [
        "ChainTypes", "MerkleTrie", "EVM", "BlockExecution", "Statements", "Readings", "Contracts",
        "Lanes", "Attestation", "PendingTransactions", "RPCMethods", "Ledger", "LinuxIO", "Signing",
        "NativeCrypto", "StateStore", "LedgerStorage", "JSONText", "KeyCustody",
        "BoardConfig", "SensorInputs", "ControlSocket", "BrokerClient", "FleetLink", "FleetLog",
        "FleetManifest", "SyncProtocol", "ReadingProofs",
      ]),

    core(
      "FleetDemo",
      [
        "ChainTypes", "Statements", "Readings", "Lanes", "Ledger", "SyncProtocol", "FleetManifest",
        "FleetLink", "FleetAggregator", "BoardAgent", "LinuxIO", "Signing", "BrokerClient",
        "KeyCustody", "ControlSocket", "ReadingProofs",
      ]),

    // Composition: verbs, and a main file for each program.
    core(
      "CairnCommands",
      [
        "ChainTypes", "MerkleTrie", "EVM", "BlockExecution", "EVMAssembly", "WorkerThreads",
        "CommandLineKit", "LinuxIO", "Signing",
        "SystemCrypto", "NativeCrypto", "StateStore", "BrokerClient", "ConfigFile", "JSONText",
        "ModbusBus", "KeyCustody", "BoardConfig", "SensorInputs", "Readings", "BoardAgent",
        "ControlSocket", "LedgerCommands", "Ledger", "LedgerStorage", "RPCMethods", "Lanes",
        "Statements", "FleetLink", "FleetAggregator", "FleetDemo", "FleetManifest",
        "ReadingProofs",
      ]),
    core("ProgramHost", ["CommandLineKit", "LinuxIO"]),
    .executableTarget(
      name: "cairn", dependencies: ["CairnCommands", "ProgramHost"], swiftSettings: strict),

    // The servers' program: ordinary build only.
    core(
      "AggregatorCommands",
      [
        "ChainTypes", "EVM", "BlockExecution", "Statements", "Readings", "Contracts", "Lanes",
        "Attestation", "CommandLineKit", "LinuxIO", "Signing", "NativeCrypto", "StateStore",
        "Ledger", "LedgerStorage", "LedgerCommands", "KeyCustody", "BoardConfig", "ControlSocket",
        "FleetManifest", "FleetLink", "FleetAggregator", "RPCMethods", "ReadingProofs",
        "SyncProtocol",
      ]),
    .executableTarget(
      name: "cairn-aggregator", dependencies: ["AggregatorCommands", "ProgramHost"],
      swiftSettings: strict),

    // The developers' program: for workstations, no Embedded build.
    core(
      "EVMCommands",
      [
        "BlockExecution", "ChainTypes", "CommandLineKit", "EVM", "EVMAssembly", "JSONText",
        "LinuxIO", "MerkleTrie", "Signing", "SystemCrypto", "NativeCrypto", "WorkerThreads",
        "KeyCustody",
        "Ledger", "LedgerStorage", "LedgerCommands", "StateStore",
        "SyncSimulation",
      ]),
    .executableTarget(
      name: "cairn-evm", dependencies: ["EVMCommands", "ProgramHost"], swiftSettings: strict),

    tests(
      "FleetLinkTests",
      [
        "FleetLink", "FleetManifest", "BoardConfig", "KeyCustody", "Lanes", "Ledger", "LinuxIO",
        "Signing", "Statements", "ChainTypes", "BlockExecution", "EVM", "LedgerStorage",
        "MerkleTrie", "NativeCrypto", "SyncProtocol",
      ]),
    tests(
      "FleetAggregatorTests",
      [
        "FleetAggregator", "FleetLink", "FleetLog", "FleetManifest", "BoardConfig", "KeyCustody",
        "LinuxIO", "Signing", "Statements", "ChainTypes",
      ]),
    tests("EVMAssemblyTests", ["EVMAssembly", "ChainTypes"]),
    tests(
      "EVMCommandsTests",
      [
        "EVMCommands", "BlockExecution", "ChainTypes", "CommandLineKit", "EVM", "EVMAssembly",
        "JSONText", "LinuxIO", "WorkerThreads", "Ledger", "LedgerCommands",
      ]),
    tests("EVMTests", ["EVM", "ChainTypes", "LinuxIO"], exclude: ["Oracle"]),
    tests("ChainTypesTests", ["ChainTypes"], exclude: ["Oracle"]),
    tests("StatementsTests", ["Statements", "ChainTypes", "Signing"], exclude: ["Oracle"]),
    tests("SyncProtocolTests", ["SyncProtocol", "Statements", "ChainTypes"]),
    tests("SyncSimulationTests", ["SyncSimulation", "SyncProtocol"]),
    tests("ReadingsTests", ["Readings", "Statements", "ChainTypes"], exclude: ["Oracle"]),
    tests("FleetManifestTests", ["FleetManifest", "Statements", "ChainTypes", "Signing"]),
    tests("FleetLogTests", ["FleetLog", "Statements", "ChainTypes", "Signing"]),
    tests("SigningTests", ["Signing", "ChainTypes"]),
    tests("SystemCryptoTests", ["SystemCrypto", "ChainTypes"], exclude: ["Vectors"]),
    tests(
      "LedgerTests",
      [
        "Ledger", "LedgerStorage", "StateStore", "LinuxIO", "BlockExecution", "EVM", "MerkleTrie",
        "ChainTypes", "JSONText",
      ]),
    testProgram(
      "crash-writer",
      [
        "Ledger", "LedgerStorage", "StateStore", "LinuxIO", "BlockExecution", "EVM", "EVMAssembly",
        "MerkleTrie", "ChainTypes",
      ], path: "Tests/CrashWriter"),
    tests("StateStoreTests", ["StateStore", "crash-writer"]),
    .testTarget(
      name: "PowerLossTests", dependencies: ["crash-writer"], exclude: ["Recorder"],
      swiftSettings: testing + optimised),
    tests("BrokerClientTests", ["BrokerClient", "LinuxIO"]),
    tests(
      "BoardConfigTests",
      ["BoardConfig", "ConfigFile", "Readings", "ChainTypes", "FleetManifest", "Statements"]),
    tests(
      "SensorInputsTests",
      ["SensorInputs", "BoardConfig", "CModbus", "LinuxIO", "ModbusBus", "Readings"]),
    tests(
      "CairnCommandsTests",
      [
        "CairnCommands", "CommandLineKit", "StateStore", "ChainTypes", "FleetLink", "JSONText",
        "KeyCustody", "LinuxIO", "Readings", "Statements",
      ]),
    tests("AggregatorCommandsTests", ["AggregatorCommands", "CommandLineKit", "LinuxIO"]),
    tests("ConfigFileTests", ["ConfigFile"]),
    tests("JSONTextTests", ["JSONText", "ChainTypes"]),
    tests(
      "KeyCustodyTests",
      [
        "KeyCustody", "CairnCommands", "ChainTypes", "Statements", "CommandLineKit", "JSONText",
        "LinuxIO",
        "Signing", "SystemCrypto",
      ],
      exclude: ["Oracle"]),
    tests("ModbusBusTests", ["ModbusBus"]),
    tests("CommandLineKitTests", ["CommandLineKit"]),
    tests("MerkleTrieTests", ["MerkleTrie", "ChainTypes"], exclude: ["Oracle"]),
    tests("CurvesTests", ["Curves"], exclude: ["Oracle"]),
    tests("LinuxIOTests", ["LinuxIO"]),
    tests("RepositoryTests", [], exclude: ["Tables"]),
    tests(
      "PendingTransactionsTests", ["PendingTransactions", "BlockExecution", "EVM", "ChainTypes"]),
    tests(
      "RPCMethodsTests",
      ["RPCMethods", "BlockExecution", "MerkleTrie", "EVM", "EVMAssembly", "ChainTypes"]),
    tests(
      "LanesTests", ["Lanes", "Statements", "Contracts", "BlockExecution", "EVM", "ChainTypes"]),
    tests(
      "AttestationTests",
      [
        "Attestation", "Lanes", "Readings", "Statements", "Contracts", "Signing", "NativeCrypto",
        "BlockExecution", "EVM", "ChainTypes",
      ]),
    tests(
      "BoardAgentTests",
      [
        "BoardAgent", "Attestation", "BoardConfig", "Readings", "BlockExecution", "BrokerClient",
        "ChainTypes", "Contracts", "EVM", "KeyCustody", "Ledger", "LinuxIO", "NativeCrypto",
        "PendingTransactions", "RPCMethods", "SensorInputs", "Signing", "Statements", "cairn",
      ]),
    tests(
      "ReadingProofsTests",
      [
        "ReadingProofs", "Attestation", "BlockExecution", "ChainTypes", "Contracts", "EVM",
        "FleetLog", "FleetManifest", "JSONText", "KeyCustody", "Lanes", "Ledger", "LedgerStorage",
        "LinuxIO", "NativeCrypto", "Readings", "Signing", "StateStore", "Statements",
      ], exclude: ["Oracle"]),
    tests("FleetProgramTests", ["LinuxIO", "cairn", "cairn-aggregator"]),
    tests("WebServerTests", ["WebServer", "LinuxIO"]),
    tests("ControlSocketTests", ["ControlSocket", "RPCMethods", "LinuxIO", "ChainTypes"]),
    tests(
      "BlockExecutionTests",
      ["BlockExecution", "EVM", "EVMAssembly", "MerkleTrie", "ChainTypes"]),
    tests(
      "ContractsTests",
      [
        "Contracts", "BlockExecution", "EVM", "ChainTypes", "Signing", "NativeCrypto", "Readings",
        "Statements",
      ],
      exclude: ["Oracle"]),
  ]
)
