import Foundation

/// An authority and certificates that it signed, made by openssl in a folder of their own.
struct TestCertificates {
  static let openssl = "/usr/bin/openssl"
  static var isPossible: Bool {
    TestBroker.isInstalled && FileManager.default.isExecutableFile(atPath: openssl)
  }

  let folder: URL

  init(in folder: URL) throws {
    self.folder = folder
    let settings = """
      [ca]
      default_ca = it
      [it]
      new_certs_dir = .
      database = index
      serial = serial
      default_md = sha256
      policy = any
      copy_extensions = copy
      [any]
      commonName = supplied
      """
    try settings.write(toFile: path("ca.conf"), atomically: true, encoding: .utf8)
    try "".write(toFile: path("index"), atomically: true, encoding: .utf8)
    try "01".write(toFile: path("serial"), atomically: true, encoding: .utf8)
    for name in ["authority", "stranger"] {
      try run(
        ["req", "-x509"] + key(name)
          + ["-out", "\(name).crt", "-days", "3650", "-subj", "/CN=\(name)"])
    }
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Signs a certificate; the dates have the form YYYYMMDD.
  func sign(_ name: String, host: String, from: String = "20200101", to: String = "20400101") throws
  {
    try run(
      ["req", "-new"] + key(name)
        + ["-out", "\(name).csr", "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(host)"])
    try run([
      "ca", "-batch", "-notext", "-config", "ca.conf", "-keyfile", "authority.key", "-cert",
      "authority.crt", "-in", "\(name).csr", "-out", "\(name).crt", "-startdate",
      "\(from)000000Z", "-enddate", "\(to)000000Z",
    ])
  }

  private func key(_ name: String) -> [String] {
    [
      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "\(name).key",
    ]
  }

  private func run(_ arguments: [String]) throws {
    let (status, output) = try runTool(Self.openssl, arguments, in: folder)
    struct Failed: Error { let output: String }
    if status != 0 { throw Failed(output: "\(arguments): \(output)") }
  }
}
