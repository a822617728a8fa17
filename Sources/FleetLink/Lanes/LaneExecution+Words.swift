import ChainTypes

extension LaneExecution {
  /// What `status` tells, for people. Fewer threads than there are processors for are no fault: the
  /// machine is hot.
  public static func words(_ status: JSONValue) -> String {
    func number(_ name: String) -> Int64 { status[name]?.asInteger ?? 0 }
    var text = "\(number("workers")) of \(number("most")) threads help"
    if number("workers") < number("most"), let heat = status["temperature"]?.asInteger {
      text += " at \(heat / 1_000) °C"
    }
    text += ", \(number("transactions")) transactions, ahead \(number("ahead")): "
    text += "\(number("wins")) used, \(number("losses")) repeated, \(number("late")) late, "
    text += "\(number("blooms")) receipts completed"
    if number("verified") > 0 {
      text += "; \(number("verified")) blocks of others, \(number("fromLists")) from their access "
      text += "lists, \(number("listsOfNoUse")) lists of no use"
    }
    return text
  }
}
