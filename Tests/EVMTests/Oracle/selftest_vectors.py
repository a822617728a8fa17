"""Makes the self-test's EVM vectors, with Ethereum's execution specification as oracle:

    pip install ethereum-execution==2.20.0
    python3 selftest_vectors.py > ../../../Sources/CairnCommands/SelfTest/EVMVectors.swift

Each vector is one transaction of Osaka in a small world (WORLD, the same as in EVMWorld.swift). The
programs leave their results in storage, so the state root after the transaction tells them all.
"""
import hashlib
import random
import sys

from coincurve import PrivateKey
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, Prehashed
from cryptography.hazmat.primitives import hashes
from ethereum.crypto.hash import Hash32, keccak256
from ethereum.forks.osaka import fork as osaka
from ethereum.forks.osaka import vm
from ethereum.forks.osaka.fork_types import Account, Address, VersionedHash
from ethereum.forks.osaka.state import (
  State, set_account, set_code, set_storage, state_root)
from ethereum.forks.osaka.transactions import BlobTransaction, signing_hash_4844
from ethereum.forks.osaka.vm.instructions import Ops
from ethereum_rlp import rlp
from ethereum_types.bytes import Bytes, Bytes32
from ethereum_types.numeric import U64, U256, Uint
from py_ecc import optimized_bls12_381 as bls
from py_ecc import optimized_bn128 as bn

random.seed(6110)

# ---- The world: EVMWorld.swift has the same -------------------------------------------------------

SECRET = hashlib.sha256(b"cairn self-test").digest()
KEY = PrivateKey(SECRET)
SENDER = keccak256(KEY.public_key.format(compressed=False)[1:])[-20:]
CONTRACT = bytes.fromhex("c0de" + "00" * 16 + "0001")
CALLEE = bytes.fromhex("ca11" + "00" * 16 + "0002")
COINBASE = bytes.fromhex("c0" + "00" * 18 + "03")
BLOB = bytes.fromhex("01" + "b1" * 31)
GAS = 16_000_000
VALUE = 7
BLOCK_HASHES = {99: keccak256(b"block 99"), 98: keccak256(b"block 98")}

OPS = {op.name: op.value for op in Ops} | {"PREVRANDAO": 0x44, "KECCAK256": 0x20, "INVALID": 0xFE}


def assemble(text):
  """Mnemonics; numbers and 0x… become the shortest PUSH, `name:` a JUMPDEST and `@name` its PUSH2."""
  code, labels, uses = bytearray(), {}, []
  for line in text.splitlines():
    for token in line.split("//")[0].split():
      if token.endswith(":"):
        labels[token[:-1]] = len(code)
        code.append(0x5B)
      elif token.startswith("@"):
        uses.append((len(code) + 1, token[1:]))
        code += b"\x61\0\0"
      elif token.startswith("#"):  # bytes as they are
        code += bytes.fromhex(token[1:])
      elif token[0].isdigit():
        number = int(token, 0)
        size = (number.bit_length() + 7) // 8
        code += bytes([0x5F + size]) + number.to_bytes(size, "big")
      else:
        code.append(OPS[token])
  for at, name in uses:
    code[at:at + 2] = labels[name].to_bytes(2, "big")
  return bytes(code)


# Without input: slot[caller] = value + 1. With input: reverts with the first word plus one.
CALLEE_CODE = assemble("""
  CALLDATASIZE @reason JUMPI
  1 CALLVALUE ADD CALLER SSTORE STOP
  reason: 1 0 CALLDATALOAD ADD 0 MSTORE 0x20 0 REVERT""")


def world(code):
  state = State()
  set_account(state, Address(SENDER), Account(Uint(0), U256(10**18), b""))
  set_account(state, Address(CONTRACT), Account(Uint(1), U256(1000), b""))
  set_code(state, Address(CONTRACT), code)
  for key, value in ((1, 42), (2, 5)):
    set_storage(state, Address(CONTRACT), Bytes32(key.to_bytes(32, "big")), U256(value))
  set_account(state, Address(CALLEE), Account(Uint(1), U256(1), b""))
  set_code(state, Address(CALLEE), CALLEE_CODE)
  return state


