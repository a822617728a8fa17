#pragma version 0.4.3
#pragma evm-version cancun
#pragma optimize gas

"""
@title EnergyMeter
@notice Interval metering for the meters of one lane: each reports what it took and gave in each
        interval, and an interval is settled when all have. What some gave and others took in the
        same interval is netted at the local price; the rest is bought and sold at the prices of the
        tariff's band.
@dev Energies are whole watt-hours below 2^64, prices are millionths of the currency per
     kilowatt-hour below 2^32, balances are billionths of the currency: a watt-hour times a price is
     a whole number of them, so nothing is rounded but the split of the netted energy, and that is
     split so that its parts add up exactly. Balances and `grid` always sum to zero.
     An interval is numbered by its begin in Unix seconds divided by its length. A meter reports its
     intervals one after the other, so that none is counted twice; what it cannot tell it skips, which
     is on record. The time is the meter's own: block time has no say in it.
"""

interface Registry:
    def owner() -> address: view

MAX_METERS: constant(uint256) = 32
MAX_INTERVALS: constant(uint256) = 96
MAX_TARIFFS: constant(uint256) = 1024
# A week of hours, Monday first: the epoch's first hour was 0 o'clock on a Thursday.
HOURS: constant(uint256) = 168
FIRST_HOUR: constant(uint256) = 72
PRESENT: constant(uint256) = 1 << 255
MASK_64: constant(uint256) = (1 << 64) - 1
MASK_32: constant(uint256) = (1 << 32) - 1

struct Meter:
    reporter: address
    # The interval that it reports next.
    next: uint64
    # The intervals from `first` to the one before `last` are its own.
    first: uint64
    last: uint64
    taken: uint256
    given: uint256
    # Billionths of the currency; below zero is owed.
    balance: int256

# Watt-hours of an interval.
struct Energy:
    known: bool
    taken: uint64
    given: uint64

struct Tariff:
    first: uint64
    # Two bits an hour, 84 hours a word: the band.
    week: uint256[2]
    # For each band: price from the grid, local price, price to the grid, 32 bits each.
    prices: uint256[4]

event MeterAdded:
    meter: indexed(bytes32)
    reporter: indexed(address)
    first: uint64

event MeterEnds:
    meter: indexed(bytes32)
    last: uint64

event ReporterChanged:
    meter: indexed(bytes32)
    reporter: indexed(address)

event TariffSet:
    number: uint256
    first: uint64

event Reported:
    meter: indexed(bytes32)
    interval: uint64
    taken: uint64
    given: uint64

event Skipped:
    meter: indexed(bytes32)
    first: uint64
    count: uint64
    reason: bytes32

event Charged:
    meter: indexed(bytes32)
    interval: uint64
    # Of what it took and gave, the part that stayed in the lane.
    local_taken: uint64
    local_given: uint64
    amount: int256

event Settled:
    interval: uint64
    taken: uint256
    given: uint256
    shared: uint256

registry: public(immutable(address))
# Seconds.
length: public(immutable(uint64))
# Seconds that local time is ahead of UTC: hours of the tariff are local.
offset: public(immutable(int64))

meters: public(HashMap[bytes32, Meter])
members: DynArray[bytes32, MAX_METERS]
# By meter and interval, until it is settled: taken, given, 64 bits each.
pending: HashMap[bytes32, HashMap[uint64, uint256]]
tariffs: HashMap[uint256, Tariff]
tariff_count: public(uint256)
# The tariff that the last settled interval had.
tariff_in_use: uint256
# The interval that is settled next; zero until there is a meter.
next: public(uint64)
grid: public(int256)

@deploy
def __init__(registry_: address, length_: uint64, offset_: int64):
    """
    @param length_ Seconds of an interval: from a minute to an hour, whole ones in an hour.
    @param offset_ Seconds that local time is ahead of UTC, at most 14 hours either way.
    """
    assert registry_.is_contract, "no registry there"
    assert length_ >= 60 and length_ <= 3600 and 3600 % length_ == 0, "length"
    assert offset_ >= -50400 and offset_ <= 50400, "offset"
    registry = registry_
    length = length_
    offset = offset_

@external
def add_meter(meter: bytes32, reporter: address, first: uint64):
    """
    @notice A meter joins, from an interval on that is not settled yet.
    """
    self._check_owner()
    assert meter != empty(bytes32), "meter is zero"
    assert reporter != empty(address), "reporter is zero"
    assert self.meters[meter].reporter == empty(address), "meter is there"
    assert len(self.members) < MAX_METERS, "too many meters"
    # An hour that overflows would stop all settling.
    assert first > 0 and first < 2**40, "interval"
    if len(self.members) == 0:
        self.next = max(self.next, first)
    assert first >= self.next, "settled already"
    self.meters[meter] = Meter(
        reporter=reporter,
        next=first,
        first=first,
        last=max_value(uint64),
        taken=0,
        given=0,
        balance=0,
    )
    self.members.append(meter)
    log MeterAdded(meter=meter, reporter=reporter, first=first)

