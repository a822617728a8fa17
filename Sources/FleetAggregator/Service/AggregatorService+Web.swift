import ChainTypes
import LinuxIO
import WebServer

extension AggregatorService {
  /// What is told over HTTP. Nothing can be changed there, and nothing is secret: all of it is on
  /// the broker, too.
  func answer(_ request: HTTPRequest) -> HTTPAnswer {
    switch request.path {
    case "/metrics":
      HTTPAnswer(type: "text/plain; version=0.0.4; charset=utf-8", body: Array(metrics.utf8))
    case "/status": AggregatorService.json(status)
    case "/lanes": AggregatorService.json(.array(laneList))
    case "/":
      HTTPAnswer(
        status: 200,
        text: "cairn-aggregator\n/metrics  for Prometheus\n/status   JSON\n/lanes    JSON")
    default: .notFound
    }
  }

  private static func json(_ value: JSONValue) -> HTTPAnswer {
    HTTPAnswer(type: "application/json", body: Array((value.text() + "\n").utf8))
  }
}
