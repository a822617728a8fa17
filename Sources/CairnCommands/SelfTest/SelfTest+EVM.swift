import ChainTypes
import LinuxIO

/// Expected values: the execution specification of Ethereum, see `EVMVectors.swift`.
extension SelfTest {
  static var evmChecks: [SelfTestCheck] {
    var checks: [SelfTestCheck] = []
    for vector in EVMVector.families { checks.append(evmCheck("evm: \(vector.name)", vector)) }
    for vector in EVMVector.precompiles {
      checks.append(evmCheck("precompile: \(vector.name)", vector))
    }
    return checks + [
      SelfTestCheck("evm: 1,024 nested calls on a 96 KB stack") { nesting(DeepCalls.calls) },
      SelfTestCheck("evm: 1,024 nested creations on a 96 KB stack") {
        nesting(DeepCalls.creations)
      },
    ]
  }

  /// The first frame is not nested; the one below the limit finds that it cannot go deeper.
  private static func nesting(_ program: [UInt8]) -> String? {
    for (number, tier) in EVMWorld.tiers.enumerated() {
      do throws(SystemError) {
        let depth = try DeepCalls.depth(of: program, tier: tier)
        if depth != 1025 { return "tier \(number): \(depth.decimal) frames" }
      } catch {
        return error.text
      }
    }
    return nil
  }

  /// On every interpreter that the build has.
  private static func evmCheck(_ name: String, _ vector: EVMVector) -> SelfTestCheck {
    SelfTestCheck(name) {
      for (number, tier) in EVMWorld.tiers.enumerated() {
        let got = EVMWorld.outcome(of: vector, on: tier)
        if got != vector.expected {
          return "tier \(number): expected \(vector.expected), got \(got)"
        }
      }
      return nil
    }
  }
}