@external
def end_meter(meter: bytes32, last: uint64):
    """
    @notice The meter's intervals end before `last`. Its place is free after `leave`.
    """
    self._check_owner()
    assert self.meters[meter].reporter != empty(address), "unknown meter"
    assert last >= self.next and last >= self.meters[meter].next, "settled already"
    assert last <= self.meters[meter].last, "meter has ended"
    self.meters[meter].last = last
    log MeterEnds(meter=meter, last=last)

@external
def leave(meter: bytes32):
    """
    @notice Frees the place of a meter all of whose intervals are settled. Its balance stays readable,
            and it cannot come back under this id.
    """
    count: uint256 = len(self.members)
    assert self.meters[meter].last <= self.next, "not settled yet"
    for i: uint256 in range(count, bound=MAX_METERS):
        if self.members[i] == meter:
            self.members[i] = self.members[count - 1]
            self.members.pop()
            return
    raise "unknown meter"

@external
def set_reporter(meter: bytes32, reporter: address):
    """
    @notice The key that reports for a meter changes.
    """
    self._check_owner()
    assert self.meters[meter].reporter != empty(address), "unknown meter"
    assert reporter != empty(address), "reporter is zero"
    self.meters[meter].reporter = reporter
    log ReporterChanged(meter=meter, reporter=reporter)

@external
def set_tariff(first: uint64, week: uint256[2], prices: uint256[4]):
    """
    @notice A tariff from an interval on; never for one that is settled, and never before another's
            begin.
    @param week Two bits for each hour of the week, from Monday 0 o'clock local time, 84 a word.
    @param prices For each band: the price from the grid in bits 0 to 31, the local one in 32 to 63,
           the one to the grid in 64 to 95. The local price lies between the others, so that nobody
           loses by netting.
    """
    self._check_owner()
    count: uint256 = self.tariff_count
    assert count < MAX_TARIFFS, "too many tariffs"
    assert first >= self.next, "settled already"
    assert count == 0 or first > self.tariffs[count - 1].first, "not behind the last"
    for word: uint256 in week:
        assert word >> 168 == 0, "week"
    for band: uint256 in prices:
        assert band >> 96 == 0, "price"
        local: uint256 = (band >> 32) & MASK_32
        assert local <= band & MASK_32 and local >= band >> 64, "local price"
    self.tariffs[count] = Tariff(first=first, week=week, prices=prices)
    self.tariff_count = count + 1
    log TariffSet(number=count, first=first)

@external
def report(meter: bytes32, first: uint64, energies: DynArray[uint256, MAX_INTERVALS]):
    """
    @notice What a meter took and gave in intervals that follow each other.
    @param energies For each interval: watt-hours taken in bits 0 to 63, given in 64 to 127.
    """
    self._check_next(meter, first, convert(len(energies), uint64))
    interval: uint64 = first
    taken: uint256 = 0
    given: uint256 = 0
    for energy: uint256 in energies:
        assert energy >> 128 == 0, "energy"
        self.pending[meter][interval] = energy | PRESENT
        taken += energy & MASK_64
        given += energy >> 64
        log Reported(
            meter=meter,
            interval=interval,
            taken=convert(energy & MASK_64, uint64),
            given=convert(energy >> 64, uint64),
        )
        interval += 1
    self.meters[meter].taken += taken
    self.meters[meter].given += given

@external
def skip(meter: bytes32, first: uint64, count: uint64, reason: bytes32):
    """
    @notice Intervals of which the meter knows nothing: they count as zero, and that is on record.
    """
    self._check_next(meter, first, count)
    for i: uint64 in range(count, bound=96):
        self.pending[meter][first + i] = PRESENT
    log Skipped(meter=meter, first=first, count=count, reason=reason)

@external
def settle(count: uint256):
    """
    @notice Settles the next intervals, for which all meters must have reported. Anybody may call.
    """
    assert count > 0 and count <= MAX_INTERVALS, "count"
    assert len(self.members) > 0, "no meters"
    for i: uint256 in range(count, bound=MAX_INTERVALS):
        self._settle(self.next)
        self.next += 1

@external
@view
def member_count() -> uint256:
    """
    @notice How many meters there are.
    """
    return len(self.members)

