#pragma version 0.4.3
#pragma evm-version cancun
#pragma optimize gas

"""
@title Rules
@notice Watches the readings of a lane: thresholds with hysteresis and dwell time, rate of change, and
        missing data. A sensor is ok (0), in warning (1) or in alarm (2); each change is an event. The
        fleet's owner sets the rules, the reading log calls with each batch.
@dev A reading is judged at its own time, so that a batch that arrives late is judged as it would have
     been in time. Silence between batches is judged by block time alone, from the block of the last
     reading on, whatever the sensor's clock said.

     A reading beyond an alarm threshold wants level 2, beyond a warning threshold 1; a threshold
     belongs to its outer side. To come down from a level, the value must be more than `hysteresis`
     inside of the threshold. A change of more than `rate` a minute between two readings wants the
     rule's `rate_level`; it is not judged where exponents lie more than 36 apart. A level other than
     the present one is taken when it was wanted for the dwell time without a pause: upwards after
     `rise`, downwards after `fall` milliseconds, with 0 at once. Of several levels wanted meanwhile,
     the one nearest to the present is taken. Time that runs backwards (a corrected clock) restarts
     the dwell time and says nothing about the rate.

     Readings whose flags the rule ignores change nothing: a sensor that sends only suspect values is
     as silent as one that sends none.
"""

interface Registry:
    def owner() -> address: view
    def current(name: bytes32) -> address: view

struct Rule:
    # Low alarm, low warning, high warning, high alarm, 64 bits each, two's complement.
    thresholds: uint256
    # From the lowest bit: hysteresis (64), rate a minute (64), rise and fall in milliseconds (32
    # each), silence in seconds (32), exponent of all values plus 128 (8), switches (8), ignored flags
    # (3), levels of rate and silence (2 each).
    settings: uint256

# A rule spelt out, as `set_rule` takes it.
struct Setting:
    low_alarm: int64
    low_warning: int64
    high_warning: int64
    high_alarm: int64
    exponent: int8
    hysteresis: uint64
    rate: uint64
    rise: uint32
    fall: uint32
    silence: uint32
    switches: uint8
    ignored: uint8
    rate_level: uint8
    silence_level: uint8

# What the rules know of a sensor.
struct Status:
    # Of the values, without silence.
    level: uint8
    # The level that the values want, and since when (milliseconds); the level itself and zero when
    # they want no other.
    wanted: uint8
    since: uint64
    missing: bool
    # Whether a reading was judged since the sensor has a rule; the rest is about the last one.
    seen: bool
    time: uint64
    mantissa: int64
    exponent: int8
    # Second of the block that brought it, or of the rule.
    heard: uint64

event RuleSet:
    sensor: indexed(bytes32)
    thresholds: uint256
    settings: uint256

event LevelChanged:
    sensor: indexed(bytes32)
    level: uint8
    previous: uint8
    # The reading that decided it, as the reading log has it.
    word: uint256

event DataMissing:
    sensor: indexed(bytes32)
    level: uint8
    last: uint64
    noticed: uint64

event DataBack:
    sensor: indexed(bytes32)
    time: uint64

MAX_WORDS: constant(uint256) = 448
MAX_RECORDS: constant(uint256) = 256
READING_LOG: constant(bytes32) = (
    0x52656164696e674c6f6700000000000000000000000000000000000000000000
)
M8: constant(uint256) = 2**8 - 1
M16: constant(uint256) = 2**16 - 1
M32: constant(uint256) = 2**32 - 1
M48: constant(uint256) = 2**48 - 1
M64: constant(uint256) = 2**64 - 1
M72: constant(uint256) = 2**72 - 1

# Switches.
LOW_ALARM: constant(uint256) = 1
LOW_WARNING: constant(uint256) = 2
HIGH_WARNING: constant(uint256) = 4
HIGH_ALARM: constant(uint256) = 8
RATE: constant(uint256) = 16
SILENCE: constant(uint256) = 32
SWITCHES: constant(uint256) = 63
# Further away than any value and its hysteresis.
NEVER_LOW: constant(int256) = -(2**200)
NEVER_HIGH: constant(int256) = 2**200
# Turns an exponent's two's complement into the exponent plus 128.
FLIP: constant(uint256) = 128 << 64
# In a state.
MISSING: constant(uint256) = 16
SEEN: constant(uint256) = 32

registry: public(immutable(address))
rules: HashMap[bytes32, Rule]
# Level (2 bits), wanted level (2), whether data is missing (1), whether there was a reading (1), 10
# bits of zero; since when the level is wanted (48), time of the last reading (48), its mantissa and
# exponent plus 128 (72), second of the block that brought it (40).
states: HashMap[bytes32, uint256]

