#!/usr/bin/env python3
"""Does in revm (package pyrevm) what a test did in our machine, and prints each difference in
success, gas, output, logs and storage, or the count of calls that agree.

A line of the file is one of
    chain ID
    call TIME FROM TO|- DATA GAS SUCCESS GAS_USED OUTPUT|- LOGS|-
    slot CONTRACT KEY VALUE
The slots are those that are not zero at the end; the other machine may have no others.
"""

import sys

from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env


class Replay:
    def __init__(self, path):
        self.lines = [line.split(" ") for line in open(path).read().splitlines()]
        chain = int(self.lines[0][1])
        self.evm = EVM(env=Env(cfg=CfgEnv(chain_id=chain)), spec_id="CANCUN")
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

    def call(self, index, time, sender, target, data, gas, success, used, output, logs):
        self.evm.set_block_env(BlockEnv(
            number=1, timestamp=int(time), basefee=0, gas_limit=1_000_000_000,
            prevrandao=bytes(32), excess_blob_gas=0))
        data, gas = bytes.fromhex(data[2:]), int(gas)
        answer = b""
        try:
            if target == "-":
                created = self.evm.deploy(sender, data, gas=gas)
                answer = bytes(self.evm.get_code(created))
            else:
                answer = bytes(self.evm.message_call(sender, target, calldata=data, gas=gas))
        except RuntimeError:
            pass
        result = self.evm.result
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

    def compare_storage(self, address, slots):
        for key, value in slots.items():
            other = self.evm.storage(address, key)
            if other != value:
                self.found.append(f"{address} slot {key:#x}: {value:#x} here, {other:#x} in revm")


Replay(sys.argv[1]).run()
