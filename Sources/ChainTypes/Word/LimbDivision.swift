// Division of two limbs by one and of three by two, without a divide instruction: the divisor's
// reciprocal is computed once, then each quotient limb costs two products and a correction.
// N. Möller, T. Granlund, "Improved division by invariant integers", IEEE Transactions on Computers
// 60 (2011); the algorithm numbers below are theirs. Divisors are normalised: their top bit is set.

@usableFromInline
enum LimbDivision {
  /// floor((2^128 - 1) / divisor) - 2^64 (algorithm 2).
  @inline(__always)
  static func reciprocal(of divisor: UInt64) -> UInt64 {
    let d40 = divisor &>> 24 &+ 1
    let d63 = divisor &>> 1 &+ (divisor & 1)
    let v0 = UInt64(initialReciprocals[Int(truncatingIfNeeded: divisor &>> 55 & 0xff)])
    let v1 = v0 &<< 11 &- (v0 &* v0 &* d40) &>> 40 &- 1
    let v2 = v1 &<< 13 &+ (v1 &* ((1 &<< 60) &- v1 &* d40)) &>> 47
    let error = (v2 &>> 1) & (0 &- (divisor & 1)) &- v2 &* d63
    let v3 = v2 &<< 31 &+ Word.high(UInt128(v2) &* UInt128(error)) &>> 1
    let product = UInt128(v3) &* UInt128(divisor) &+ UInt128(divisor)
    return v3 &- (Word.high(product) &+ divisor)
  }

  /// floor((2^192 - 1) / divisor) - 2^64 for a divisor of two limbs (algorithm 6).
  @inline(__always)
  static func reciprocal(of divisor: UInt128) -> UInt64 {
    let d1 = Word.high(divisor)
    let d0 = Word.low(divisor)
    var v = reciprocal(of: d1)
    var p = d1 &* v &+ d0
    let over = mask(p < d0)
    let twice = over & mask(p >= d1)
    v = v &+ over &+ twice
    p = p &- (d1 & over) &- (d1 & twice)
    let t = UInt128(v) &* UInt128(d0)
    p &+= Word.high(t)
    let carried = mask(p < Word.high(t))
    let again = carried & mask(Word.pair(p, Word.low(t)) >= divisor)
    return v &+ carried &+ again
  }

  /// All ones when true: corrections that fall either way with equal chance are masked, not
  /// branched to.
  @inline(__always)
  static func mask(_ condition: Bool) -> UInt64 { 0 &- (condition ? 1 : 0) }

  /// `high:low` by one limb, for high < divisor (algorithm 4).
  @inline(__always)
  static func divide(
    _ high: UInt64, _ low: UInt64, by divisor: UInt64, reciprocal v: UInt64
  ) -> (quotient: UInt64, remainder: UInt64) {
    let estimate = UInt128(v) &* UInt128(high) &+ Word.pair(high, low)
    var q = Word.high(estimate) &+ 1
    var r = low &- q &* divisor
    let mask = mask(r > Word.low(estimate))
    q &+= mask
    r &+= divisor & mask
    if _slowPath(r >= divisor) {
      q &+= 1
      r &-= divisor
    }
    return (q, r)
  }

  /// `high:low` by two limbs, for high < divisor (algorithm 5).
  @inline(__always)
  static func divide(
    _ high: UInt128, _ low: UInt64, by divisor: UInt128, reciprocal v: UInt64
  ) -> (quotient: UInt64, remainder: UInt128) {
    let u2 = Word.high(high)
    let u1 = Word.low(high)
    let estimate = UInt128(v) &* UInt128(u2) &+ high
    var q = Word.high(estimate)
    let r1 = u1 &- q &* Word.high(divisor)
    let product = UInt128(Word.low(divisor)) &* UInt128(q)
    var r = Word.pair(r1, low) &- product &- divisor
    q &+= 1
    let mask = mask(Word.high(r) >= Word.low(estimate))
    q &+= mask
    r = r &+ (divisor & Word.pair(mask, mask))
    if _slowPath(r >= divisor) {
      q &+= 1
      r &-= divisor
    }
    return (q, r)
  }
}

/// floor((2^19 - 3·2^8) / d) for the upper nine bits d of a normalised divisor, 256 to 511.
private let initialReciprocals: InlineArray<256, UInt16> = [
  2045, 2037, 2029, 2021, 2013, 2005, 1998, 1990, 1983, 1975, 1968, 1960, 1953, 1946, 1938, 1931,
  1924, 1917, 1910, 1903, 1896, 1889, 1883, 1876, 1869, 1863, 1856, 1849, 1843, 1836, 1830, 1824,
  1817, 1811, 1805, 1799, 1792, 1786, 1780, 1774, 1768, 1762, 1756, 1750, 1745, 1739, 1733, 1727,
  1722, 1716, 1710, 1705, 1699, 1694, 1688, 1683, 1677, 1672, 1667, 1661, 1656, 1651, 1646, 1641,
  1636, 1630, 1625, 1620, 1615, 1610, 1605, 1600, 1596, 1591, 1586, 1581, 1576, 1572, 1567, 1562,
  1558, 1553, 1548, 1544, 1539, 1535, 1530, 1526, 1521, 1517, 1513, 1508, 1504, 1500, 1495, 1491,
  1487, 1483, 1478, 1474, 1470, 1466, 1462, 1458, 1454, 1450, 1446, 1442, 1438, 1434, 1430, 1426,
  1422, 1418, 1414, 1411, 1407, 1403, 1399, 1396, 1392, 1388, 1384, 1381, 1377, 1374, 1370, 1366,
  1363, 1359, 1356, 1352, 1349, 1345, 1342, 1338, 1335, 1332, 1328, 1325, 1322, 1318, 1315, 1312,
  1308, 1305, 1302, 1299, 1295, 1292, 1289, 1286, 1283, 1280, 1276, 1273, 1270, 1267, 1264, 1261,
  1258, 1255, 1252, 1249, 1246, 1243, 1240, 1237, 1234, 1231, 1228, 1226, 1223, 1220, 1217, 1214,
  1211, 1209, 1206, 1203, 1200, 1197, 1195, 1192, 1189, 1187, 1184, 1181, 1179, 1176, 1173, 1171,
  1168, 1165, 1163, 1160, 1158, 1155, 1153, 1150, 1148, 1145, 1143, 1140, 1138, 1135, 1133, 1130,
  1128, 1125, 1123, 1121, 1118, 1116, 1113, 1111, 1109, 1106, 1104, 1102, 1099, 1097, 1095, 1092,
  1090, 1088, 1086, 1083, 1081, 1079, 1077, 1074, 1072, 1070, 1068, 1066, 1064, 1061, 1059, 1057,
  1055, 1053, 1051, 1049, 1047, 1044, 1042, 1040, 1038, 1036, 1034, 1032, 1030, 1028, 1026, 1024,
]