@deploy
def __init__(registry_: address):
    """
    @param registry_ Says who owns the fleet, and which log may bring readings.
    """
    assert registry_.is_contract, "no registry there"
    registry = registry_

@external
def set_rule(sensor: bytes32, setting: Setting):
    """
    @notice Sets a sensor's rule. Values are mantissas of `exponent`, in the sensor's unit.
            hysteresis: how far inside of a threshold a value must be to come down from its level.
            rate: the largest change a minute that is in order.
            rise, fall: milliseconds for which a higher or lower level must be wanted.
            silence: seconds without a reading after which data is missing.
            switches, what holds: 1 low alarm, 2 low warning, 4 high warning, 8 high alarm, 16 rate,
            32 silence. With 0 the sensor has no rule.
            ignored: readings with one of these flags count as none: 1 suspect, 2 substituted, 4 out
            of range.
            rate_level, silence_level: what a change that is too fast, and silence, mean: 1 or 2.
    """
    assert msg.sender == staticcall Registry(registry).owner(), "not the owner"
    assert sensor != empty(bytes32), "sensor is zero"
    on: uint256 = convert(setting.switches, uint256)
    assert on <= SWITCHES, "switches"
    assert setting.exponent >= -27 and setting.exponent <= 27, "exponent"
    assert setting.ignored <= 7, "flags"
    assert setting.rate_level >= 1 and setting.rate_level <= 2, "rate level"
    assert setting.silence_level >= 1 and setting.silence_level <= 2, "silence level"
    assert on & SILENCE == 0 or setting.silence > 0, "silence"
    self._check_order(on, setting)
    thresholds: uint256 = (
        self._bits(setting.low_alarm)
        | (self._bits(setting.low_warning) << 64)
        | (self._bits(setting.high_warning) << 128)
        | (self._bits(setting.high_alarm) << 192)
    )
    settings: uint256 = (
        convert(setting.hysteresis, uint256)
        | (convert(setting.rate, uint256) << 64)
        | (convert(setting.rise, uint256) << 128)
        | (convert(setting.fall, uint256) << 160)
        | (convert(setting.silence, uint256) << 192)
        | (convert(convert(setting.exponent, int256) + 128, uint256) << 224)
        | (on << 232)
        | (convert(setting.ignored, uint256) << 240)
        | (convert(setting.rate_level, uint256) << 243)
        | (convert(setting.silence_level, uint256) << 245)
    )
    # What the rule before wanted is not wanted by this one. The level holds until a reading says
    # otherwise, unless there is no rule any more that could. Silence counts from now on.
    if on == 0:
        thresholds = 0
        settings = 0
        self.states[sensor] = 0
    else:
        state: uint256 = self.states[sensor] & (2**184 - 1)
        state = (state ^ (state & (12 | MISSING))) | ((state & 3) << 2)
        self.states[sensor] = state | (block.timestamp << 184)
    self.rules[sensor] = Rule(thresholds=thresholds, settings=settings)
    log RuleSet(sensor=sensor, thresholds=thresholds, settings=settings)

