#!/usr/bin/env python3
"""Does in revm (package pyrevm) what a test did in our machine, and prints each difference in
success, gas, output, logs and storage, or the count of calls that agree.

A line of the file is one of
    chain ID
    call TIME FROM TO|- DATA GAS SUCCESS GAS_USED OUTPUT|- LOGS|-
    slot CONTRACT KEY VALUE
The slots are those that are not zero at the end; the other machine may have no others in the
contracts that are named.
"""

import re
import sys

from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env

ACCOUNT = re.compile(r"(0x[0-9a-f]{40}): Account \{ info: AccountInfo ")
NONCE = re.compile(r"nonce: (\d+)")
CODE = re.compile(r"bytecode: 0x([0-9a-f]*), state: \w+ \{ len: (\d+)")
SLOT = re.compile(
    r"(\d+): StorageSlot \{ previous_or_original_value: \d+, present_value: (\d+) \}")


class Account:
    def __init__(self, nonce=0, code=b""):
        self.nonce, self.code, self.slots = nonce, code, {}


class Replay:
    def __init__(self, path):
        self.lines = [line.split(" ") for line in open(path).read().splitlines()]
        self.chain = int(self.lines[0][1])
        self.world = {}
        self.nonces = {}
        self.calls = 0
        self.found = []

    def run(self):
        expected = {}
        for index, line in enumerate(self.lines[1:], 2):
            if line[0] == "call":
                self.call(index, *line[1:])
            else:
                expected.setdefault(line[1].lower(), {})[int(line[2], 16)] = int(line[3], 16)
        for address, slots in expected.items():
            self.compare_storage(address, slots)
        print("\n".join(self.found) or f"{self.calls} calls agree")

    def machine(self, time):
        """One that knows the world and has touched nothing: what a machine touched stays warm, so
        each call has its own, and what was put in is forgotten by the journal."""
        evm = EVM(env=Env(cfg=CfgEnv(chain_id=self.chain)), spec_id="CANCUN")
        evm.set_block_env(BlockEnv(
            number=1, timestamp=time, basefee=0, gas_limit=1_000_000_000, prevrandao=bytes(32),
            excess_blob_gas=0))
        for address, account in self.world.items():
            before = evm.snapshot()
            evm.insert_account_info(address, AccountInfo(nonce=account.nonce, code=account.code))
            evm.revert(before)
            for key, value in account.slots.items():
                before = evm.snapshot()
                evm.insert_account_storage(address, key, value)
                evm.revert(before)
        return evm

    def remember(self, evm):
        """What the journal says of accounts, their code and slots."""
        state = evm.journal_str.split("transient_storage:")[0]
        pieces = ACCOUNT.split(state)[1:]
        for address, text in zip(pieces[::2], pieces[1::2]):
            account = self.world.setdefault(address, Account())
            account.nonce = int(NONCE.search(text)[1])
            if code := CODE.search(text):
                account.code = bytes.fromhex(code[1])[:int(code[2])]
            for key, value in SLOT.findall(text):
                account.slots[int(key)] = int(value)

    def call(self, index, time, sender, target, data, gas, success, used, output, logs):
        evm = self.machine(int(time))
        data, gas = bytes.fromhex(data[2:]), int(gas)
        answer, created = b"", None
        try:
            if target == "-":
                created = evm.deploy(sender, data, gas=gas)
            else:
                answer = bytes(evm.message_call(sender, target, calldata=data, gas=gas))
        except RuntimeError:
            pass
        self.remember(evm)
        # The package counts the nonce of creations only.
        self.nonces[sender] = self.nonces.get(sender, 0) + 1
        self.world.setdefault(sender, Account()).nonce = self.nonces[sender]
        result = evm.result
        if created:
            answer = self.world[created.lower()].code
        self.calls += 1
        self.compare(index, "success", int(success), int(result.is_success))
        self.compare(index, "gas", int(used), result.gas_used)
        if result.is_success:
            self.compare(index, "output", output, "0x" + answer.hex())
        mine = [] if logs == "-" else logs.split(";")
        theirs = [self.log(log) for log in result.logs] if result.is_success else []
        self.compare(index, "logs", mine, theirs)

    @staticmethod
    def log(log):
        topics, data = log.data
        topics = ["0x" + t.removeprefix("0x") if isinstance(t, str) else "0x" + bytes(t).hex()
                  for t in topics]
        return ",".join([log.address.lower(), *topics, "0x" + bytes(data).hex()])

    def compare(self, index, what, mine, theirs):
        lower = [m.lower() for m in mine] if isinstance(mine, list) else mine
        if isinstance(lower, str):
            lower = lower.lower()
        if lower != theirs:
            self.found.append(f"line {index}: {what} is {mine} here and {theirs} in revm")

    def compare_storage(self, address, mine):
        account = self.world.get(address, Account())
        theirs = {key: value for key, value in account.slots.items() if value}
        for key in sorted(mine.keys() | theirs.keys()):
            self.compare(f"{address} {key:#x}", "slot", mine.get(key, 0), theirs.get(key, 0))


Replay(sys.argv[1]).run()
