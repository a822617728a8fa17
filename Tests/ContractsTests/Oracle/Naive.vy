#pragma version 0.4.3
#pragma evm-version cancun
#pragma optimize gas

"""
@notice The reading log as one would write it down at first: a field a slot, a struct a reading, an
        event with all fields. For comparison only. It checks the sequence and the caller, no
        signature and no tree.
"""

struct Reading:
    sensor: bytes32
    counter: uint64
    mantissa: int64
    exponent: int8
    unit: bytes32
    time: uint64
    clock: uint8
    uncertainty: uint32
    segment: uint32
    boot: bytes16
    flags: uint8
    calibration: bytes32

struct Sensor:
    mantissa: int64
    exponent: int8
    time: uint64
    clock: uint8
    uncertainty: uint32
    flags: uint8
    next: uint64
    count: uint64
    low: int64
    high: int64
    chain: bytes32

event Recorded:
    sensor: indexed(bytes32)
    counter: indexed(uint64)
    mantissa: int64
    exponent: int8
    time: uint64
    clock: uint8
    uncertainty: uint32
    flags: uint8

instrument: address
sensors: public(HashMap[bytes32, Sensor])

@deploy
def __init__():
    self.instrument = msg.sender

@external
def record(readings: DynArray[Reading, 128]):
    assert msg.sender == self.instrument
    for reading: Reading in readings:
        assert self.sensors[reading.sensor].next == reading.counter
        self.sensors[reading.sensor].next = reading.counter + 1
        self.sensors[reading.sensor].mantissa = reading.mantissa
        self.sensors[reading.sensor].exponent = reading.exponent
        self.sensors[reading.sensor].time = reading.time
        self.sensors[reading.sensor].clock = reading.clock
        self.sensors[reading.sensor].uncertainty = reading.uncertainty
        self.sensors[reading.sensor].flags = reading.flags
        if self.sensors[reading.sensor].count == 0:
            self.sensors[reading.sensor].low = reading.mantissa
            self.sensors[reading.sensor].high = reading.mantissa
        if reading.mantissa < self.sensors[reading.sensor].low:
            self.sensors[reading.sensor].low = reading.mantissa
        if reading.mantissa > self.sensors[reading.sensor].high:
            self.sensors[reading.sensor].high = reading.mantissa
        self.sensors[reading.sensor].count += 1
        self.sensors[reading.sensor].chain = keccak256(
            abi_encode(self.sensors[reading.sensor].chain, reading)
        )
        log Recorded(
            sensor=reading.sensor,
            counter=reading.counter,
            mantissa=reading.mantissa,
            exponent=reading.exponent,
            time=reading.time,
            clock=reading.clock,
            uncertainty=reading.uncertainty,
            flags=reading.flags,
        )