@external
def record(
    instrument: bytes32,
    boot: bytes16,
    agent: bytes32,
    configuration: bytes32,
    v: uint8,
    r: uint256,
    s: uint256,
    records: DynArray[uint256, MAX_WORDS],
):
    """
    @notice Judges a batch. The reading log in use passes on the very call that it got and checked.
    """
    assert msg.sender == staticcall Registry(registry).current(READING_LOG), "not the reading log"
    place: uint256 = 0
    end: uint256 = len(records)
    for group: uint256 in range(MAX_RECORDS):
        if place == end:
            break
        sensor: bytes32 = convert(records[place], bytes32)
        length: uint256 = records[place + 1] & M16
        place += 3
        settings: uint256 = self.rules[sensor].settings
        if settings == 0:
            place += length
            continue
        thresholds: uint256 = self.rules[sensor].thresholds
        before: uint256 = self.states[sensor]
        on: uint256 = settings >> 232
        common: uint256 = (settings >> 224) & M8
        inside: int256 = convert(settings & M64, int256)
        rate: uint256 = (settings >> 64) & M64
        rise: uint256 = (settings >> 128) & M32
        fall: uint256 = (settings >> 160) & M32
        silence: uint256 = ((settings >> 192) & M32) * 1000
        # Thresholds that are off are out of reach.
        low_alarm: int256 = self._signed(thresholds) if on & LOW_ALARM != 0 else NEVER_LOW
        low_warning: int256 = self._signed(thresholds >> 64) if on & LOW_WARNING != 0 else NEVER_LOW
        high_warning: int256 = (
            self._signed(thresholds >> 128) if on & HIGH_WARNING != 0 else NEVER_HIGH
        )
        high_alarm: int256 = self._signed(thresholds >> 192) if on & HIGH_ALARM != 0 else NEVER_HIGH
        level: uint256 = before & 3
        pending: uint256 = (before >> 2) & 3
        missing: bool = before & MISSING != 0
        seen: bool = before & SEEN != 0
        since: uint256 = (before >> 16) & M48
        last: uint256 = (before >> 64) & M48
        # Mantissa and exponent of the last reading.
        entry: uint256 = (before >> 112) & M72
        judged: bool = False
        for i: uint256 in range(length, bound=MAX_RECORDS):
            word: uint256 = records[unsafe_add(place, i)]
            # Gaps, and readings whose flags the rule ignores.
            if word >> 248 != 1 or (word >> 208) & (settings >> 240) & 7 != 0:
                continue
            time: uint256 = (word >> 72) & M48
            if missing or (on & SILENCE != 0 and seen and time > last + silence):
                self._tell_silence(sensor, settings, missing, last, time)
                missing = False
            measured: int256 = convert(convert(word << 192, bytes32), int256) >> 192
            wanted: uint256 = 0
            own: uint256 = ((word >> 64) & M8) ^ 128
            if own == common:
                at_warning: int256 = inside if level != 0 else 0
                at_alarm: int256 = inside if level == 2 else 0
                if measured <= low_alarm + at_alarm or measured >= high_alarm - at_alarm:
                    wanted = 2
                elif measured <= low_warning + at_warning or measured >= high_warning - at_warning:
                    wanted = 1
            else:
                wanted = self._wanted(settings, thresholds, level, word)
            if on & RATE != 0 and seen and time > last:
                fast: bool = False
                if own == common and entry >> 64 == common:
                    before_it: int256 = convert(convert(entry << 192, bytes32), int256) >> 192
                    change: uint256 = convert(abs(measured - before_it), uint256)
                    fast = change * 60000 > rate * (time - last)
                else:
                    fast = self._is_fast(settings, entry, word, time - last)
                if fast:
                    wanted = max(wanted, (settings >> 243) & 3)
            if wanted == level:
                pending = level
                since = 0
            else:
                up: bool = wanted > level
                if pending == level or (pending > level) != up:
                    # It begins to be wanted, or was wanted in the other direction.
                    pending = wanted
                    since = time
                elif time < last:
                    since = time
                if up:
                    pending = min(pending, wanted)
                else:
                    pending = max(pending, wanted)
                if time - since >= (rise if up else fall):
                    log LevelChanged(
                        sensor=sensor,
                        level=convert(pending, uint8),
                        previous=convert(level, uint8),
                        word=word,
                    )
                    level = pending
                    # What is wanted beyond that begins to be wanted now.
                    pending = wanted
                    since = time if pending != level else 0
            last = time
            entry = (word & M72) ^ FLIP
            seen = True
            judged = True
        if judged:
            self.states[sensor] = (
                level
                | (pending << 2)
                | SEEN
                | (since << 16)
                | (last << 64)
                | (entry << 112)
                | (block.timestamp << 184)
            )
        place += length

@external
def check_silence(sensors: DynArray[bytes32, 64]):
    """
    @notice Looks for sensors that have not been heard for their rule's silence. Anybody may call.
    """
    for sensor: bytes32 in sensors:
        settings: uint256 = self.rules[sensor].settings
        state: uint256 = self.states[sensor]
        if (settings >> 232) & SILENCE != 0 and state & MISSING == 0:
            if block.timestamp > (state >> 184) + ((settings >> 192) & M32):
                self.states[sensor] = state | MISSING
                log DataMissing(
                    sensor=sensor,
                    level=convert((settings >> 245) & 3, uint8),
                    last=convert((state >> 64) & M48, uint64),
                    noticed=convert(block.timestamp * 1000, uint64),
                )

@external
@view
def level(sensor: bytes32) -> uint8:
    """
    @notice 0 ok, 1 warning, 2 alarm: of the values or of the silence, whichever is worse.
    """
    state: uint256 = self.states[sensor]
    found: uint256 = state & 3
    if state & MISSING != 0:
        found = max(found, (self.rules[sensor].settings >> 245) & 3)
    return convert(found, uint8)

@external
@view
def state(sensor: bytes32) -> Status:
    """
    @notice What the rules know of a sensor.
    """
    stored: uint256 = self.states[sensor]
    exponent: int256 = 0
    if stored & SEEN != 0:
        exponent = convert((stored >> 176) & M8, int256) - 128
    return Status(
        level=convert(stored & 3, uint8),
        wanted=convert((stored >> 2) & 3, uint8),
        since=convert((stored >> 16) & M48, uint64),
        missing=stored & MISSING != 0,
        seen=stored & SEEN != 0,
        time=convert((stored >> 64) & M48, uint64),
        mantissa=convert(self._signed(stored >> 112), int64),
        exponent=convert(exponent, int8),
        heard=convert(stored >> 184, uint64),
    )

