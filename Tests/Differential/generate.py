"""Generates blocks of transactions: accounts with random contracts, and transactions of every type that
a fork knows, some of them invalid. The same seed gives the same blocks."""

import random

FORKS = [
    "Frontier", "Homestead", "EIP150", "EIP158", "Byzantium", "ConstantinopleFix", "Istanbul",
    "Berlin", "London", "Paris", "Shanghai", "Cancun", "Prague", "Osaka",
]
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
KEYS = [0x1000 + i for i in range(6)]
CONTRACTS = ["0x%040x" % (0xC0DE00 + i) for i in range(6)]
RECORDERS = ["0x%040x" % (0x4EC0 + i) for i in range(6)]
COINBASE = "0x%040x" % 0xC01BA5E
# EIP-4788, 2935, 7002, 7251: whatever code stands there, the protocol calls it.
SYSTEM = [
    "0x000f3df6d732807ef1319fb7b8bb8522d0beac02", "0x0000f90827f1c53a10cb7a02335b175320002935",
    "0x00000961ef480eb55e80d19ad83579a64c007002", "0x0000bbddc7ce488642fb579f8b00f3a590007251",
]
EDGES = [0, 1, 2, 31, 32, 33, 255, 256, 2**31, 2**63, 2**64 - 1, 2**64, 2**128 - 1, 2**128, 2**255,
         2**255 - 1, 2**256 - 1, 2**256 - 2]


def at_least(fork, name):
    return FORKS.index(fork) >= FORKS.index(name)


