"""An independent verifier of Cairn's proof files, written from the documented byte rules alone.

    python3 verify_proof.py FLEET_KEY FILE...

prints for each line of each file, which is a proof, one word, `trusted`, `consistent` or `broken`, and behind it the part that is
wrong. It shares no code with Cairn: signatures are eth_account's, RLP is `rlp`'s, trie proofs are
`trie`'s. FLEET_KEY is an address, or `-` for none. Needs: eth_account rlp trie.
"""

import json
import re
import sys

import rlp
from eth_account import Account
from eth_utils import keccak
from rlp.exceptions import RLPException as RLP
from trie import HexaryTrie

TYPES = {
    "reading": "Reading(bytes32 sensor,uint64 term,uint64 counter,bytes32 previous,int64 mantissa,"
    "int8 exponent,bytes32 unit,uint64 time,uint8 clock,uint32 uncertainty,uint32 segment,"
    "bytes16 boot,uint8 flags,bytes32 calibration)",
    "batch": "ReadingBatch(address board,uint64 term,bytes32 instrument,uint64 number,bytes32 root,"
    "uint32 count,bytes32 previous,bytes32 agent,bytes32 configuration)",
    "delegation": "Delegation(address board,uint64 term,bytes32 instrument,uint32 index,address key)",
    "seal": "Seal(address board,uint64 term,uint64 height,bytes32 blockHash,bytes32 accessListHash,"
    "bytes32 manifestHash)",
    "cosignatures": "Cosignature(address board,uint64 term,uint64 height,bytes32 blockHash,"
    "bytes32 accessListHash,bytes32 manifestHash,uint64 witnessTerm)",
    "receipts": "Receipt(address board,uint64 term,uint64 height,bytes32 blockHash,"
    "bytes32 manifestHash,uint64 time)",
    "checkpoint": "Checkpoint(address log,uint64 size,bytes32 root,bytes32 previous,uint64 time,"
    "bytes32 manifestHash)",
    "manifests": "Manifest(uint64 version,bytes32 previous,bytes32 content)",
    "entry": "LogEntry(address board,uint64 term,uint64 height,bytes32 blockHash)",
}
DOMAIN = "EIP712Domain(string name,string version,bytes32 salt)"
HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
RECORD = keccak(text="record(bytes32,bytes16,bytes32,bytes32,uint8,uint256,uint256,uint256[])")[:4]
BATCH_EVENT = keccak(text="Batch(bytes32,uint64,uint32,bytes32,bytes32)")


class Broken(Exception):
    """A part that is not what it should be."""


def need(condition, part):
    if not condition:
        raise Broken(part)


def raw(text, size=None):
    if not re.fullmatch("0x([0-9a-fA-F]{2})*", text):
        raise ValueError("not hexadecimal")
    data = bytes.fromhex(text[2:])
    if size is not None and len(data) != size:
        raise ValueError("wrong length")
    return data


def fields(kind):
    return [field.split(" ") for field in TYPES[kind].split("(")[1][:-1].split(",")]


def word(kind, value):
    if kind == "address":
        return raw(value, 20).rjust(32, b"\0")
    if kind.startswith("bytes"):
        return raw(value, int(kind[5:])).ljust(32, b"\0")
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError("no number")
    if isinstance(value, str) and (str(int(value)) != value or abs(int(value)) < 1 << 53):
        raise ValueError("another form of a number")
    number, size = int(value), int(re.sub(r"\D", "", kind)) // 8
    bytes_of = number.to_bytes(size, "big", signed=kind[0] == "i")
    return bytes_of.rjust(32, b"\xff" if number < 0 else b"\0")


def struct_hash(kind, record):
    words = b"".join(word(form, record[name]) for form, name in fields(kind))
    return keccak(keccak(text=TYPES[kind]) + words)


def leaf(digest):
    return keccak(b"\0" + digest)


def tree_root(digest, index, count, path):
    """The rule of Cairn's DigestTree: a last node without a partner is carried up."""
    if not 0 <= index < count:
        return None
    node, used = leaf(digest), 0
    while count > 1:
        if index % 2 == 1 or index + 1 < count:
            if used == len(path):
                return None
            pair = path[used] + node if index % 2 == 1 else node + path[used]
            node, used = keccak(b"\1" + pair), used + 1
        index, count = index // 2, (count + 1) // 2
    return node if used == len(path) else None