def execute(code, data):
  state = world(code)
  env = vm.BlockEnvironment(
    chain_id=U64(1), state=state, block_gas_limit=Uint(30_000_000),
    block_hashes=[Hash32(BLOCK_HASHES[98]), Hash32(BLOCK_HASHES[99])],
    coinbase=Address(COINBASE), number=Uint(100), base_fee_per_gas=Uint(7), time=U256(1_700_000_000),
    prev_randao=Bytes32(b"\x5a" * 32), excess_blob_gas=U64(0),
    parent_beacon_block_root=Hash32(b"\0" * 32))

  def transaction(y, r, s):
    return BlobTransaction(
      chain_id=U64(1), nonce=U256(0), max_priority_fee_per_gas=Uint(3), max_fee_per_gas=Uint(10),
      gas=Uint(GAS), to=Address(CONTRACT), value=U256(VALUE), data=Bytes(data), access_list=(),
      max_fee_per_blob_gas=U256(1), blob_versioned_hashes=(VersionedHash(BLOB),),
      y_parity=U256(y), r=U256(r), s=U256(s))

  signature = KEY.sign_recoverable(signing_hash_4844(transaction(0, 0, 0)), hasher=None)
  tx = transaction(
    signature[64], int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big"))
  output = vm.BlockOutput()
  osaka.process_transaction(env, output, tx, Uint(0))
  logs = keccak256(rlp.encode(output.block_logs))
  return int(output.block_gas_used), "0x" + state_root(state).hex(), "0x" + logs.hex(), state


# ---- The programs ---------------------------------------------------------------------------------

def results(*expressions):
  """Stores each expression's word in a slot of its own, from 16 on."""
  return "\n".join(f"{e} {16 + i} SSTORE" for i, e in enumerate(expressions))


# Operands come from the call data, so that no translator computes them beforehand.
A, B, M, N, S = (f"{32 * i} CALLDATALOAD" for i in range(5))
A_VALUE, B_VALUE = random.getrandbits(256) | 1 << 255, random.getrandbits(190)
OPERANDS = b"".join(
  v.to_bytes(32, "big") for v in (A_VALUE, B_VALUE, 2**256 - 189, 2**256 - 7, 13))


def two(name, *pairs):
  return [f"{b} {a} {name}" for a, b in pairs]


ARITHMETIC = results(
  *two("ADD", (A, B), (A, "77")), *two("MUL", (A, B), (A, "77")),
  *two("SUB", (B, A), (A, "77"), ("77", A)), *two("DIV", (A, B), (A, S), (A, "0")),
  *two("SDIV", (A, B), (N, S)), *two("MOD", (A, B), (A, "0")), *two("SMOD", (N, S), (A, B)),
  f"{M} {B} {A} ADDMOD", f"{M} {B} {A} MULMOD", *two("EXP", (A, B), (B, S)),
  *two("SIGNEXTEND", ("1", A), (S, N)))
COMPARISON = results(*(e for name in ("LT", "GT", "SLT", "SGT", "EQ") for e in two(
  name, (A, B), (B, A), (N, N), (N, S), (S, "99"), ("99", S))), f"{A} ISZERO", f"{A} {A} SUB ISZERO")
BITWISE = results(
  *two("AND", (A, B), (A, "0xff00")), *two("OR", (A, B), (A, "1")), *two("XOR", (A, B), (A, "255")),
  f"{A} NOT", *two("BYTE", (S, A), ("31", A), ("32", A)),
  *two("SHL", (S, A), ("200", A), (A, B)), *two("SHR", (S, A), ("200", A), (A, B)),
  *two("SAR", (S, N), ("200", A), (A, N), (A, S)), f"{B} CLZ", f"{A} 1 AND CLZ")
KECCAK = "0xd0 0 0 CALLDATACOPY\n" + results(
  *(f"{size} {start} KECCAK256" for size, start in ((0, 0), (1, 0), (32, 5), (64, 0), (135, 0),
    (136, 0), (137, 1), (208, 0), (400, 0))))
ENVIRONMENT = results(
  "ADDRESS", "ADDRESS BALANCE", "COINBASE BALANCE", f"0x{CALLEE.hex()} BALANCE", "ORIGIN", "CALLER",
  "CALLVALUE", "3 CALLDATALOAD", "0x100 CALLDATALOAD", "CALLDATASIZE", "CODESIZE", "GASPRICE",
  f"0x{CALLEE.hex()} EXTCODESIZE", f"0x{CALLEE.hex()} EXTCODEHASH", "0x1234 EXTCODEHASH",
  "SELFBALANCE", "CHAINID", "0x22 3 0 CALLDATACOPY 0 MLOAD", "0x30 5 0 CODECOPY 0 MLOAD",
  f"12 2 7 0x{CALLEE.hex()} EXTCODECOPY 0 MLOAD", "RETURNDATASIZE",
  f"0 0 33 0 0 0x{CALLEE.hex()} GAS CALL RETURNDATASIZE ADD", "28 4 1 RETURNDATACOPY 0 MLOAD")
BLOCK = results(
  "99 BLOCKHASH", "98 BLOCKHASH", "100 BLOCKHASH", "101 BLOCKHASH", "COINBASE", "TIMESTAMP",
  "NUMBER", "PREVRANDAO", "GASLIMIT", "CHAINID", "BASEFEE", "0 BLOBHASH", "1 BLOBHASH", "BLOBBASEFEE")
FLOW = "\n".join(
  [f"{7 * i + 1} CALLDATALOAD" for i in range(17)]
  + [f"SWAP{i} DUP{i} XOR" for i in range(1, 17)]
  + [f"{i} MUL {40 + i} SSTORE" for i in range(17)]
  + [f"PUSH{n} #{bytes(range(1, n + 1)).hex()} XOR" if n > 1 else "0 PUSH1 #a5" for n in range(1, 33)]
  + ["0 MSTORE 0x77 0x45 MSTORE8 0x25 3 0x31 MCOPY 0x30 MLOAD 16 SSTORE MSIZE 17 SSTORE POP",
     "PC 18 SSTORE GAS 19 SSTORE",
     "0 10",  # sum and counter
     "loop: DUP1 SWAP2 ADD SWAP1 1 SWAP1 SUB DUP1 @loop JUMPI",
     "POP 20 SSTORE @end JUMP INVALID end: NUMBER @over JUMPI INVALID",
     "over: 99 5 CALLDATALOAD LT @last JUMPI 1 21 SSTORE last: 13 CALLDATALOAD 22 SSTORE STOP"])
STORAGE = """
  1 SLOAD 1 SLOAD ADD 16 SSTORE   // cold, then warm
  7 17 SSTORE 8 17 SSTORE         // set, then dirty
  0 2 SSTORE                      // cleared: a refund
  0 1 SSTORE 42 1 SSTORE          // cleared and restored
  9 18 SSTORE 0 18 SSTORE         // set and back
  55 3 TSTORE 3 TLOAD 19 SSTORE 4 TLOAD 20 SSTORE"""
LOG = "0x60 0 0 CALLDATACOPY\n" + "\n".join(
  " ".join(f"{100 + t}" if t else A for t in range(n)) + f" {9 * n} {n} LOG{n}" for n in range(5))
CALLS = results(
  f"0 0 0 0 5 0x{CALLEE.hex()} 100000 CALL", f"0 0 0 0 3 0x{CALLEE.hex()} GAS CALLCODE",
  f"0 0 0 0 0x{CALLEE.hex()} GAS DELEGATECALL", f"0 0 0 0 0x{CALLEE.hex()} 30000 STATICCALL",
  f"{A} 0 MSTORE 32 64 32 0 9 0x{CALLEE.hex()} GAS CALL 64 MLOAD SUB",
  f"0 0 0 0 1 0x{CALLEE.hex()} 100 CALL",         # out of gas
  "0 0 0 0 2000 0x1234 GAS CALL",                 # more than there is
  "0 0 0 0 11 0xdead0000 GAS CALL", "32 96 32 0 4 GAS STATICCALL 96 MLOAD SUB")
# Deploys the word on top of its own stack: 32 bytes of its call value.
INIT = assemble("CALLVALUE 3 ADD 0 MSTORE 32 0 RETURN")
REFUSES = assemble("0x99 0 MSTORE 32 0 REVERT")


def made(init, call):
  return f"0x{init.hex()} 0 MSTORE {call.format(len(init), 32 - len(init))}"


CREATES = results(
  made(INIT, "{0} {1} 21 CREATE"), "ADDRESS EXTCODESIZE",
  made(INIT, "0x5a17 {0} {1} 22 CREATE2"), made(INIT, "0x5a17 {0} {1} 22 CREATE2"),
  made(REFUSES, "{0} {1} 0 CREATE") + " 32 0 0 RETURNDATACOPY 0 MLOAD ADD",
  made(INIT, "1 {0} {1} 5000 CREATE2")) + (
  "\n18 SLOAD EXTCODEHASH 30 SSTORE 16 SLOAD BALANCE 31 SSTORE\n"
  # Code that begins with 0xef is refused, and takes the gas.
  + made(assemble("0xef 0 MSTORE8 1 0 RETURN"), "{0} {1} 0 CREATE") + " POP STOP")
HEIR = "0x" + "be" * 20
SELFDESTRUCT = results(made(assemble(f"{HEIR} SELFDESTRUCT"), "{0} {1} 100 CREATE")) + (
  f"\n16 SLOAD BALANCE 17 SSTORE {HEIR} BALANCE 18 SSTORE 0xabcdef SELFDESTRUCT")

FAMILIES = [
  ("arithmetic", ARITHMETIC, OPERANDS), ("comparison", COMPARISON, OPERANDS),
  ("bits", BITWISE, OPERANDS), ("Keccak", KECCAK, random.randbytes(208)),
  ("environment", ENVIRONMENT, random.randbytes(40)), ("block", BLOCK, b""),
  ("stack, memory and flow", FLOW, random.randbytes(150)), ("storage", STORAGE, b""),
  ("logs", LOG, random.randbytes(96)), ("calls", CALLS, random.randbytes(32)),
  ("creations", CREATES, b""), ("self-destruction", SELFDESTRUCT, b""),
]

# ---- The precompiles ------------------------------------------------------------------------------

# Calls the precompile that the first two bytes name with the rest; keeps success, size and hash of what
# it returns in slots 16 to 18.
FORWARD = """
  2 CALLDATASIZE SUB DUP1 2 0 CALLDATACOPY
  0 0 DUP3 0 0 CALLDATALOAD 240 SHR GAS STATICCALL 16 SSTORE POP
  RETURNDATASIZE 17 SSTORE RETURNDATASIZE 0 0 RETURNDATACOPY
  RETURNDATASIZE 0 KECCAK256 18 SSTORE"""


def word(n, size=32):
  return int(n).to_bytes(size, "big")


def bn_g1(k):
  return b"".join(word(c) for c in bn.normalize(bn.multiply(bn.G1, k)))


def bn_g2(k):
  return b"".join(word(c.coeffs[i]) for c in bn.normalize(bn.multiply(bn.G2, k)) for i in (1, 0))


def bls_g1(k):
  return b"".join(word(c, 64) for c in bls.normalize(bls.multiply(bls.G1, k)))


def bls_g2(k):
  return b"".join(word(c.coeffs[i], 64) for c in bls.normalize(bls.multiply(bls.G2, k)) for i in (0, 1))


def recovery_input():
  digest = hashlib.sha256(b"cairn").digest()
  signature = KEY.sign_recoverable(digest, hasher=None)
  return digest + word(27 + signature[64]) + signature[:64]


def p256_input():
  # Deterministic (RFC 6979), so that the file comes out the same.
  key = ec.derive_private_key(int.from_bytes(SECRET, "big") >> 1, ec.SECP256R1())
  digest = hashlib.sha256(b"cairn").digest()
  signature = key.sign(
    digest, ec.ECDSA(Prehashed(hashes.SHA256()), deterministic_signing=True))
  point = key.public_key().public_numbers()
  return digest + b"".join(word(n) for n in (*decode_dss_signature(signature), point.x, point.y))


# The polynomial x, opened at 5: the commitment is g1_monomial[1] of the ceremony's
# trusted_setup_4096.json (consensus-specs, presets/mainnet), the quotient 1, so the proof is G1.
KZG_COMMITMENT = bytes.fromhex(
  "ad3eb50121139aa34db1d545093ac9374ab7bca2c0f3bf28e27c8dcd8fc7cb42d25926fc0c97b336e9f0fb35e5a04c81")
KZG_PROOF = bytes.fromhex(
  "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb")
KZG_INPUT = (
  b"\x01" + hashlib.sha256(KZG_COMMITMENT).digest()[1:] + word(5) + word(5) + KZG_COMMITMENT + KZG_PROOF)

PRECOMPILES = [
  (0x01, "ecrecover", recovery_input()), (0x02, "SHA-256", b"cairn" * 20),
  (0x03, "RIPEMD-160", b"cairn" * 20), (0x04, "identity", b"cairn" * 20),
  (0x05, "modexp", word(32) + word(2) + word(33) + random.randbytes(32) + b"\xc0\x01"
    + random.randbytes(32) + b"\x81"),
  (0x06, "BN254 add", bn_g1(5) + bn_g1(9)), (0x07, "BN254 multiply", bn_g1(7) + word(random.getrandbits(250))),
  (0x08, "BN254 pairing", bn_g1(2) + bn_g2(3) + bn_g1(bn.curve_order - 6) + bn_g2(1)),
  (0x09, "BLAKE2b", word(12, 4) + random.randbytes(192) + word(3, 1).ljust(8, b"\0") + bytes(8) + b"\x01"),
  (0x0A, "point evaluation", KZG_INPUT), (0x0B, "BLS12-381 G1 add", bls_g1(5) + bls_g1(9)),
  (0x0C, "BLS12-381 G1 MSM", b"".join(bls_g1(k) + word(random.getrandbits(255)) for k in (2, 3))),
  (0x0D, "BLS12-381 G2 add", bls_g2(5) + bls_g2(9)),
  (0x0E, "BLS12-381 G2 MSM", b"".join(bls_g2(k) + word(random.getrandbits(255)) for k in (2, 3))),
  (0x0F, "BLS12-381 pairing",
    bls_g1(2) + bls_g2(3) + bls_g1(bls.curve_order - 6) + bls_g2(1)),
  (0x10, "BLS12-381 map to G1", word(random.getrandbits(380), 64)),
  (0x11, "BLS12-381 map to G2", word(random.getrandbits(380), 64) + word(random.getrandbits(380), 64)),
  (0x100, "P-256 verify", p256_input()),
]

# ---- The Swift file -------------------------------------------------------------------------------

NO_LOGS = "0x" + keccak256(rlp.encode(())).hex()


def literal(text, indent):
  """A string in lines of at most 100 columns."""
  if len(text) + indent < 80:
    return f'"{text}"'
  width, pad = 98 - indent - 2, " " * (indent + 2)
  lines = [text[i:i + width] for i in range(0, len(text), width)]
  return '"""\n' + "".join(f"{pad}{line}\\\n" for line in lines[:-1]) + f'{pad}{lines[-1]}\n{pad}"""'


def emit(label, code, data, outcome):
  print(f'      EVMVector(\n        "{label}",\n        code: {code},')
  if data:
    print(f"        input: {literal(data.hex(), 8)},")
  gas, root, logs, _ = outcome
  print(f'        gas: {gas},\n        root: "{root}"', end="")
  print(f',\n        logs: "{logs}"),' if logs != NO_LOGS else "),")


def show(state, only):
  """The slots from 16 on, to be looked at while writing programs."""
  trie = state._storage_tries.get(Address(CONTRACT))
  for key, value in sorted((trie._data if trie else {}).items()):
    print(f"{only} {int.from_bytes(key, 'big'):4} {int(value):#x}", file=sys.stderr)


def main():
  print("""// Made by Tests/EVMTests/Oracle/selftest_vectors.py, where the programs stand in words. Not to be
// edited.

extension EVMVector {""")
  print("  /// One transaction for each family of instructions.")
  print("  static var families: [EVMVector] {\n    [")
  for name, text, data in FAMILIES:
    code = assemble(text)
    outcome = execute(code, data)
    if "--show" in sys.argv:
      show(outcome[3], name)
    emit(name, literal(code.hex(), 8), data, outcome)
  print("    ]\n  }\n\n  /// One call of each precompile.\n  static var precompiles: [EVMVector] {\n    [")
  forward = assemble(FORWARD)
  for address, name, data in PRECOMPILES:
    outcome = execute(forward, word(address, 2) + data)
    if "--show" in sys.argv:
      show(outcome[3], name)
    emit(name, "forward", word(address, 2) + data, outcome)
  print(f"""    ]
  }}

  /// Calls the precompile that the first two bytes of the call data name, and keeps what came of
  /// it.
  private static var forward: String {{
    {literal(forward.hex(), 4)}
  }}

  static var sender: String {{ "0x{SENDER.hex()}" }}
  static var callee: String {{
    {literal(CALLEE_CODE.hex(), 4)}
  }}
}}""")


main()
