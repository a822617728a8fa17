import BoardConfig
import BrokerClient
import FleetLink

extension BrokerClient.BrokerSettings {
  /// What the configuration says of the broker. `clientID` is the name when it gives none.
  init(_ settings: BoardConfig.BrokerSettings, clientID: String) throws(AgentFailure) {
    do throws(LinkFailure) {
      try self.init(link: settings, clientID: clientID)
    } catch {
      throw .configuration(error.text)
    }
  }
}