def push(value, size=None):
    size = size or max(1, (value.bit_length() + 7) // 8)
    return bytes([0x5F + size]) + value.to_bytes(size, "big")


class Programs:
    """Bytecode that gets far: instructions mostly find operands, jumps mostly land."""

    UNARY = [0x15, 0x19, 0x1E, 0x31, 0x35, 0x3B, 0x3F, 0x40, 0x49]
    BINARY = [1, 2, 3, 4, 5, 6, 7, 0x0A, 0x0B, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A,
              0x1B, 0x1C, 0x1D]
    FACTS = [0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3A, 0x3D, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47,
             0x48, 0x4A, 0x58, 0x59, 0x5A, 0x5F]
    # Instruction, words taken, words given.
    MEMORY = [(0x51, 1, 1), (0x52, 2, 0), (0x53, 2, 0), (0x5E, 3, 0), (0x20, 2, 1), (0x37, 3, 0),
              (0x39, 3, 0), (0x3E, 3, 0), (0x3C, 4, 0), (0xA0, 2, 0), (0xA1, 3, 0), (0xA2, 4, 0),
              (0xA3, 5, 0), (0xA4, 6, 0)]
    CALLS = [(0xF1, 7), (0xF2, 7), (0xF4, 6), (0xFA, 6)]

    def __init__(self, rng, fork):
        self.rng, self.fork = rng, fork

    def program(self):
        self.code, self.height, self.targets = bytearray(), 0, []
        length = self.rng.randrange(16, 300)
        while len(self.code) < length:
            self.step()
        if self.rng.random() < 0.7:
            self.code += push(self.rng.choice([0, 32, 64])) + push(self.rng.choice([0, 32])) + b"\xf3"
        return bytes(self.code)

    def step(self):
        self.rng.choices(
            [self.value, self.arithmetic, self.stack, self.memory, self.storage, self.fact, self.jump,
             self.call, self.create, self.noise],
            [8, 8, 3, 4, 4, 3, 2, 3, 1, 0.3])[0]()

    def emit(self, op, takes, gives):
        while self.height < takes:
            self.value()
        self.code.append(op)
        self.height += gives - takes

    def push(self, value, size=None):
        self.code += push(value, size)
        self.height += 1

    def small(self, bound):
        self.push(self.rng.randrange(bound))

    def value(self):
        kind = self.rng.randrange(6)
        if kind < 2:
            self.small(256)
        elif kind == 2:
            self.push(self.rng.getrandbits(self.rng.randrange(1, 257)))
        elif kind == 3:
            self.address()
        else:
            self.push(self.rng.choice(EDGES))

    def address(self):
        few = CONTRACTS + [COINBASE, "0x%040x" % 0xDEAD] + ["0x%040x" % i for i in range(1, 10)]
        self.push(int(self.rng.choice(few), 16), 20)

    def arithmetic(self):
        kind = self.rng.randrange(8)
        if kind == 0:
            self.emit(self.rng.choice(self.UNARY), 1, 1)
        elif kind == 1:
            self.emit(self.rng.choice([8, 9]), 3, 1)
        else:
            self.emit(self.rng.choice(self.BINARY), 2, 1)

    def stack(self):
        n = self.rng.randrange(1, min(16, max(1, self.height)) + 1)
        self.rng.choice([
            lambda: self.emit(0x7F + n, n, n + 1), lambda: self.emit(0x8F + n, n + 1, n + 1),
            lambda: self.emit(0x50, 1, 0)])()

    def memory(self):
        op, takes, gives = self.rng.choice(self.MEMORY)
        for _ in range(takes - 1):
            self.value() if self.rng.random() < 0.1 else self.small(128)
        self.value() if self.rng.random() < 0.02 else self.small(160)
        self.emit(op, takes, gives)

    def storage(self):
        self.small(4)
        kind = self.rng.randrange(6)
        if kind == 0:
            self.emit(0x5C, 1, 1)
        elif kind == 1:
            self.emit(0x5D, 2, 0)
        elif kind == 2:
            self.emit(0x54, 1, 1)
        else:
            self.emit(0x55, 2, 0)

    def fact(self):
        self.emit(self.rng.choice(self.FACTS), 0, 1)

    def jump(self):
        if not self.targets or self.rng.random() < 0.5:
            self.targets.append(len(self.code))
            self.code.append(0x5B)
            return
        # A loop that a word of gas ends sooner or later.
        self.emit(0x5A, 0, 1)
        self.small(64)
        self.emit(0x16, 2, 1)
        self.push(self.rng.choice(self.targets), 2)
        self.emit(0x57, 2, 0)

    def call(self):
        op, takes = self.rng.choice(self.CALLS)
        for _ in range(4):
            self.small(96)
        if takes == 7:
            self.small(3)
        self.address()
        self.emit(0x5A, 0, 1) if self.rng.random() < 0.5 else self.push(self.rng.getrandbits(17))
        self.emit(op, takes, 1)

    def create(self):
        # Init code from call data, so that it is not always empty.
        for value in (self.rng.randrange(64), 0, 0):
            self.push(value)
        self.emit(0x37, 3, 0)
        salted = self.rng.random() < 0.5
        if salted:
            self.small(8)
        self.small(64)
        self.push(0)
        self.small(2)
        self.emit(0xF5 if salted else 0xF0, 4 if salted else 3, 1)

    def noise(self):
        self.code.append(self.rng.randrange(256))


def recorder(target):
    """Calls the target with its own input and value, and stores success, size and hash of the answer:
    so the state root tells the output."""
    code = b"\x36" + push(0) + push(0) + b"\x37"  # CALLDATACOPY(0, 0, CALLDATASIZE)
    code += push(0) + push(0) + b"\x36" + push(0) + b"\x34" + push(int(target, 16), 20)
    code += push(5000) + b"\x5a\x03\xf1"  # CALL(GAS - 5000, …)
    code += push(0) + b"\x55"  # SSTORE(0, success)
    return code + b"\x59" + push(1) + b"\x55"  # SSTORE(1, MSIZE)


def recorder_with_answer(target):
    """The same for forks that have RETURNDATASIZE (Byzantium)."""
    code = recorder(target)
    code += b"\x3d" + push(2) + b"\x55"  # SSTORE(2, RETURNDATASIZE)
    code += b"\x3d" + push(0) + push(0) + b"\x3e"  # RETURNDATACOPY(0, 0, RETURNDATASIZE)
    code += b"\x3d" + push(0) + b"\x20" + push(3) + b"\x55"  # SSTORE(3, KECCAK256)
    return code


class Blocks:
    def __init__(self, seed, fork):
        self.rng, self.fork = random.Random("%s %s" % (seed, fork)), fork
        self.programs = Programs(self.rng, fork)

    def block(self, transactions, sign_authorization):
        self.sign_authorization = sign_authorization
        self.nonces = {key: self.rng.choice([0, 0, 1, 7]) for key in KEYS}
        alloc = self.alloc()
        txs = [self.transaction() for _ in range(transactions)]
        return {"alloc": alloc, "env": self.env(), "txs": txs}

    def alloc(self):
        alloc = {}
        for key in KEYS:
            alloc[address_of(key)] = account(nonce=self.nonces[key], balance=10**20)
        for address in CONTRACTS:
            slots = {i: self.rng.choice([1, 5, 2**255]) for i in range(self.rng.randrange(4))}
            alloc[address] = account(
                nonce=1, balance=self.rng.choice([0, 0, 1, 1000]), code=self.programs.program(),
                storage=slots)
        make = recorder_with_answer if at_least(self.fork, "Byzantium") else recorder
        for address, target in zip(RECORDERS, CONTRACTS):
            alloc[address] = account(nonce=1, code=make(target))
        for address in SYSTEM:
            alloc[address] = account(nonce=1, code=self.system_code())
        return alloc

    def system_code(self):
        """Keeps what it is told, and answers with some bytes: requests of any length are passed on."""
        code = push(0) + b"\x35" + b"\x43" + b"\x55"  # SSTORE(NUMBER, CALLDATALOAD(0))
        return code + push(self.rng.choice([0, 0, 5, 76])) + push(0) + b"\xf3"

    def env(self):
        rng = self.rng
        number = rng.choice([1, 5, 300])
        self.base_fee = rng.choice([7, 1000, 10**9])
        env = {
            "currentCoinbase": COINBASE, "currentGasLimit": hex(60_000_000),
            "currentNumber": hex(number), "currentTimestamp": hex(rng.randrange(1000, 2**32)),
            "blockHashes": {hex(n): "0x%064x" % (n + 0xB10C) for n in range(max(0, number - 256), number)},
        }
        if at_least(self.fork, "Paris"):
            env["currentRandom"] = "0x%064x" % rng.getrandbits(256)
            env["currentDifficulty"] = "0x0"
        else:
            env["currentDifficulty"] = hex(rng.randrange(131072, 2**40))
        if at_least(self.fork, "London"):
            env["currentBaseFee"] = hex(self.base_fee)
        if at_least(self.fork, "Shanghai"):
            env["withdrawals"] = [
                {"index": hex(i), "validatorIndex": "0x1", "amount": hex(rng.choice([0, 1, 10**9])),
                 "address": rng.choice(CONTRACTS + ["0x%040x" % 0xDEAD, "0x%040x" % 0xF4E5])}
                for i in range(rng.randrange(3))]
        if at_least(self.fork, "Cancun"):
            env["parentBeaconBlockRoot"] = "0x%064x" % rng.getrandbits(256)
            env["currentExcessBlobGas"] = hex(rng.choice([0, 131072 * 10, 131072 * 60]))
        return env

    def transaction(self):
        rng, fork = self.rng, self.fork
        key = rng.choice(KEYS)
        kinds = [0] + [kind for kind, first in
                       ((1, "Berlin"), (2, "London"), (3, "Cancun"), (4, "Prague")) if at_least(fork, first)]
        kind = rng.choice(kinds)
        tx = {
            "type": hex(kind), "nonce": hex(self.nonces[key]), "gas": hex(rng.choice(
                [21000, 60_000, 200_000, 500_000, 1_000_000])),
            "value": hex(rng.choice([0, 0, 1, 10**9])), "input": self.input(), "secretKey": "0x%064x" % key,
            "to": rng.choice(RECORDERS + RECORDERS + CONTRACTS + ["0x%040x" % 0xF4E5]),
            "chainId": "0x1", "v": "0x0", "r": "0x0", "s": "0x0",
        }
        if kind < 3 and rng.random() < 0.15:
            tx["to"] = ""
            tx["input"] = "0x" + self.programs.program().hex()
        if kind < 2:
            tx["gasPrice"] = hex(rng.choice([10**9, 2 * 10**9]))
        else:
            tx["maxFeePerGas"] = hex(rng.choice([10**9, 3 * 10**9]))
            tx["maxPriorityFeePerGas"] = hex(rng.choice([0, 1, 10**9]))
        if kind >= 1:
            tx["accessList"] = [
                {"address": rng.choice(CONTRACTS), "storageKeys": ["0x%064x" % rng.randrange(4)]}
                for _ in range(rng.randrange(3))]
        if kind == 3:
            tx["maxFeePerBlobGas"] = hex(10**12)
            tx["blobVersionedHashes"] = ["0x01%062x" % rng.getrandbits(248)] * rng.randrange(1, 3)
        if kind == 4:
            tx["authorizationList"] = [self.authorization() for _ in range(rng.randrange(1, 3))]
        self.spoil(tx, key)
        return tx

    def input(self):
        rng = self.rng
        size = rng.choice([0, 4, 32, 36, 68, 200])
        return "0x" + bytes(rng.choice([0, 0, 1, rng.randrange(256)]) for _ in range(size)).hex()

    def authorization(self):
        key = self.rng.choice(KEYS)
        chain, nonce = self.rng.choice([0, 1, 1, 2]), self.nonces[key] + self.rng.choice([0, 0, 1])
        address = self.rng.choice(CONTRACTS + ["0x" + "00" * 20])
        r, s, parity = self.sign_authorization(key, chain, address, nonce)
        return {"chainId": hex(chain), "address": address, "nonce": hex(nonce), "v": hex(parity),
                "yParity": hex(parity), "r": hex(r), "s": hex(s)}

    def spoil(self, tx, key):
        """One in twelve is invalid; the others use up a nonce (unless the gas does not reach)."""
        fault = self.rng.randrange(48)
        if fault == 0:
            tx["nonce"] = hex(self.nonces[key] + 1)
        elif fault == 1:
            tx["gas"] = hex(20_999)
        elif fault == 2:
            tx["value"] = hex(10**21)
        elif fault == 3 and "blobVersionedHashes" in tx:
            tx["blobVersionedHashes"] = ["0x02" + "00" * 31]
        else:
            self.nonces[key] += 1


def account(nonce=0, balance=0, code=b"", storage=None):
    return {
        "nonce": hex(nonce), "balance": hex(balance), "code": "0x" + code.hex(),
        "storage": {"0x%064x" % k: "0x%064x" % v for k, v in (storage or {}).items()},
    }


_addresses = {}


def address_of(key):
    if key not in _addresses:
        import coincurve
        from ethereum.crypto.hash import keccak256
        public = coincurve.PrivateKey.from_int(key).public_key.format(compressed=False)[1:]
        _addresses[key] = "0x" + keccak256(public)[12:].hex()
    return _addresses[key]
