#pragma version 0.4.3
#pragma evm-version cancun
#pragma optimize gas

"""
@title ReadingLog
@notice The readings of one board's sensors on its lane. A call brings one attested batch of one
        instrument: the log computes each record's digest, the batch's Merkle root and the digest of
        the ReadingBatch statement, and takes the batch only if the instrument's key signed exactly
        that. So the log's chain hash of a sensor *is* the chain of its signed records, and whoever
        brings the batch can neither change, drop, repeat nor reorder anything in it. A counter that
        is missing needs a signed gap record in its place.
@dev The byte rules of digests and of the tree are those of Sources/Readings and Sources/Statements.

     A record travels, is logged and is stored as one word (bits from the lowest):

         0   64  mantissa, two's complement       | of a gap: its last counter, 48 bits
        64    8  exponent, two's complement       | of a gap: the reason
        72   48  time, Unix milliseconds
       120   48  counter                          | of a gap: its first counter
       168   32  uncertainty of the clock, milliseconds
       200    8  clock: 0 unsynchronised, 1 holdover, 2 synchronised
       208    8  flags: 1 suspect, 2 substituted, 4 out of range
       216   32  segment: steps of the clock in this boot
       248    8  kind: 1 a reading, 2 a gap

     Records of one sensor stand together behind three words: sensor id; unit (ASCII, at most 30
     bytes) with the count of records in its last two bytes; digest of the calibration. The batch's
     tree has its leaves in this order.

     A sensor has three neighbouring slots, each read and written once a batch: the latest reading's
     word; extremes and tallies; the digest of its last record. An instrument has two.

     A reading costs 6,517 gas in a call of 100 of 16 sensors (Cancun, after the first call), of which
     2,400 are storage, 1,408 the event and about 1,000 the check of the attestation. The obvious layout
     costs 14,612 without that check. Tests/ContractsTests/GasTests.swift measures it.
"""

interface Registry:
    def current(name: bytes32) -> address: view

interface Predecessor:
    def sensor_slots(sensor: bytes32) -> (uint256, uint256, bytes32): view
    def instrument_slots(instrument: bytes32) -> (uint256, bytes32): view
    def instrument_count() -> uint256: view
    def instrument_name(number: uint256) -> bytes32: view

struct Sensor:
    # The word of the latest reading.
    latest: uint256
    # Smallest and largest good value with their exponents (72 bits each, exponents plus 128, zero
    # when there is none), next counter, counters in gaps, number of the instrument (48, 48, 16).
    tally: uint256
    # Digest of the last record, reading or gap.
    chain: bytes32

struct Instrument:
    # Key (160 bits), index of its delegation (32), next batch (48), number (16).
    state: uint256
    # Digest of the last batch.
    previous: bytes32

# A reading's word taken apart.
struct Fields:
    mantissa: int64
    exponent: int8
    time: uint64
    counter: uint64
    flags: uint8
    clock: uint8
    uncertainty: uint32
    segment: uint32

# What the log knows of a sensor.
struct Summary:
    readings: uint64
    # Counters that gap records stand for.
    missed: uint64
    # The counter of its next record.
    next: uint64
    # Smallest and largest good value.
    low: int64
    low_exponent: int8
    high: int64
    high_exponent: int8
    # Digest of its last record.
    chain: bytes32
    instrument: bytes32

# What the log knows of an instrument.
struct Signer:
    # Zero: the board's own.
    key: address
    index: uint32
    # The number of its next batch, and the digest of its last.
    next: uint64
    previous: bytes32

event Recorded:
    sensor: indexed(bytes32)
    word: uint256

event Missed:
    sensor: indexed(bytes32)
    word: uint256

event Batch:
    instrument: indexed(bytes32)
    number: uint64
    count: uint32
    root: bytes32
    digest: bytes32

event Delegated:
    instrument: indexed(bytes32)
    key: indexed(address)
    index: uint32

event Moved:
    sensor: indexed(bytes32)
    instrument: indexed(bytes32)

# The rules were not asked about a batch, or failed on it. The batch is recorded all the same.
event RulesFailed:
    instrument: indexed(bytes32)
    number: uint64

MAX_RECORDS: constant(uint256) = 256
MAX_WORDS: constant(uint256) = 448
# What is left of the gas for the rules at least, so that whoever brings a batch cannot starve them.
RULES_GAS: constant(uint256) = 60_000
RULES_GAS_PER_WORD: constant(uint256) = 8_000

