#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starts the smallest build of the pump in QEMU and tells how it is; lists what the builds take.

usage: show.py --dir BUILD_DIR
"""

import argparse
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "attacks"))
import run  # noqa: E402  (the bench's own way to start a pump)


def sizes(folder):
    print("%-14s %10s %10s  controls" % ("build", "flash, B", "RAM, B"))
    for name in sorted(os.listdir(folder)):
        image = os.path.join(folder, name, "pump-mps2.elf")
        if not os.path.exists(image):
            continue
        out = subprocess.run(["arm-none-eabi-size", "-A", image], capture_output=True, text=True,
                             check=True)
        part = {w[0]: int(w[1]) for w in map(str.split, out.stdout.splitlines()) if len(w) == 3
                and w[1].isdigit()}
        flash = part.get(".text", 0) + part.get(".data", 0)
        ram = sum(part.get(s, 0) for s in (".core", ".data", ".bss", ".shared"))
        controls = " ".join(run.config_of(os.path.join(folder, name))["controls"])
        print("%-14s %10d %10d  %s" % (name, flash, ram, controls or "none"))


def state(folder):
    with tempfile.TemporaryDirectory() as work:
        pump = run.Pump("qemu", os.path.join(folder, "smallest"), work)
        pump.start()
        try:
            with open(os.path.join(work, "in"), "w", encoding="ascii") as orders, \
                 open(os.path.join(work, "out"), encoding="ascii") as answers:
                print("wait 3000", file=orders, flush=True)
                print("\nsmallest, three seconds after power-on, as the bench's instrument reads it:")
                print(answers.readline().strip())
        finally:
            pump.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    args = parser.parse_args()
    sizes(args.dir)
    if os.path.exists(os.path.join(args.dir, "smallest", "pump-mps2.elf")):
        state(args.dir)
    return 0


if __name__ == "__main__":
    sys.exit(main())
