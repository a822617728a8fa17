#pragma version 0.4.3
#pragma evm-version cancun
#pragma optimize gas

"""
@title Registry
@notice Says which contract serves a name ("ReadingLog", "Rules", ...) on this lane, and who owns
        the fleet. The upgrade path: a new version is deployed, the owner installs it under its
        name, and whoever asks the registry reaches it from the next call on. Nothing is moved or
        deleted: every address that ever served stands in the history with the time from which it
        did, and the old contract's state and logs stay readable there.
@dev The address in use stands in one slot, keccak256(slot of `current`, name), so that agents and
     proofs read it without a call. A name is at most 32 bytes of text, right-padded with zeros.
     The owner changes in two steps, since an owner mistyped in one could never be corrected.
"""

event Installed:
    name: indexed(bytes32)
    installed: indexed(address)
    version: uint256
    previous: address

event OwnerProposed:
    owner: indexed(address)
    successor: indexed(address)

event OwnerChanged:
    previous: indexed(address)
    owner: indexed(address)

struct Version:
    installed: address
    # Unix seconds of the block that installed it.
    since: uint64

owner: public(address)
successor: public(address)
current: public(HashMap[bytes32, address])
versions: public(HashMap[bytes32, uint256])
version: public(HashMap[bytes32, HashMap[uint256, Version]])

@deploy
def __init__(owner: address):
    """
    @param owner Who may install: the fleet's owner.
    """
    assert owner != empty(address), "owner is zero"
    self.owner = owner
    log OwnerChanged(previous=empty(address), owner=owner)

@external
def install(name: bytes32, installed: address):
    """
    @notice Lets a contract serve a name from now on.
    @dev The zero address retires a name. Anything else must have code: a mistyped address would
         make the callers' calls succeed without an effect.
    """
    assert msg.sender == self.owner, "not the owner"
    assert name != empty(bytes32), "name is empty"
    previous: address = self.current[name]
    assert installed != previous, "already installed"
    assert installed == empty(address) or installed.is_contract, "no code there"
    number: uint256 = self.versions[name] + 1
    self.versions[name] = number
    self.version[name][number] = Version(
        installed=installed, since=convert(block.timestamp, uint64)
    )
    self.current[name] = installed
    log Installed(name=name, installed=installed, version=number, previous=previous)

@external
@view
def served(name: bytes32, time: uint64) -> address:
    """
    @notice Who served a name at a time (Unix seconds); the zero address if nobody did.
    @dev Walks back from the newest version, over at most 1,024: only readers call this.
    """
    number: uint256 = self.versions[name]
    for i: uint256 in range(number, bound=1024):
        entry: Version = self.version[name][number - i]
        if entry.since <= time:
            return entry.installed
    return empty(address)

@external
def propose_owner(successor: address):
    """
    @notice Offers the fleet to a successor; the zero address withdraws the offer.
    """
    assert msg.sender == self.owner, "not the owner"
    self.successor = successor
    log OwnerProposed(owner=msg.sender, successor=successor)

@external
def accept_owner():
    """
    @notice The successor takes the fleet over, and so shows that it holds its key.
    """
    assert msg.sender == self.successor and msg.sender != empty(address), "not the successor"
    previous: address = self.owner
    self.owner = msg.sender
    self.successor = empty(address)
    log OwnerChanged(previous=previous, owner=msg.sender)
