#pragma version 0.4.3
#pragma evm-version cancun
#pragma optimize gas

"""
@title Custody
@notice Who holds a tracked item, from hand to hand, with the log of its condition, within one lane.
        A handover needs both sides: the holder proposes and the taker accepts, or both sign the
        same statement and anybody brings it. Each entry of the condition log is hashed onto the one
        before, so that the slot of an item proves the whole log that the events tell.
@dev An item's id is the hash of this chain, this contract, who registered it and a label, so that
     nobody can take an id that is somebody else's and no statement is about an item of another
     lane. Signed handovers are EIP-712 with chain id and contract in the domain, and hold the count
     of handovers before, so that each works once.
"""

interface Registry:
    def current(name: bytes32) -> address: view

interface ReadingLog:
    def latest(sensor: bytes32) -> uint256: view

struct Item:
    holder: address
    # To whom it is offered, and until which second; zero when it is not.
    offered: address
    deadline: uint64
    handovers: uint64
    # Entries of its condition log, and their chain hash.
    entries: uint64
    chain: bytes32
    closed: bool

# What an entry of the condition log tells.
flag Kind:
    REGISTERED
    NOTED
    MEASURED
    HANDED_OVER
    CLOSED

event Offered:
    item: indexed(bytes32)
    holder: indexed(address)
    taker: indexed(address)
    deadline: uint64

event OfferEnded:
    item: indexed(bytes32)
    by: indexed(address)

event HandedOver:
    item: indexed(bytes32)
    giver: indexed(address)
    taker: indexed(address)
    number: uint64

event ObserverSet:
    item: indexed(bytes32)
    observer: indexed(address)
    allowed: bool

event Condition:
    item: indexed(bytes32)
    author: indexed(address)
    number: uint64
    kind: uint256
    content: bytes32
    time: uint64
    chain: bytes32