@external
@view
def member(index: uint256) -> bytes32:
    """
    @notice The meter at an index below the count.
    """
    return self.members[index]

@external
@view
def reported(meter: bytes32, interval: uint64) -> Energy:
    """
    @notice What a meter has reported of an interval that is not settled.
    """
    energy: uint256 = self.pending[meter][interval]
    return Energy(
        known=energy != 0,
        taken=convert(energy & MASK_64, uint64),
        given=convert((energy >> 64) & MASK_64, uint64),
    )

@external
@view
def band(tariff: uint256, interval: uint64) -> uint256:
    """
    @notice The band of an interval under a tariff.
    """
    return self._band(tariff, interval)

@internal
@view
def _check_owner():
    assert msg.sender == staticcall Registry(registry).owner(), "not the owner"

@internal
def _check_next(meter: bytes32, first: uint64, count: uint64):
    # Moves on, so that each interval is counted once.
    reporter: address = self.meters[meter].reporter
    assert reporter != empty(address), "unknown meter"
    assert msg.sender == reporter, "not the reporter"
    next: uint64 = self.meters[meter].next
    assert first >= next, "double interval"
    assert first == next, "gap"
    assert count > 0 and count <= 96, "count"
    assert first + count <= self.meters[meter].last, "meter has ended"
    self.meters[meter].next = first + count

@internal
def _settle(interval: uint64):
    tariff: uint256 = self._tariff(interval)
    prices: uint256 = self.tariffs[tariff].prices[self._band(tariff, interval)]
    energies: DynArray[uint256, MAX_METERS] = []
    taken: uint256 = 0
    given: uint256 = 0
    for meter: bytes32 in self.members:
        energy: uint256 = 0
        if interval >= self.meters[meter].first and interval < self.meters[meter].last:
            energy = self.pending[meter][interval]
            assert energy != 0, "a meter is missing"
            self.pending[meter][interval] = 0
            taken += energy & MASK_64
            given += (energy >> 64) & MASK_64
        energies.append(energy)
    shared: uint256 = min(taken, given)
    self._charge(interval, energies, prices, taken, given, shared)
    log Settled(interval=interval, taken=taken, given=given, shared=shared)

@internal
def _charge(
    interval: uint64,
    energies: DynArray[uint256, MAX_METERS],
    prices: uint256,
    taken: uint256,
    given: uint256,
    shared: uint256,
):
    from_grid: uint256 = prices & MASK_32
    local: uint256 = (prices >> 32) & MASK_32
    to_grid: uint256 = prices >> 64
    taken_before: uint256 = 0
    given_before: uint256 = 0
    index: uint256 = 0
    for energy: uint256 in energies:
        if energy != 0:
            takes: uint256 = energy & MASK_64
            gives: uint256 = (energy >> 64) & MASK_64
            # The share up to and with this meter less that of those before: shares of whole
            # watt-hours that add up to `shared`.
            local_takes: uint256 = self._share(shared, taken_before, takes, taken)
            local_gives: uint256 = self._share(shared, given_before, gives, given)
            taken_before += takes
            given_before += gives
            amount: int256 = convert(
                local_gives * local + (gives - local_gives) * to_grid, int256
            ) - convert(local_takes * local + (takes - local_takes) * from_grid, int256)
            meter: bytes32 = self.members[index]
            if amount != 0:
                self.meters[meter].balance += amount
                self.grid -= amount
            log Charged(
                meter=meter,
                interval=interval,
                local_taken=convert(local_takes, uint64),
                local_given=convert(local_gives, uint64),
                amount=amount,
            )
        index += 1

@internal
@pure
def _share(shared: uint256, before: uint256, own: uint256, total: uint256) -> uint256:
    if own == 0:
        return 0
    return shared * (before + own) // total - shared * before // total

@internal
def _tariff(interval: uint64) -> uint256:
    count: uint256 = self.tariff_count
    number: uint256 = self.tariff_in_use
    assert count > 0 and self.tariffs[number].first <= interval, "no tariff"
    for i: uint256 in range(MAX_TARIFFS):
        if number + 1 == count or self.tariffs[number + 1].first > interval:
            break
        number += 1
    if number != self.tariff_in_use:
        self.tariff_in_use = number
    return number

@internal
@view
def _band(tariff: uint256, interval: uint64) -> uint256:
    # A week ahead changes nothing and keeps the first hours of 1970 from being below zero.
    start: int256 = (
        convert(interval, int256) * convert(length, int256) + convert(offset, int256) + 604800
    )
    hour: uint256 = (convert(start, uint256) // 3600 + FIRST_HOUR) % HOURS
    return (self.tariffs[tariff].week[hour // 84] >> (2 * (hour % 84))) & 3
