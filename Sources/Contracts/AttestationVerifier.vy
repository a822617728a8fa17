#pragma version 0.4.3
#pragma evm-version cancun
#pragma optimize gas

"""
@title AttestationVerifier
@notice Tells whether a reading (or a gap) was signed: by the board's key, or by the key that the board
        delegated to the instrument. It needs the record, its Merkle path, the batch, and the
        signatures; nothing of the lane. It has no state and no owner, so that one on any EVM chain
        serves every fleet and anybody can deploy another.
@dev The byte rules are those of Sources/Readings and Sources/Statements: EIP-712 with the domain
     EIP712Domain(string name,string version,bytes32 salt), "Cairn", "1" and the fleet's id. There is
     no chain id in the domain, since statements are about boards and hold everywhere; a batch names
     its board and term.
     What is not said here: that the board belongs to the fleet (the manifest says so), and that no
     other record has this counter (the lane's ReadingLog says so).
"""

struct Reading:
    sensor: bytes32
    term: uint64
    counter: uint64
    previous: bytes32
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

struct Gap:
    sensor: bytes32
    term: uint64
    first: uint64
    last: uint64
    previous: bytes32
    reason: uint8
    time: uint64
    clock: uint8
    uncertainty: uint32
    segment: uint32
    boot: bytes16

struct Batch:
    board: address
    term: uint64
    instrument: bytes32
    number: uint64
    root: bytes32
    count: uint32
    previous: bytes32
    agent: bytes32
    configuration: bytes32

struct Signature:
    v: uint8
    r: uint256
    s: uint256

# The instrument's key; zero, with everything else zero, when the board itself signed.
struct Delegation:
    index: uint32
    key: address
    v: uint8
    r: uint256
    s: uint256

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
# Of a batch of 4,096 records.
MAX_PATH: constant(uint256) = 12

VALID: public(constant(uint8)) = 0
# The record's term is not the batch's.
OTHER_TERM: public(constant(uint8)) = 1
# The index is not below the count, or the path is not as long as index and count have it.
NOT_A_PATH: public(constant(uint8)) = 2
# Record and path lead to another root.
OTHER_ROOT: public(constant(uint8)) = 3
# The board signed no such delegation, or in a form that is not canonical.
NOT_DELEGATED: public(constant(uint8)) = 4
# The instrument's key, or the board's, did not sign the batch, or not canonically.
NOT_SIGNED: public(constant(uint8)) = 5
# The batch names no board.
NO_BOARD: public(constant(uint8)) = 6

@external
@view
def check_reading(
    fleet: bytes32,
    reading: Reading,
    index: uint32,
    path: DynArray[bytes32, MAX_PATH],
    batch: Batch,
    signature: Signature,
    delegation: Delegation,
) -> uint8:
    """
    @notice Whether a reading was signed: 0 for yes, else why not, as the constants say.
    @param index The reading's place in its batch, from 0.
    """
    if reading.term != batch.term:
        return OTHER_TERM
    digest: bytes32 = keccak256(abi_encode(READING_TYPE, reading))
    return self._check(fleet, digest, index, path, batch, signature, delegation)

@external
@view
def check_gap(
    fleet: bytes32,
    gap: Gap,
    index: uint32,
    path: DynArray[bytes32, MAX_PATH],
    batch: Batch,
    signature: Signature,
    delegation: Delegation,
) -> uint8:
    """
    @notice Whether a gap record was signed: 0 for yes, else why not, as the constants say.
    """
    if gap.term != batch.term:
        return OTHER_TERM
    digest: bytes32 = keccak256(abi_encode(GAP_TYPE, gap))
    return self._check(fleet, digest, index, path, batch, signature, delegation)

@external
@pure
def reading_digest(reading: Reading) -> bytes32:
    """
    @notice The struct hash of a reading: what its successor names as `previous`.
    """
    return keccak256(abi_encode(READING_TYPE, reading))

@external
@pure
def gap_digest(gap: Gap) -> bytes32:
    """
    @notice The struct hash of a gap record.
    """
    return keccak256(abi_encode(GAP_TYPE, gap))