DOMAIN_TYPE: constant(bytes32) = keccak256(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
DOMAIN_NAME: constant(bytes32) = keccak256("Cairn Custody")
DOMAIN_VERSION: constant(bytes32) = keccak256("1")
HANDOVER_TYPE: constant(bytes32) = keccak256(
    "Handover(bytes32 item,uint64 number,address giver,address taker,uint64 deadline,bytes32 condition)"
)
# Half of the group's order: a larger s is the second form of a signature (EIP-2).
HALF_ORDER: constant(uint256) = (
    57896044618658097711785492504343953926418782139537452191302581570759080747168
)
READING_LOG: constant(bytes32) = (
    0x52656164696e674c6f6700000000000000000000000000000000000000000000
)

registry: public(immutable(address))
items: public(HashMap[bytes32, Item])
# By item and count of handovers: a new holder begins without observers.
observers: HashMap[bytes32, HashMap[uint64, HashMap[address, bool]]]

@deploy
def __init__(registry_: address):
    """
    @param registry_ Where the reading log in use stands.
    """
    assert registry_.is_contract, "no registry there"
    registry = registry_

@external
def register(label: bytes32, condition: bytes32) -> bytes32:
    """
    @notice Begins to track an item that the caller holds.
    @param label What the caller calls it: a serial number, a hash of its papers.
    @param condition Hash of the description of its condition.
    @return The item's id.
    """
    item: bytes32 = self._id(msg.sender, label)
    assert self.items[item].entries == 0, "registered before"
    self.items[item].holder = msg.sender
    self._append(item, Kind.REGISTERED, condition)
    return item

@external
def offer(item: bytes32, taker: address, deadline: uint64):
    """
    @notice Offers the item; a second offer replaces the first.
    @param deadline Last second (of block time) at which it can be accepted.
    """
    self._check_holder(item)
    assert taker != empty(address) and taker != msg.sender, "nobody to take it"
    assert convert(deadline, uint256) >= block.timestamp, "deadline has passed"
    self.items[item].offered = taker
    self.items[item].deadline = deadline
    log Offered(item=item, holder=msg.sender, taker=taker, deadline=deadline)

@external
def end_offer(item: bytes32):
    """
    @notice The holder withdraws the offer, or the taker declines it.
    """
    offered: address = self.items[item].offered
    assert offered != empty(address), "not offered"
    assert msg.sender == offered or msg.sender == self.items[item].holder, "not a party"
    self.items[item].offered = empty(address)
    self.items[item].deadline = 0
    log OfferEnded(item=item, by=msg.sender)

@external
def accept(item: bytes32, condition: bytes32):
    """
    @notice The taker takes what it was offered.
    @param condition Hash of the condition in which the taker got it.
    """
    offered: address = self.items[item].offered
    assert msg.sender == offered and offered != empty(address), "not offered to the caller"
    assert block.timestamp <= convert(self.items[item].deadline, uint256), "deadline has passed"
    self._hand_over(item, msg.sender, condition)

@external
def hand_over(
    item: bytes32,
    taker: address,
    deadline: uint64,
    condition: bytes32,
    giver_signature: Bytes[65],
    taker_signature: Bytes[65],
):
    """
    @notice A handover that both parties signed, brought by anybody.
    @dev Signatures are r, s, v of `Handover` under EIP-712, with v 27 or 28 and low s.
    """
    giver: address = self.items[item].holder
    assert giver != empty(address), "not tracked"
    assert taker != empty(address) and taker != giver, "nobody to take it"
    assert block.timestamp <= convert(deadline, uint256), "deadline has passed"
    digest: bytes32 = self._digest(
        item, self.items[item].handovers, giver, taker, deadline, condition
    )
    assert self._signer(digest, giver_signature) == giver, "giver did not sign"
    assert self._signer(digest, taker_signature) == taker, "taker did not sign"
    self._hand_over(item, taker, condition)

@external
def set_observer(item: bytes32, observer: address, allowed: bool):
    """
    @notice Lets somebody else, as the board in the same crate, add to the condition log until the
            next handover.
    """
    self._check_holder(item)
    self.observers[item][self.items[item].handovers][observer] = allowed
    log ObserverSet(item=item, observer=observer, allowed=allowed)

@external
def note(item: bytes32, content: bytes32):
    """
    @notice Adds to the condition log: the hash of a text, a photograph, a measurement.
    """
    self._check_author(item)
    self._append(item, Kind.NOTED, content)

@external
def measure(item: bytes32, sensor: bytes32):
    """
    @notice Adds a sensor's latest reading, as the reading log of this lane has it.
    """
    self._check_author(item)
    readings: address = staticcall Registry(registry).current(READING_LOG)
    assert readings != empty(address), "no reading log"
    reading: uint256 = staticcall ReadingLog(readings).latest(sensor)
    assert reading != 0, "no reading"
    self._append(item, Kind.MEASURED, keccak256(abi_encode(sensor, reading)))

@external
def close(item: bytes32, condition: bytes32):
    """
    @notice Ends the tracking: the item arrived, was used or is lost. Nothing can be added after.
    """
    self._check_holder(item)
    self._append(item, Kind.CLOSED, condition)
    self.items[item].closed = True
    self.items[item].holder = empty(address)
    self.items[item].offered = empty(address)
    self.items[item].deadline = 0

@external
@view
def id(registrant: address, label: bytes32) -> bytes32:
    """
    @notice The id that `register` gives.
    """
    return self._id(registrant, label)

@external
@view
def handover_digest(
    item: bytes32, taker: address, deadline: uint64, condition: bytes32
) -> bytes32:
    """
    @notice What both parties sign for the item's next handover.
    """
    return self._digest(
        item, self.items[item].handovers, self.items[item].holder, taker, deadline, condition
    )

@external
@view
def is_observer(item: bytes32, observer: address) -> bool:
    """
    @notice Whether the present holder lets somebody add to the log.
    """
    return self.observers[item][self.items[item].handovers][observer]

@internal
@view
def _id(registrant: address, label: bytes32) -> bytes32:
    return keccak256(abi_encode(chain.id, self, registrant, label))

@internal
@view
def _check_holder(item: bytes32):
    # A closed item and one that was never registered have no holder, and nobody is the zero address
    # but a simulated call.
    holder: address = self.items[item].holder
    assert msg.sender == holder and holder != empty(address), "not the holder"

@internal
@view
def _check_author(item: bytes32):
    holder: address = self.items[item].holder
    assert holder != empty(address), "not tracked"
    if msg.sender != holder:
        assert self.observers[item][self.items[item].handovers][msg.sender], "may not add"

@internal
def _hand_over(item: bytes32, taker: address, condition: bytes32):
    giver: address = self.items[item].holder
    number: uint64 = self.items[item].handovers + 1
    self.items[item].holder = taker
    self.items[item].offered = empty(address)
    self.items[item].deadline = 0
    self.items[item].handovers = number
    log HandedOver(item=item, giver=giver, taker=taker, number=number)
    self._append(item, Kind.HANDED_OVER, condition)

@internal
def _append(item: bytes32, kind: Kind, content: bytes32):
    number: uint64 = self.items[item].entries
    time: uint64 = convert(block.timestamp, uint64)
    chained: bytes32 = keccak256(
        abi_encode(
            self.items[item].chain,
            number,
            convert(kind, uint256),
            msg.sender,
            content,
            time,
        )
    )
    self.items[item].entries = number + 1
    self.items[item].chain = chained
    log Condition(
        item=item,
        author=msg.sender,
        number=number,
        kind=convert(kind, uint256),
        content=content,
        time=time,
        chain=chained,
    )

@internal
@view
def _digest(
    item: bytes32,
    number: uint64,
    giver: address,
    taker: address,
    deadline: uint64,
    condition: bytes32,
) -> bytes32:
    domain: bytes32 = keccak256(
        abi_encode(DOMAIN_TYPE, DOMAIN_NAME, DOMAIN_VERSION, chain.id, self)
    )
    content: bytes32 = keccak256(
        abi_encode(HANDOVER_TYPE, item, number, giver, taker, deadline, condition)
    )
    return keccak256(concat(b"\x19\x01", domain, content))

@internal
@pure
def _signer(digest: bytes32, signature: Bytes[65]) -> address:
    # The zero address for whatever is not a canonical signature: the callers compare with an
    # address that is not zero.
    if len(signature) != 65:
        return empty(address)
    r: uint256 = extract32(signature, 0, output_type=uint256)
    s: uint256 = extract32(signature, 32, output_type=uint256)
    v: uint256 = convert(slice(signature, 64, 1), uint256)
    if s > HALF_ORDER or (v != 27 and v != 28):
        return empty(address)
    return ecrecover(digest, v, r, s)
