import Foundation
import Glibc

/// A server that says what a test tells it, byte by byte: for brokers that Mosquitto cannot play.
final class ScriptedBroker: @unchecked Sendable {
  let port: Int
  private let listener: Int32

  /// `answer` is given the bytes of each packet that comes in, the first being CONNECT, and returns
  /// what to send back, and whether to hang up afterwards.
  init(_ answer: @escaping @Sendable ([UInt8]) -> (send: [UInt8], hangsUp: Bool)) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = TestPort.loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(listener, $0, size)
        _ = getsockname(listener, $0, &size)
      }
    }
    listen(listener, 4)
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread {
      while true {
        let client = accept(listener, nil, nil)
        if client < 0 { break }
        Self.serve(client, answer)
        close(client)
      }
      close(listener)
    }
  }

  /// The thread closes what it accepts on: it may be serving still, and would then accept on what
  /// somebody else has opened under the number since, and answer a stranger's client.
  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// One read is one packet here: the client waits for each answer.
  private static func serve(
    _ client: Int32, _ answer: ([UInt8]) -> (send: [UInt8], hangsUp: Bool)
  ) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = recv(client, &buffer, buffer.count, 0)
      if count <= 0 { return }
      let reply = answer(Array(buffer[..<count]))
      if !reply.send.isEmpty { _ = send(client, reply.send, reply.send.count, 0) }
      if reply.hangsUp { return }
    }
  }

  /// The protocol level in a CONNECT: 4 for MQTT 3.1.1, 5 for MQTT 5 (sections 3.1.2.2).
  static func level(ofConnect packet: [UInt8]) -> UInt8? {
    guard packet.first == 0x10, let name = packet.firstIndex(of: UInt8(ascii: "M")) else {
      return nil
    }
    return packet[name + 4]
  }
}
