#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ATK-12: one fault over each instruction of the boot, login and mode decisions, in the ARM image.

usage: skip.py --dir BUILD_DIR [--long] [--only CASE,...] [--jobs N]

For each instruction of the library that a case passes: leave it out; and flip bits of each register
that it reads, its flags included. What must be refused must not be granted. The honest counterpart
of each case must be granted without a fault, and a naive comparison must be found broken by both
kinds of fault: otherwise the campaign proves nothing.

Quick: first passage of each instruction, two bits of each register. Long: the first passages up to
PASSAGES, all 32 bits.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import random
import re
import sys
import threading

import machine
import thumb

CASES = ("mode", "auth", "boot", "plain")
SUPPORT = re.compile(r"^(psa_|skip_(main|ready|done|call|crash|late|psa|watch)|sum_|flash_|counter_|random_bytes|"
                     r"alarm|button|save|load|set_up|decide|verdict.*|protect|run_case|.*_case|reset_handler|mem|_)")
PASSAGES = 3  # of an instruction in a loop, in the long run
BITS = 2      # of each register, in the quick run
PIECE = 12    # instructions that a worker takes at a time


def faults_of(instruction, long, chance):
    """(kind, description, fault) of all faults at one instruction."""
    function, address, size, reads = instruction
    yield "skips", "skip at %#x in %s" % (address, function), machine.skip_fault(address, size)
    for register in reads:
        bits = list(thumb.FLAGS if register == machine.XPSR else range(32))
        if not long:
            bits = chance.sample(bits, BITS)
        for bit in bits:
            name = "the flags" if register == machine.XPSR else "r%d" % register
            yield ("flips", "bit %d of %s at %#x in %s" % (bit, name, address, function),
                   machine.flip_fault(register, bit))


def run_piece(processor, case, piece, long):
    """All faults at some instructions of a case."""
    number = 2 * CASES.index(case)
    result = {"instructions": 0, "skips": 0, "flips": 0, "crashes": 0, "bypasses": []}
    for instruction in piece:
        chance = random.Random(instruction[1])
        for passage in range(1, (PASSAGES if long else 1) + 1):
            verdict = None
            for kind, what, fault in faults_of(instruction, long, chance):
                verdict = processor.faulty_run(number, instruction[1], passage, fault)
                if verdict is None:
                    break
                result[kind] += 1
                result["crashes"] += verdict in ("crash", "late")
                if verdict == "granted":
                    result["bypasses"].append("%s, passage %d" % (what, passage))
            if verdict is None:
                break
            result["instructions"] += passage == 1
    return result


def sane(processor, case):
    """No fault before has left anything behind: both counterparts are decided rightly."""
    number = 2 * CASES.index(case)
    return (processor.plain_run(number + 1) == "granted" and
            processor.plain_run(number) == "refused")


def sure_piece(processor, case, piece, long):
    """run_piece(), on a processor that is as it should be before and after."""
    for _ in range(3):
        result = run_piece(processor, case, piece, long)
        if sane(processor, case):
            return result
        processor.start()
    raise RuntimeError("ATK-12 %s: a fault damages the machine for good" % case)


def pieces_of(code, only):
    for case in CASES:
        if only and case not in only:
            continue
        mine = [c for c in code if (c[0] == "skip_plain") == (case == "plain")]
        for i in range(0, len(mine), PIECE):
            yield case, mine[i:i + PIECE]


def add(total, part):
    for name, value in part.items():
        total[name] += value
    return total


def campaign(folder, long, only=(), jobs=2):
    """Runs all cases; an empty list when the image is not there."""
    image = os.path.join(folder, "skip", "skip.elf")
    if not os.path.exists(image):
        return []
    with open(image, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    code = [c for c in thumb.instructions_of(image) if not SUPPORT.match(c[0])]
    symbols = thumb.symbols_of(image)
    own, all_of_them = threading.local(), []

    def work(task):
        if not hasattr(own, "processor"):
            own.processor = machine.Machine(image, symbols)
            own.processor.start()
            all_of_them.append(own.processor)
        if task[1] is None:
            number = 2 * CASES.index(task[0])
            return {"honest": own.processor.plain_run(number + 1),
                    "attack": own.processor.plain_run(number)}
        return sure_piece(own.processor, task[0], task[1], long)

    tasks = [(case, None) for case in CASES if not only or case in only]
    tasks += pieces_of(code, only)
    results = {}
    try:
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for (case, piece), part in zip(tasks, pool.map(work, tasks)):
                if piece is None:
                    results[case] = dict(part, case=case, image=digest, instructions=0, skips=0,
                                         flips=0, crashes=0, bypasses=[])
                else:
                    add(results[case], part)
    finally:
        for processor in all_of_them:
            processor.stop()
    return list(results.values())


def sound(result):
    """The case can be decided both ways, and faults were tried."""
    return (result["honest"] == "granted" and result["attack"] == "refused" and
            result["skips"] > 0 and result["flips"] > 0)


def found(result, kind):
    return any(b.startswith(kind) for b in result["bypasses"])


def judge(results):
    """(passed, failed, skipped, complaints)."""
    if not results:
        return 0, 0, 1, []
    passed, failed, complaints = 0, 0, []
    for r in results:
        held = not r["bypasses"]
        if r["case"] == "plain":
            held = found(r, "skip") and found(r, "bit")
        if sound(r) and held:
            passed += 1
        else:
            failed += 1
            complaints.append("ATK-12 %s: honest %s, attack %s, %d skips, %d flips, bypasses: %s" % (
                r["case"], r["honest"], r["attack"], r["skips"], r["flips"],
                "; ".join(r["bypasses"]) or "none"))
    return passed, failed, 0, complaints


def report(results):
    lines = ["| decision | instructions | skips | register bits flipped | of all crashed or hung | bypasses |",
             "|---|---|---|---|---|---|"]
    for r in results:
        name = "naive comparison (must fail)" if r["case"] == "plain" else r["case"]
        lines.append("| %s | %d | %d | %d | %d | %d |" % (
            name, r["instructions"], r["skips"], r["flips"], r["crashes"], len(r["bypasses"])))
    if not results:
        lines.append("| not run: the image could not be built | | | | | |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    only = tuple(filter(None, args.only.split(",")))
    results = campaign(args.dir, args.long, only, args.jobs)
    print("\n".join(report(results)))
    print(json.dumps({r["case"]: r["bypasses"] for r in results}, indent=1))
    return 1 if judge(results)[1] else 0


if __name__ == "__main__":
    sys.exit(main())