class Proof:
    def __init__(self, document):
        self.file = document
        self.key = raw(document["fleetKey"], 20)
        fleet = keccak(b"cairn fleet" + self.key)
        self.fleet = fleet
        self.separator = keccak(
            keccak(text=DOMAIN) + keccak(text="Cairn") + keccak(text="1") + fleet
        )
        self.contents, self.versions = {}, []

    def digest(self, kind, record):
        return keccak(b"\x19\x01" + self.separator + struct_hash(kind, record))

    def signer(self, kind, record):
        signature = raw(record["signature"], 65)
        r, s, v = signature[:32], signature[32:64], signature[64]
        need(v in (27, 28) and 0 < int.from_bytes(s, "big") <= HALF_ORDER, kind)
        try:
            recover = Account._recover_hash
            return raw(recover(self.digest(kind, record), vrs=(v, "0x" + r.hex(), "0x" + s.hex())))
        except Exception:
            raise Broken(kind)

    def check_manifests(self):
        entries = self.file.get("manifests", [])
        for place, entry in enumerate(entries):
            need(self.signer("manifests", entry) == self.key, "manifests")
            if place:
                need(entry["version"] == entries[place - 1]["version"] + 1, "manifests")
                need(raw(entry["previous"], 32) == self.versions[-1], "manifests")
            self.versions.append(self.digest("manifests", entry))
            if "bytes" in entry:
                content = raw(entry["bytes"])
                need(keccak(content) == raw(entry["content"]), "manifests")
                items = rlp.decode(content)
                need(items[0] == b"\1" and items[1] == self.key, "manifests")
                self.contents[self.versions[-1]] = items
        if entries:
            need("bytes" in entries[-1], "manifests")
        self.newest = self.contents[self.versions[-1]] if entries else None

    def member(self, manifest):
        lane = [raw(self.seal["board"], 20), self.seal["term"]]
        for entry in manifest[4]:
            if [entry[0], int.from_bytes(entry[1], "big")] == lane:
                return entry
        return None

    def check_seal(self):
        self.seal = seal = self.file["seal"]
        board = raw(seal["board"], 20)
        need(self.signer("seal", seal) == board, "seal")
        need(int(seal["manifestHash"], 16) == 0 or raw(seal["manifestHash"]) in self.versions, "seal")
        if not self.newest:
            return board == self.key
        need(self.member(self.newest), "seal")
        for ending in self.newest[9]:
            if ending[0] == board and int.from_bytes(ending[1], "big") == seal["term"]:
                last, height = int.from_bytes(ending[2], "big"), seal["height"]
                same = height == last and ending[3] == raw(seal["blockHash"])
                need(height < last or same, "seal")
        return True

    def check_headers(self):
        header = raw(self.file["header"])
        need(keccak(header) == raw(self.seal["blockHash"], 32), "header")
        items = rlp.decode(header)
        self.height = int.from_bytes(items[8], "big")
        need(self.height == self.seal["height"], "header")
        self.transactions, self.results = items[4], items[5]
        self.hashes = [keccak(header)]
        for text in self.file.get("headers", []):
            need(rlp.decode(raw(text))[0] == self.hashes[-1], "headers")
            self.hashes.append(keccak(raw(text)))

    def check_statement(self, kind, entry):
        need([entry["board"], entry["term"]] == [self.seal["board"], self.seal["term"]], kind)
        need(raw(entry["manifestHash"], 32) in self.versions, kind)
        place = entry["height"] - self.height
        need(0 <= place < len(self.hashes), kind)
        signer = self.signer(kind, entry)
        same = self.hashes[place] == raw(entry["blockHash"])
        need(same or place == 0 or not self.is_legitimate(kind, entry, signer), "headers")
        need(same, kind)
        return signer

    def is_legitimate(self, kind, entry, signer):
        if kind == "receipts":
            return any(signer == one[0] for one in self.newest[6])
        manifest = self.contents.get(raw(entry["manifestHash"]), self.newest)
        term = entry["witnessTerm"]
        return signer in self.member(manifest)[4] and any(
            one[0] == signer and int.from_bytes(one[1], "big") == term for one in manifest[5]
        )

    def check_company(self):
        for kind in ("cosignatures", "receipts"):
            for entry in self.file.get(kind, []):
                need(self.is_legitimate(kind, entry, self.check_statement(kind, entry)), kind)
        if "checkpoint" in self.file:
            point = self.file["checkpoint"]
            log = self.signer("checkpoint", point)
            need(log == raw(point["log"], 20), "checkpoint")
            need(raw(point["manifestHash"], 32) in self.versions, "checkpoint")
            need(any(log == one[0] for one in self.newest[6]), "checkpoint")
            place = point["height"] - self.height
            need(0 <= place < len(self.hashes), "checkpoint")
            entry = dict(self.seal, height=point["height"], blockHash="0x" + self.hashes[place].hex())
            path = [raw(text, 32) for text in point["path"]]
            root = tree_root(struct_hash("entry", entry), point["index"], point["size"], path)
            need(root == raw(point["root"], 32), "checkpoint")

    def check_item(self, root, nodes, item):
        index = self.file["transaction"]["index"]
        try:
            proof = [rlp.decode(raw(node)) for node in nodes]
            found = HexaryTrie.get_from_proof(root, rlp.encode(index), proof)
        except Exception:
            raise Broken("transaction")
        need(found == raw(item), "transaction")

    def check_transaction(self):
        part, batch = self.file["transaction"], self.file["batch"]
        self.check_item(self.transactions, part["nodes"], part["raw"])
        self.check_item(self.results, part["receiptNodes"], part["receipt"])
        need(raw(part["raw"])[0] == 2 and raw(part["receipt"])[0] == 2, "transaction")
        fields = rlp.decode(raw(part["raw"])[1:])
        log, self.call = fields[5], fields[7]
        term = int(self.seal["term"]).to_bytes(8, "big")
        chain = keccak(b"cairn chain" + self.fleet + raw(self.seal["board"]) + term)
        span = 4503599627370476 - 2**40 + 1
        expected = 2**40 + int.from_bytes(chain[:8], "big") % span
        need(int.from_bytes(fields[0], "big") == expected, "transaction")
        receipt = rlp.decode(raw(part["receipt"])[1:])
        need(receipt[0] == b"\1" and self.call[:4] == RECORD, "transaction")
        digest = self.digest("batch", batch)
        return any(
            entry[0] == log and entry[1][0] == BATCH_EVENT and entry[2][-32:] == digest
            for entry in receipt[3]
        )

    def check_batch(self):
        batch, key = self.file["batch"], raw(self.seal["board"], 20)
        same = [batch["board"], batch["term"]] == [self.seal["board"], self.seal["term"]]
        if "delegation" in self.file:
            word_of = self.file["delegation"]
            need(self.signer("delegation", word_of) == key, "delegation")
            same = same and word_of["instrument"] == batch["instrument"]
            key = raw(word_of["key"], 20)
        need(same and self.signer("batch", batch) == key, "batch")
        words = [self.call[at : at + 32] for at in range(4, len(self.call), 32)]
        signature = raw(batch["signature"])
        need(words[0] == raw(batch["instrument"]) and words[2] == raw(batch["agent"]), "batch")
        need(words[3] == raw(batch["configuration"]), "batch")
        need(words[4][31:] + words[5] + words[6] == signature[64:] + signature[:64], "batch")

    def check_reading(self):
        reading, batch = self.file["reading"], self.file["batch"]
        need(reading["term"] == batch["term"], "reading")
        path = [raw(text, 32) for text in reading["path"]]
        root = tree_root(struct_hash("reading", reading), reading["index"], batch["count"], path)
        need(root == raw(batch["root"]), "reading")
        name = raw(self.seal["board"], 20) + self.file["sensor"].encode()
        need(keccak(name) == raw(reading["sensor"]), "sensor")


def verify(document, trusted):
    proof = Proof(document)
    need(document["format"] == "cairn-proof/1", "file")
    need(trusted is None or proof.key == trusted, "fleetKey")
    proof.check_manifests()
    is_member = proof.check_seal()
    proof.check_headers()
    proof.check_company()
    is_recorded = proof.check_transaction()
    proof.check_batch()
    need(is_recorded, "transaction")
    proof.check_reading()
    return "trusted" if trusted is not None and is_member else "consistent"


def main():
    trusted = None if sys.argv[1] == "-" else raw(sys.argv[1], 20)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            for line in file.read().splitlines():
                try:
                    print(verify(json.loads(line), trusted))
                except Broken as part:
                    print("broken", part)
                except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RLP) as error:
                    print("broken file", type(error).__name__)


main()
