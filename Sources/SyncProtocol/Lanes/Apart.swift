/// A large value that is seldom there, kept by reference: whoever only asks whether it is there,
/// and that is asked of every lane all the time, copies a word. An optional of it within a lane is
/// a copy of some hundred bytes at each look.
@propertyWrapper
struct Apart<Value> {
  private final class Box {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private var box: Box?

  init(wrappedValue: Value?) { box = wrappedValue.map { Box($0) } }

  var wrappedValue: Value? {
    get { box?.value }
    set {
      if let newValue { box = Box(newValue) } else { box = nil }
    }
  }

  var isThere: Bool { box != nil }
}
