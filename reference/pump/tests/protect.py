#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What communication may not do, done on the target: each must end in its restart, in an island, and
in nothing else.

usage: protect.py IMAGE_FOLDER

IMAGE_FOLDER holds a pump-mps2.elf built with `mode` (tools/device/build.sh). Orders the bench's test
hook to break the memory protection in each way there is, while a therapy runs, and reads the instrument
beside it. Status 0: all was as it must be; 1: it was not; 77: no QEMU or no image (skipped).
"""

import os
import shutil
import signal
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "..", "attacks"))
import run  # noqa: E402  (the bench's own way to start a pump)

LIMIT_S = 600
ISLAND = 0x3CC3
NORMAL = 0x6996
# Of enum pump_hook: what is outside the map, or the processor's own.
HOOKS = [(1, "write to the essential function"), (3, "run over the stack"),
         (5, "write to the interrupts' stack"), (6, "write to the code"),
         (7, "write to the simulated world"), (8, "stop a timer"),
         (9, "switch the protection off"), (10, "run data"), (11, "run what is no instruction")]


class Instrument:
    """The bench's instrument, over its two pipes: one order, one answer. The pump ends with it."""

    def __init__(self, work):
        # The simulator opens them in the same order.
        self.orders = open(os.path.join(work, "in"), "w", encoding="ascii")
        self.answers = open(os.path.join(work, "out"), encoding="ascii")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.orders.close()
        self.answers.close()

    def __call__(self, order):
        self.orders.write(order + "\n")
        self.orders.flush()
        return {k: int(v) for k, v in (w.split("=") for w in self.answers.readline().split())}


def problems_of(instrument, hook):
    """What was not as it must be around one violation, of a pump that was just started."""
    before = instrument("wait 12000")
    instrument("hook %d" % hook)
    after = instrument("wait 100")
    calm = instrument("wait 22000")
    found = []
    if before["posture"] != NORMAL or before["restarts"] != 0:
        found.append("posture %#x to begin with" % before["posture"])
    if after["restarts"] != 1:
        found.append("%d restarts" % after["restarts"])
    if after["posture"] != ISLAND:
        found.append("posture %#x instead of an island" % after["posture"])
    if calm["restarts"] != after["restarts"]:
        found.append("restarted again while nothing happened")
    if calm["posture"] != NORMAL:
        found.append("posture %#x after the calm" % calm["posture"])
    if calm["resets"] != before["resets"] or calm["missed"] != before["missed"]:
        found.append("%d periods missed" % (calm["missed"] - before["missed"]))
    # Counted by the essential function's interrupt alone, once in 10 ms; a reset begins at 0.
    if calm["tick"] - before["tick"] < 2205:
        found.append("%d ticks" % (calm["tick"] - before["tick"]))
    return found


def attempt(folder, hook):
    """One violation on a fresh pump."""
    with tempfile.TemporaryDirectory() as work:
        pump = run.Pump("qemu", folder, work)
        pump.start()
        try:
            with Instrument(work) as instrument:
                return problems_of(instrument, hook)
        finally:
            pump.stop()


def main():
    image = os.path.join(sys.argv[1], "pump-mps2.elf") if len(sys.argv) == 2 else None
    if image is None or not os.path.exists(image) or shutil.which("qemu-system-arm") is None:
        print("protect: no image or no QEMU, nothing tried")
        return 77
    signal.alarm(LIMIT_S)  # a simulator that does not open its pipes is not waited for
    bad = 0
    for hook, name in HOOKS:
        found = attempt(sys.argv[1], hook)
        print("protect: %s: %s" % (name, ", ".join(found) or "restart, island, normal again"))
        bad += len(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