@external
@pure
def batch_digest(fleet: bytes32, batch: Batch) -> bytes32:
    """
    @notice What the instrument signs.
    """
    return self._digest(fleet, keccak256(abi_encode(BATCH_TYPE, batch)))

@external
@pure
def delegation_digest(
    fleet: bytes32, board: address, term: uint64, instrument: bytes32, index: uint32, key: address
) -> bytes32:
    """
    @notice What the board signs for an instrument's key.
    """
    return self._delegation_digest(fleet, board, term, instrument, index, key)

@external
@pure
def root_of(
    digest: bytes32, index: uint32, count: uint32, path: DynArray[bytes32, MAX_PATH]
) -> bytes32:
    """
    @notice The root that a record's digest and path lead to; zero when it is no path of this index
            and count.
    """
    return self._root(digest, index, count, path)

@external
@pure
def sensor_id(board: address, name: Bytes[64]) -> bytes32:
    """
    @notice The id of a board's sensor.
    """
    return keccak256(concat(slice(convert(board, bytes32), 12, 20), name))

@internal
@view
def _check(
    fleet: bytes32,
    digest: bytes32,
    index: uint32,
    path: DynArray[bytes32, MAX_PATH],
    batch: Batch,
    signature: Signature,
    delegation: Delegation,
) -> uint8:
    if batch.board == empty(address):
        return NO_BOARD
    root: bytes32 = self._root(digest, index, batch.count, path)
    if root == empty(bytes32):
        return NOT_A_PATH
    if root != batch.root:
        return OTHER_ROOT
    key: address = batch.board
    if delegation.key != empty(address):
        key = delegation.key
        delegated: bytes32 = self._delegation_digest(
            fleet, batch.board, batch.term, batch.instrument, delegation.index, key
        )
        if not self._signed(delegated, delegation.v, delegation.r, delegation.s, batch.board):
            return NOT_DELEGATED
    signed: bytes32 = self._digest(fleet, keccak256(abi_encode(BATCH_TYPE, batch)))
    if not self._signed(signed, signature.v, signature.r, signature.s, key):
        return NOT_SIGNED
    return VALID

@internal
@pure
def _digest(fleet: bytes32, content: bytes32) -> bytes32:
    separator: bytes32 = keccak256(abi_encode(DOMAIN_TYPE, DOMAIN_NAME, DOMAIN_VERSION, fleet))
    return keccak256(concat(b"\x19\x01", separator, content))

@internal
@pure
def _delegation_digest(
    fleet: bytes32, board: address, term: uint64, instrument: bytes32, index: uint32, key: address
) -> bytes32:
    content: bytes32 = keccak256(abi_encode(DELEGATION_TYPE, board, term, instrument, index, key))
    return self._digest(fleet, content)

@internal
@pure
def _signed(digest: bytes32, v: uint8, r: uint256, s: uint256, signer: address) -> bool:
    # Recovery of nonsense gives the zero address: `signer` never is.
    if s > HALF_ORDER or (v != 27 and v != 28):
        return False
    return ecrecover(digest, v, r, s) == signer

@internal
@pure
def _root(
    digest: bytes32, index: uint32, count: uint32, path: DynArray[bytes32, MAX_PATH]
) -> bytes32:
    if index >= count:
        return empty(bytes32)
    node: bytes32 = keccak256(concat(b"\x00", digest))
    place: uint256 = convert(index, uint256)
    left: uint256 = convert(count, uint256)
    used: uint256 = 0
    for level: uint256 in range(32):
        if left == 1:
            break
        # The last node of an odd level has no partner and is carried up as it is.
        if place & 1 == 1 or place + 1 < left:
            if used == len(path):
                return empty(bytes32)
            if place & 1 == 1:
                node = keccak256(concat(b"\x01", path[used], node))
            else:
                node = keccak256(concat(b"\x01", node, path[used]))
            used += 1
        place >>= 1
        left = (left >> 1) + (left & 1)
    return node if used == len(path) else empty(bytes32)