@external
@view
def rule(sensor: bytes32) -> Setting:
    """
    @notice A sensor's rule; all zero when there is none.
    """
    stored: Rule = self.rules[sensor]
    settings: uint256 = stored.settings
    exponent: int256 = 0
    if settings != 0:
        exponent = convert((settings >> 224) & M8, int256) - 128
    return Setting(
        low_alarm=convert(self._signed(stored.thresholds), int64),
        low_warning=convert(self._signed(stored.thresholds >> 64), int64),
        high_warning=convert(self._signed(stored.thresholds >> 128), int64),
        high_alarm=convert(self._signed(stored.thresholds >> 192), int64),
        exponent=convert(exponent, int8),
        hysteresis=convert(settings & M64, uint64),
        rate=convert((settings >> 64) & M64, uint64),
        rise=convert((settings >> 128) & M32, uint32),
        fall=convert((settings >> 160) & M32, uint32),
        silence=convert((settings >> 192) & M32, uint32),
        switches=convert((settings >> 232) & M8, uint8),
        ignored=convert((settings >> 240) & 7, uint8),
        rate_level=convert((settings >> 243) & 3, uint8),
        silence_level=convert((settings >> 245) & 3, uint8),
    )

@internal
def _tell_silence(
    sensor: bytes32, settings: uint256, known: bool, last: uint256, time: uint256
):
    # Silence that no block noticed is told when it ends.
    if not known:
        log DataMissing(
            sensor=sensor,
            level=convert((settings >> 245) & 3, uint8),
            last=convert(last, uint64),
            noticed=convert(time, uint64),
        )
    log DataBack(sensor=sensor, time=convert(time, uint64))

@internal
@pure
def _wanted(settings: uint256, thresholds: uint256, level: uint256, word: uint256) -> uint256:
    # For a reading of another exponent than the rule's. All values are brought to the smaller one:
    # 2^63 x 10^54 is below 2^243.
    on: uint256 = settings >> 232
    own: uint256 = ((word >> 64) & M8) ^ 128
    common: uint256 = (settings >> 224) & M8
    measured: int256 = self._signed(word)
    scale: int256 = 1
    if own > common:
        measured *= convert(10 ** (own - common), int256)
    else:
        scale = convert(10 ** (common - own), int256)
    inside: int256 = convert(settings & M64, int256) * scale
    at_warning: int256 = inside if level != 0 else 0
    at_alarm: int256 = inside if level == 2 else 0
    if on & LOW_ALARM != 0 and measured <= self._signed(thresholds) * scale + at_alarm:
        return 2
    if on & HIGH_ALARM != 0 and measured >= self._signed(thresholds >> 192) * scale - at_alarm:
        return 2
    if on & LOW_WARNING != 0 and measured <= self._signed(thresholds >> 64) * scale + at_warning:
        return 1
    if on & HIGH_WARNING != 0 and measured >= self._signed(thresholds >> 128) * scale - at_warning:
        return 1
    return 0

@internal
@pure
def _is_fast(settings: uint256, entry: uint256, word: uint256, elapsed: uint256) -> bool:
    # For readings of other exponents than the rule's.
    own: uint256 = ((word >> 64) & M8) ^ 128
    other: uint256 = entry >> 64
    rule: uint256 = (settings >> 224) & M8
    lowest: uint256 = min(own, min(other, rule))
    if max(own, max(other, rule)) - lowest > 36:
        return False
    # 2^64 x 10^36 x 2^48 is below 2^232.
    now: int256 = self._signed(word) * convert(10 ** (own - lowest), int256)
    then: int256 = self._signed(entry) * convert(10 ** (other - lowest), int256)
    change: uint256 = convert(abs(now - then), uint256)
    allowed: uint256 = ((settings >> 64) & M64) * 10 ** (rule - lowest)
    return change * 60000 > allowed * elapsed

@internal
@pure
def _check_order(on: uint256, setting: Setting):
    last: int64 = min_value(int64)
    if on & LOW_ALARM != 0:
        last = setting.low_alarm
    if on & LOW_WARNING != 0:
        assert setting.low_warning >= last, "thresholds out of order"
        last = setting.low_warning
    if on & HIGH_WARNING != 0:
        assert setting.high_warning >= last, "thresholds out of order"
        last = setting.high_warning
    if on & HIGH_ALARM != 0:
        assert setting.high_alarm >= last, "thresholds out of order"

@internal
@pure
def _signed(bits: uint256) -> int256:
    # The number of the lowest 64 bits.
    return convert(convert(bits << 192, bytes32), int256) >> 192

@internal
@pure
def _bits(number: int64) -> uint256:
    return convert(convert(convert(number, int256), bytes32), uint256) & M64