READING_TYPE: constant(bytes32) = keccak256(
    "Reading(bytes32 sensor,uint64 term,uint64 counter,bytes32 previous,int64 mantissa,int8 exponent,bytes32 unit,uint64 time,uint8 clock,uint32 uncertainty,uint32 segment,bytes16 boot,uint8 flags,bytes32 calibration)"
)
GAP_TYPE: constant(bytes32) = keccak256(
    "Gap(bytes32 sensor,uint64 term,uint64 first,uint64 last,bytes32 previous,uint8 reason,uint64 time,uint8 clock,uint32 uncertainty,uint32 segment,bytes16 boot)"
)
BATCH_TYPE: constant(bytes32) = keccak256(
    "ReadingBatch(address board,uint64 term,bytes32 instrument,uint64 number,bytes32 root,uint32 count,bytes32 previous,bytes32 agent,bytes32 configuration)"
)
DELEGATION_TYPE: constant(bytes32) = keccak256(
    "Delegation(address board,uint64 term,bytes32 instrument,uint32 index,address key)"
)
DOMAIN_TYPE: constant(bytes32) = keccak256("EIP712Domain(string name,string version,bytes32 salt)")
DOMAIN_NAME: constant(bytes32) = keccak256("Cairn")
DOMAIN_VERSION: constant(bytes32) = keccak256("1")
HALF_ORDER: constant(uint256) = (
    57896044618658097711785492504343953926418782139537452191302581570759080747168
)
READING_LOG: constant(bytes32) = (
    0x52656164696e674c6f6700000000000000000000000000000000000000000000
)
RULES: constant(bytes32) = 0x52756c6573000000000000000000000000000000000000000000000000000000

M8: constant(uint256) = 2**8 - 1
M16: constant(uint256) = 2**16 - 1
M32: constant(uint256) = 2**32 - 1
M48: constant(uint256) = 2**48 - 1
M64: constant(uint256) = 2**64 - 1
M72: constant(uint256) = 2**72 - 1
M160: constant(uint256) = 2**160 - 1
# Bits of clock and flags that mean nothing.
UNKNOWN_BITS: constant(uint256) = (252 << 200) | (248 << 208)
# The first bytes of what is hashed for leaves and nodes of a tree.
LEAF: constant(bytes1) = 0x00
NODE: constant(bytes1) = 0x01
# Turns an exponent's two's complement into the exponent plus 128.
FLIP: constant(uint256) = 128 << 64
# Readings with these flags are no extremes: suspect, out of range.
DOUBTFUL: constant(uint256) = 5 << 208

registry: public(immutable(address))
board: public(immutable(address))
term: public(immutable(uint64))
separator: public(immutable(bytes32))
predecessor: public(immutable(address))

sensors: HashMap[bytes32, Sensor]
instruments: HashMap[bytes32, Instrument]
# By number, from 1.
instrument_names: HashMap[uint256, bytes32]
own_instrument_count: uint256

