#!/usr/bin/env python3
"""Runs generated blocks in `cairn-evm t8n` and in the execution specification, and compares gas, logs,
receipts, refusals and roots. Outputs are compared through the roots: contracts store the hash of what
others answer.

    pip install ethereum-execution==2.20.0
    Tests/Differential/differential.py --program .build/release/cairn-evm --transactions 5000 --seed 1

Exits 1 at a difference; `--keep DIR` keeps the input of each block that differed.
"""

import argparse
import contextlib
import copy
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import time

import generate

sys.setrecursionlimit(60_000)
REWARD = 2 * 10**18


class Specification:
    def __init__(self):
        from ethereum_spec_tools.evm_tools import create_parser
        from ethereum_spec_tools.evm_tools.t8n import T8N, ForkCache
        logging.disable(logging.CRITICAL)
        self.T8N, self.cache, self.parser = T8N, ForkCache(), create_parser()
        self.folder = tempfile.mkdtemp()

    def run(self, fork, block):
        arguments = [
            "t8n", "--input.alloc=stdin", "--input.env=stdin", "--input.txs=stdin",
            "--output.alloc=stdout", "--output.result=stdout", "--output.basedir=" + self.folder,
            "--state.fork=" + fork, "--state.chainid=1", "--state.reward=%d" % REWARD,
        ]
        output = io.StringIO()
        with contextlib.redirect_stderr(io.StringIO()):
            tool = self.T8N(
                self.parser.parse_args(arguments), output, io.StringIO(json.dumps(block)), self.cache)
            tool.run()
        return json.loads(output.getvalue())


def cairn(program, fork, block, tier):
    arguments = [
        program, "t8n", "--input.alloc=stdin", "--input.env=stdin", "--input.txs=stdin",
        "--output.alloc=stdout", "--output.result=stdout", "--state.fork=" + fork, "--state.chainid=1",
        "--state.reward=%d" % REWARD,
    ] + ([] if tier is None else ["--tier=%d" % tier])
    process = subprocess.run(arguments, input=json.dumps(block), capture_output=True, text=True)
    if process.returncode != 0:
        raise RuntimeError("cairn-evm ended with %d: %s" % (process.returncode, process.stderr[:500]))
    return json.loads(process.stdout)


def sign_authorization(key, chain, address, nonce):
    from ethereum.crypto.hash import keccak256
    from ethereum_rlp import rlp
    from ethereum_types.numeric import Uint
    from ethereum_spec_tools.evm_tools.utils import secp256k1_sign
    content = rlp.encode([Uint(chain), bytes.fromhex(address[2:]), Uint(nonce)])
    return tuple(int(part) for part in secp256k1_sign(keccak256(b"\x05" + content), key))


def number(value):
    return int(value or "0x0", 16)


def receipts(result, theirs):
    rows = []
    for receipt in result["receipts"]:
        if theirs:
            status = receipt.get("post_state") or ("0x1" if receipt["succeeded"] else "0x0")
            bloom = receipt["bloom"]
        else:
            status = receipt["root"] if receipt["root"] != "0x" else receipt["status"]
            bloom = receipt["logsBloom"]
        logs = [(log["address"], log["topics"], log["data"]) for log in receipt["logs"]]
        rows.append((receipt["transactionHash"], status, number(receipt["cumulativeGasUsed"]), bloom, logs))
    return rows


def accounts(alloc):
    rows = {}
    for address, account in alloc.items():
        slots = {int(k, 16): int(v, 16) for k, v in account.get("storage", {}).items()}
        rows[address] = (
            number(account.get("nonce")), number(account.get("balance")), account.get("code", "0x"),
            {k: v for k, v in slots.items() if v})
    return rows


def differences(ours, theirs):
    a, b = ours["result"], theirs["result"]
    found = []
    names = ["stateRoot", "logsHash", "logsBloom", "withdrawalsRoot", "requestsHash"]
    if not b["rejected"]:
        # The specification's tool leaves gaps in these tries where it refused a transaction.
        names += ["txRoot", "receiptsRoot"]
    for name in names:
        if a.get(name) != b.get(name):
            found.append("%s %s, expected %s" % (name, a.get(name), b.get(name)))
    if number(a["gasUsed"]) != number(b["gasUsed"]):
        found.append("gasUsed %d, expected %d" % (number(a["gasUsed"]), number(b["gasUsed"])))
    refused = [[entry["index"] for entry in side.get("rejected", [])] for side in (a, b)]
    if refused[0] != sorted(refused[1]):
        found.append("refused %s, expected %s" % (a.get("rejected"), b.get("rejected")))
    for index, (x, y) in enumerate(zip(receipts(a, False), receipts(b, True))):
        if x != y:
            found.append("receipt %d: %s, expected %s" % (index, x[1:3], y[1:3]))
            break
    if found:
        x, y = accounts(ours["alloc"]), accounts(theirs["alloc"])
        for address in sorted(set(x) | set(y)):
            if x.get(address) != y.get(address):
                found.append("%s: %s, expected %s" % (address, x.get(address), y.get(address)))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--transactions", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forks", default=",".join(generate.FORKS))
    parser.add_argument("--block", type=int, default=8, help="transactions in a block")
    parser.add_argument("--tier", type=int)
    parser.add_argument("--keep")
    options = parser.parse_args()
    forks = options.forks.split(",")
    specification, begin = Specification(), time.time()
    makers = {fork: generate.Blocks(options.seed, fork) for fork in forks}
    done = executed = failed = blocks = 0
    while done < options.transactions:
        fork = forks[blocks % len(forks)]
        block = makers[fork].block(options.block, sign_authorization)
        theirs = specification.run(fork, copy.deepcopy(block))
        ours = cairn(options.program, fork, block, options.tier)
        found = differences(ours, theirs)
        if found:
            failed += 1
            print("FAIL seed %d, %s, block %d: %s" % (options.seed, fork, blocks, "\n  ".join(found)))
            if options.keep:
                os.makedirs(options.keep, exist_ok=True)
                with open(os.path.join(options.keep, "%s-%d.json" % (fork, blocks)), "w") as file:
                    json.dump(block, file, indent=1)
        done += len(block["txs"])
        executed += len(theirs["result"]["receipts"])
        blocks += 1
    print("%d transactions (%d executed) in %d blocks of %d forks, %d differ, %.0f s" % (
        done, executed, blocks, len(forks), failed, time.time() - begin))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
