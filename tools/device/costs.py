#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Instructions and stack of single calls of the library on the simulated target, with the provider's
share in them, against what they took before (runtime/size/instructions.txt).

usage: costs.py --dir BUILD_DIR [--write]

Measured in QEMU by the image's own timer, the worst of eight calls; exact to two instructions, the
same on every host. Larger than before by more than 2 % fails; --write records what is measured now.
"""

import argparse
import os
import subprocess
import sys

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "runtime", "size",
                     "instructions.txt")
HEAD = """# Instructions and stack bytes of one call on Cortex-M3 (gcc -Os, the provider's share included), worst of
# eight, measured by tools/device/costs.py, which rewrites it with --write. Larger by more than
# 2 % fails check-device. `most` is what the library's design allows; it is the same before and after. `stack` has the
# measuring program's own few words in it and is never below 64.
# call                        instructions        most   stack
"""
NS_TICK, NS_INSTRUCTION = 40, 32
SLACK = 4  # instructions that the timer cannot tell apart
# What may come and go with a change elsewhere (places of branches, alignment) before it is "larger".
PERCENT = 2
LIMIT_S = 120


def measure(image):
    """{name: (instructions, stack)}"""
    out = subprocess.run(
        ["qemu-system-arm", "-M", "mps2-an385", "-display", "none", "-monitor", "none", "-serial",
         "none", "-icount", "shift=5,sleep=off", "-semihosting-config",
         "enable=on,target=native,arg=costs", "-kernel", image],
        capture_output=True, text=True, timeout=LIMIT_S, check=False)
    result = {}
    for line in (out.stdout + out.stderr).splitlines():
        words = line.split()
        if len(words) == 3 and words[1].isdigit() and words[2].isdigit():
            result[words[0]] = (int(words[1]) * NS_TICK // NS_INSTRUCTION, int(words[2]))
        elif line.startswith(("not as expected", "crash", "the library refuses")):
            raise RuntimeError(line)
    return result


def table():
    """{name: (instructions, most, stack)} as recorded."""
    rows = {}
    with open(TABLE, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if len(words) == 4 and words[0] != "#":
                rows[words[0]] = (int(words[1]), words[2], int(words[3]))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    image = os.path.join(args.dir, "probe", "probe.elf")
    if not os.path.exists(image):
        print("costs: not measured, the image could not be built")
        return 0
    measured, before, complaints = measure(image), table(), []
    if not measured:
        complaints.append("nothing was measured")
    lines = []
    print("%-26s %12s %12s %8s" % ("call", "instructions", "at most", "stack"))
    for name, (count, stack) in measured.items():
        old, most, old_stack = before.get(name, (count, "-", stack))
        lines.append("%-26s %15d %11s %7d" % (name, count, most, stack))
        print("%-26s %12d %12s %8d" % (name, count, most, stack))
        if name not in before and not args.write:
            complaints.append("%s is not in the table" % name)
        if count > old + SLACK + old * PERCENT // 100 or stack > old_stack + old_stack * PERCENT // 100:
            complaints.append("%s: %d instructions, %d bytes; before %d, %d" % (
                name, count, stack, old, old_stack))
        if most != "-" and count > int(most):
            complaints.append("%s: more than %s instructions" % (name, most))
    for name in set(before) - set(measured):
        complaints.append("%s was not measured" % name)
    if args.write:
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(HEAD + "\n".join(lines) + "\n")
        return 0
    for complaint in complaints:
        print("not as it must be: " + complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