@deploy
def __init__(
    registry_: address, board_: address, term_: uint64, fleet: bytes32, predecessor_: address
):
    """
    @param board_ Whose lane this is, and who delegates the instruments' keys.
    @param fleet The fleet's id: the salt of the domain in which its statements are signed.
    @param predecessor_ The log whose sensors this one goes on with; zero for the first.
    """
    assert registry_.is_contract, "no registry there"
    assert board_ != empty(address), "board is zero"
    assert predecessor_ == empty(address) or predecessor_.is_contract, "no predecessor there"
    registry = registry_
    board = board_
    term = term_
    separator = keccak256(abi_encode(DOMAIN_TYPE, DOMAIN_NAME, DOMAIN_VERSION, fleet))
    predecessor = predecessor_

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
    @notice Takes the instrument's next batch, from whomever brings it.
    @param boot Boot id of all the batch's records: a new boot begins a new batch.
    @param agent The agent's version, and `configuration` the digest of what it was told, as signed.
    @param v The signature of the ReadingBatch statement, with `r` and `s`.
    @param records Groups of records, as described above.
    """
    self._check_in_use()
    state: uint256 = 0
    previous: bytes32 = empty(bytes32)
    state, previous = self._enrolled(instrument)
    own_number: uint256 = state >> 240
    own_term: uint64 = term
    # Complete subtrees of 2, 4, ... leaves, by the bits of the count; that of one leaf is `left`.
    stack: bytes32[10] = empty(bytes32[10])
    left: bytes32 = empty(bytes32)
    count: uint256 = 0
    place: uint256 = 0
    end: uint256 = len(records)
    for group: uint256 in range(MAX_RECORDS):
        if place == end:
            break
        assert place + 3 < end, "cut off"
        sensor: bytes32 = convert(records[place], bytes32)
        length: uint256 = records[place + 1] & M16
        unit: uint256 = records[place + 1] ^ length
        calibration: uint256 = records[place + 2]
        place += 3
        assert length > 0 and place + length <= end, "cut off"
        assert length <= MAX_RECORDS, "too many records"
        latest: uint256 = 0
        tally: uint256 = 0
        chained: bytes32 = empty(bytes32)
        latest, tally, chained = self._sensor(sensor)
        if tally == 0:
            tally = own_number << 240
        assert tally >> 240 == own_number, "other instrument"
        next: uint256 = (tally >> 144) & M48
        missed: uint256 = (tally >> 192) & M48
        low: uint256 = tally & M72
        high: uint256 = (tally >> 72) & M72
        # Mantissas of the extremes: nearly always all exponents of a sensor are the same.
        low_mantissa: int256 = convert(convert(low << 192, bytes32), int256) >> 192
        high_mantissa: int256 = convert(convert(high << 192, bytes32), int256) >> 192
        for i: uint256 in range(length, bound=MAX_RECORDS):
            # Bounded by the length of the array, as all that is added here without a check.
            word: uint256 = records[unsafe_add(place, i)]
            counter: uint256 = (word >> 120) & M48
            if counter != next:
                assert counter > next, "repeated"
                raise "gap"
            assert word & UNKNOWN_BITS == 0, "unknown flags"
            if word >> 248 == 1:
                mantissa: int256 = convert(convert(word << 192, bytes32), int256) >> 192
                exponent: uint256 = (word >> 64) & M8
                assert (exponent + 27) & M8 <= 54, "exponent"
                chained = keccak256(
                    abi_encode(
                        READING_TYPE,
                        sensor,
                        own_term,
                        counter,
                        chained,
                        mantissa,
                        convert(convert(exponent << 248, bytes32), int256) >> 248,
                        unit,
                        (word >> 72) & M48,
                        (word >> 200) & M8,
                        (word >> 168) & M32,
                        (word >> 216) & M32,
                        boot,
                        (word >> 208) & M8,
                        calibration,
                    )
                )
                if word & DOUBTFUL == 0:
                    # Exponents are stored plus 128: none is zero, and zero says that there is no
                    # value yet.
                    entry: uint256 = (word & M72) ^ FLIP
                    if low >> 64 == entry >> 64 and high >> 64 == entry >> 64:
                        if mantissa < low_mantissa:
                            low = entry
                            low_mantissa = mantissa
                        elif mantissa > high_mantissa:
                            high = entry
                            high_mantissa = mantissa
                    else:
                        if low == 0 or self._is_less(entry, low):
                            low = entry
                            low_mantissa = mantissa
                        if high == 0 or self._is_less(high, entry):
                            high = entry
                            high_mantissa = mantissa
                latest = word
                next = unsafe_add(next, 1)
                log Recorded(sensor=sensor, word=word)
            else:
                assert word >> 248 == 2, "kind"
                last: uint256 = word & M64
                assert last >= counter and last < M48, "gap's end"
                chained = keccak256(
                    abi_encode(
                        GAP_TYPE,
                        sensor,
                        own_term,
                        counter,
                        last,
                        chained,
                        (word >> 64) & M8,
                        (word >> 72) & M48,
                        (word >> 200) & M8,
                        (word >> 168) & M32,
                        (word >> 216) & M32,
                        boot,
                    )
                )
                missed += last + 1 - counter
                next = last + 1
                log Missed(sensor=sensor, word=word)
            node: bytes32 = keccak256(concat(LEAF, chained))
            if count & 1 == 0:
                left = node
            else:
                node = keccak256(concat(NODE, left, node))
                level: uint256 = 1
                pairs: uint256 = count >> 1
                for _: uint256 in range(8):
                    if pairs & 1 == 0:
                        break
                    node = keccak256(concat(NODE, stack[level], node))
                    pairs >>= 1
                    level = unsafe_add(level, 1)
                stack[level] = node
            count = unsafe_add(count, 1)
        place += length
        assert next <= M48, "counter"
        self.sensors[sensor] = Sensor(
            latest=latest,
            tally=low | (high << 72) | (next << 144) | (missed << 192) | (own_number << 240),
            chain=chained,
        )
    assert count > 0, "no records"
    assert count <= MAX_RECORDS, "too many records"
    # Of an incomplete tree, the smaller subtree at the right is the right child.
    root: bytes32 = empty(bytes32)
    started: bool = False
    stack[0] = left
    for level: uint256 in range(9):
        if (count >> level) & 1 == 1:
            if started:
                root = keccak256(concat(NODE, stack[level], root))
            else:
                root = stack[level]
                started = True
    number: uint256 = (state >> 192) & M48
    digest: bytes32 = keccak256(
        concat(
            b"\x19\x01",
            separator,
            keccak256(
                abi_encode(
                    BATCH_TYPE,
                    board,
                    own_term,
                    instrument,
                    number,
                    root,
                    count,
                    previous,
                    agent,
                    configuration,
                )
            ),
        )
    )
    key: address = convert(state & M160, address)
    if key == empty(address):
        key = board
    assert s <= HALF_ORDER, "high s"
    assert ecrecover(digest, v, r, s) == key, "not signed by the instrument"
    self.instruments[instrument] = Instrument(state=state + (1 << 192), previous=digest)
    log Batch(
        instrument=instrument,
        number=convert(number, uint64),
        count=convert(count, uint32),
        root=root,
        digest=digest,
    )
    # Last, when everything is written: what the rules do cannot harm the log.
    rules: address = staticcall Registry(registry).current(RULES)
    if rules != empty(address):
        assert msg.gas > RULES_GAS + RULES_GAS_PER_WORD * end, "gas for the rules"
        # The rules get the call that the log got.
        if not raw_call(rules, msg.data, revert_on_failure=False):
            log RulesFailed(instrument=instrument, number=convert(number, uint64))

@external
def delegate(instrument: bytes32, index: uint32, key: address, v: uint8, r: uint256, s: uint256):
    """
    @notice Takes the board's signed Delegation of an instrument's key, from whomever brings it. A
            higher index replaces the lower ones.
    """
    self._check_in_use()
    assert key != empty(address), "key is zero"
    state: uint256 = 0
    previous: bytes32 = empty(bytes32)
    state, previous = self._enrolled(instrument)
    if state & M160 != 0:
        assert convert(index, uint256) > (state >> 160) & M32, "index"
    digest: bytes32 = keccak256(
        concat(
            b"\x19\x01",
            separator,
            keccak256(abi_encode(DELEGATION_TYPE, board, term, instrument, index, key)),
        )
    )
    assert s <= HALF_ORDER, "high s"
    assert ecrecover(digest, v, r, s) == board, "not signed by the board"
    self.instruments[instrument] = Instrument(
        state=((state >> 192) << 192)
        | (convert(index, uint256) << 160)
        | convert(key, uint256),
        previous=previous,
    )
    log Delegated(instrument=instrument, key=key, index=index)

@external
def move(sensor: bytes32, instrument: bytes32):
    """
    @notice The board gives a sensor to another instrument: otherwise it stays with the one that
            recorded it first.
    """
    assert msg.sender == board, "not the board"
    self._check_in_use()
    state: uint256 = 0
    previous: bytes32 = empty(bytes32)
    state, previous = self._enrolled(instrument)
    latest: uint256 = 0
    tally: uint256 = 0
    chained: bytes32 = empty(bytes32)
    latest, tally, chained = self._sensor(sensor)
    number: uint256 = state >> 240
    assert tally >> 240 != number, "is there"
    self.instruments[instrument] = Instrument(state=state, previous=previous)
    self.sensors[sensor] = Sensor(
        latest=latest, tally=(tally & (2**240 - 1)) | (number << 240), chain=chained
    )
    log Moved(sensor=sensor, instrument=instrument)

@external
@view
def latest(sensor: bytes32) -> uint256:
    """
    @notice The word of the sensor's latest reading, zero when there is none.
    """
    return self._sensor(sensor)[0]

@external
@view
def latest_reading(sensor: bytes32) -> Fields:
    """
    @notice The latest reading; all zero when there is none.
    """
    return self._fields(self._sensor(sensor)[0])

@external
@pure
def fields(word: uint256) -> Fields:
    """
    @notice A reading's word, as events have it, taken apart.
    """
    return self._fields(word)

@external
@view
def summary(sensor: bytes32) -> Summary:
    """
    @notice What the log knows of a sensor; all zero when that is nothing.
    """
    latest: uint256 = 0
    tally: uint256 = 0
    chained: bytes32 = empty(bytes32)
    latest, tally, chained = self._sensor(sensor)
    next: uint256 = (tally >> 144) & M48
    missed: uint256 = (tally >> 192) & M48
    low: uint256 = tally & M72
    high: uint256 = (tally >> 72) & M72
    return Summary(
        readings=convert(next - missed, uint64),
        missed=convert(missed, uint64),
        next=convert(next, uint64),
        low=self._mantissa(low),
        low_exponent=self._stored_exponent(low),
        high=self._mantissa(high),
        high_exponent=self._stored_exponent(high),
        chain=chained,
        instrument=self._instrument_name(tally >> 240),
    )

@external
@view
def instrument(name: bytes32) -> Signer:
    """
    @notice What the log knows of an instrument; all zero when that is nothing.
    """
    state: uint256 = 0
    previous: bytes32 = empty(bytes32)
    state, previous = self._instrument(name)
    return Signer(
        key=convert(state & M160, address),
        index=convert((state >> 160) & M32, uint32),
        next=convert((state >> 192) & M48, uint64),
        previous=previous,
    )

@external
@view
def sensor_slots(sensor: bytes32) -> (uint256, uint256, bytes32):
    """
    @notice A sensor's three words as they are stored: for the log that follows this one.
    """
    return self._sensor(sensor)

@external
@view
def instrument_slots(instrument: bytes32) -> (uint256, bytes32):
    """
    @notice An instrument's two words as they are stored: for the log that follows this one.
    """
    return self._instrument(instrument)

@external
@view
def instrument_name(number: uint256) -> bytes32:
    """
    @notice The instrument of a number.
    """
    return self._instrument_name(number)

@external
@view
def instrument_count() -> uint256:
    """
    @notice How many instruments there are; they are numbered from 1.
    """
    return self._instrument_count()

@internal
@view
def _check_in_use():
    # An old log is readable for ever and closed: what its successor goes on with cannot change.
    assert staticcall Registry(registry).current(READING_LOG) == self, "not in use"

@internal
@view
def _sensor(sensor: bytes32) -> (uint256, uint256, bytes32):
    stored: Sensor = self.sensors[sensor]
    if stored.tally == 0 and predecessor != empty(address):
        return staticcall Predecessor(predecessor).sensor_slots(sensor)
    return (stored.latest, stored.tally, stored.chain)

@internal
@view
def _instrument(instrument: bytes32) -> (uint256, bytes32):
    stored: Instrument = self.instruments[instrument]
    if stored.state == 0 and predecessor != empty(address):
        return staticcall Predecessor(predecessor).instrument_slots(instrument)
    return (stored.state, stored.previous)

@internal
@view
def _instrument_count() -> uint256:
    count: uint256 = self.own_instrument_count
    if count == 0 and predecessor != empty(address):
        return staticcall Predecessor(predecessor).instrument_count()
    return count

@internal
@view
def _instrument_name(number: uint256) -> bytes32:
    name: bytes32 = self.instrument_names[number]
    if name == empty(bytes32) and predecessor != empty(address):
        return staticcall Predecessor(predecessor).instrument_name(number)
    return name

@internal
def _enrolled(instrument: bytes32) -> (uint256, bytes32):
    # The instrument's words, with a number of its own when it has none yet.
    state: uint256 = 0
    previous: bytes32 = empty(bytes32)
    state, previous = self._instrument(instrument)
    if state == 0:
        number: uint256 = self._instrument_count() + 1
        assert number <= M16, "too many instruments"
        self.own_instrument_count = number
        self.instrument_names[number] = instrument
        state = number << 240
    return (state, previous)

@internal
@pure
def _is_less(a: uint256, b: uint256) -> bool:
    x: int256 = convert(convert(a << 192, bytes32), int256) >> 192
    y: int256 = convert(convert(b << 192, bytes32), int256) >> 192
    if a >> 64 == b >> 64:
        return x < y
    # Exponents lie within 27 of zero: 2^63 x 10^54 is below 2^243.
    e: uint256 = a >> 64
    f: uint256 = b >> 64
    if e > f:
        return x * convert(10 ** (e - f), int256) < y
    return x < y * convert(10 ** (f - e), int256)

@internal
@pure
def _mantissa(entry: uint256) -> int64:
    return convert(convert(convert(entry << 192, bytes32), int256) >> 192, int64)

@internal
@pure
def _stored_exponent(entry: uint256) -> int8:
    if entry == 0:
        return 0
    shown: uint256 = (entry >> 64) ^ 128
    return convert(convert(convert(shown << 248, bytes32), int256) >> 248, int8)

@internal
@pure
def _fields(word: uint256) -> Fields:
    exponent: int256 = convert(convert((word >> 64) << 248, bytes32), int256) >> 248
    return Fields(
        mantissa=self._mantissa(word),
        exponent=convert(exponent, int8),
        time=convert((word >> 72) & M48, uint64),
        counter=convert((word >> 120) & M48, uint64),
        flags=convert((word >> 208) & M8, uint8),
        clock=convert((word >> 200) & M8, uint8),
        uncertainty=convert((word >> 168) & M32, uint32),
        segment=convert((word >> 216) & M32, uint32),
    )
