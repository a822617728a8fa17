import ChainTypes
import Readings
import Statements

extension ProofFile {
  public static let format = "cairn-proof/1"

  public var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("format", .string(Self.format)), ("fleetKey", .string(fleetKey.hex)),
      ("sensor", .string(sensor)),
      (
        "reading",
        .object(
          reading.members + [("index", .integer(Int64(index))), ("path", Self.list(path))])
      ),
      ("batch", .object(batch.members)),
    ]
    if let delegation { members.append(("delegation", .object(delegation.members))) }
    members.append(("transaction", transaction.json))
    members.append(("header", .string(Hex.encode(header))))
    members.append(("seal", .object(seal.members)))
    if !headers.isEmpty { members.append(("headers", Self.list(headers))) }
    if !cosignatures.isEmpty {
      members.append(("cosignatures", .array(cosignatures.map { .object($0.members) })))
    }
    if !receipts.isEmpty {
      members.append(("receipts", .array(receipts.map { .object($0.members) })))
    }
    if let checkpoint {
      let more: [(key: String, value: JSONValue)] = [
        ("height", ProofNumber.json(checkpoint.height)),
        ("index", ProofNumber.json(checkpoint.index)), ("path", Self.list(checkpoint.path)),
      ]
      members.append(("checkpoint", .object(checkpoint.statement.members + more)))
    }
    if !manifests.isEmpty { members.append(("manifests", .array(manifests.map { $0.json }))) }
    return .object(members)
  }

  static func list(_ hashes: [Hash]) -> JSONValue { .array(hashes.map { .string($0.hex) }) }
  static func list(_ items: [[UInt8]]) -> JSONValue {
    .array(items.map { .string(Hex.encode($0)) })
  }

  /// From a file's value. What is written twice, or what no reader would look at, is refused.
  public init(_ value: JSONValue) throws(ProofFileError) {
    let root = value.root
    try root.allow([
      "format", "fleetKey", "sensor", "reading", "batch", "delegation", "transaction", "header",
      "seal", "headers", "cosignatures", "receipts", "checkpoint", "manifests",
    ])
    let format = try root.child("format")
    guard format.value.asString == Self.format else {
      throw .format(format.value.asString ?? "not a text")
    }
    fleetKey = try root.child("fleetKey").addressValue()
    let name = try root.child("sensor")
    guard let sensor = name.value.asString, RecordID.isValidName(sensor) else {
      throw .value(name.path, "no name of a sensor")
    }
    self.sensor = sensor
    let place = try root.child("reading")
    reading = try place.record(Reading.self, more: ["index", "path"])
    index = try place.child("index").number(UInt32.self)
    path = try place.child("path").hashes(StatementsLimits.pathLength)
    batch = try root.child("batch").signed(ReadingBatch.self)
    delegation = try root.optional("delegation")?.signed(Delegation.self)
    transaction = try ProvedTransaction(try root.child("transaction"))
    header = try root.child("header").hexBytes()
    seal = try root.child("seal").signed(Seal.self)
    headers = try root.optional("headers")?.byteStrings(ProofLimits.headers) ?? []
    for item in try root.optional("cosignatures")?.list(ProofLimits.cosignatures) ?? [] {
      cosignatures.append(try item.signed(Cosignature.self))
    }
    for item in try root.optional("receipts")?.list(ProofLimits.receipts) ?? [] {
      receipts.append(try item.signed(StorageReceipt.self))
    }
    checkpoint = try root.optional("checkpoint").map { (field) throws(ProofFileError) in
      try ProvedCheckpoint(field)
    }
    for item in try root.optional("manifests")?.list(ProofLimits.manifests) ?? [] {
      let bytes = try item.optional("bytes")?.hexBytes()
      manifests.append(
        ProvedManifest(
          statement: try item.signed(ManifestVersion.self, more: ["bytes"]), bytes: bytes))
    }
  }
}

extension ProvedTransaction {
  var json: JSONValue {
    .object([
      ("index", .integer(Int64(index))), ("raw", .string(Hex.encode(raw))),
      ("nodes", ProofFile.list(nodes)), ("receipt", .string(Hex.encode(receipt))),
      ("receiptNodes", ProofFile.list(receiptNodes)),
    ])
  }

  init(_ field: JSONField) throws(ProofFileError) {
    try field.allow(["index", "raw", "nodes", "receipt", "receiptNodes"])
    index = try field.child("index").number(UInt32.self)
    raw = try field.child("raw").hexBytes()
    nodes = try field.child("nodes").byteStrings(ProofLimits.nodes)
    receipt = try field.child("receipt").hexBytes()
    receiptNodes = try field.child("receiptNodes").byteStrings(ProofLimits.nodes)
  }
}

extension ProvedCheckpoint {
  init(_ field: JSONField) throws(ProofFileError) {
    statement = try field.signed(Checkpoint.self, more: ["height", "index", "path"])
    height = try field.child("height").number(UInt64.self)
    index = try field.child("index").number(UInt64.self)
    path = try field.child("path").hashes(64)
  }
}

extension ProvedManifest {
  var json: JSONValue {
    var members = statement.members
    if let bytes { members.append(("bytes", .string(Hex.encode(bytes)))) }
    return .object(members)
  }
}
