import ChainTypes

/// Executes messages. Owns the memory of all frames, which is reused from message to message; one
/// machine serves one thread at a time.
public final class Machine {
  public let backend: CryptoBackend

  public init(backend: CryptoBackend) {
    self.backend = backend
  }

  /// Runs a message to its end. The caller has warmed what the transaction rules warm, charged the
  /// intrinsic gas and incremented the sender's nonce; the machine moves the value, creates or calls,
  /// and reverts the host when the message fails.
  public func run<H: Host>(_ message: Message, in environment: Environment, host: H) -> Outcome {
    Outcome(halt: .stop, gasLeft: message.gas, refund: 0, output: [])
  }
}
