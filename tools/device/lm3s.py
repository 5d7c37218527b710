#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starts the images of a product's size (256 kB of flash, 64 kB of RAM) in QEMU's lm3s6965evb and asks
each at its panel how it is: it must tell the plan and the controls that it was built from, and have
decided that the factory's image runs (one signature, on the target).

usage: lm3s.py --dir BUILD_DIR        prints the sizes, ours and the provider's apart
"""

import argparse
import os
import struct
import subprocess
import sys
import threading

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "attacks"))
import run  # noqa: E402
import sizes  # noqa: E402

CONTROLS = ("mode", "detect", "crypto", "log", "store", "boot", "auth", "chan")
LIMIT_S = 60
STATUS, IDENTITY = 0x01, 0x03
DONE = 0x5A
FLASH, RAM = 256 * 1024, 64 * 1024
SECTORS = 44 * 4096  # slots and records
STACKS = 12 * 1024


def crc16(data):
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1
    return crc


def frame(kind, tag):
    body = struct.pack("<HBB", 0, kind, tag)
    return b"\xA5\x5A" + body + struct.pack("<H", crc16(body))


def ask(image, kinds):
    """The payloads of the answers; fewer when the pump does not answer."""
    process = subprocess.Popen(
        ["qemu-system-arm", "-M", "lm3s6965evb", "-display", "none", "-monitor", "none", "-icount",
         run.ICOUNT, "-serial", "null", "-serial", "stdio", "-serial", "null", "-kernel", image],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    watch = threading.Timer(LIMIT_S, process.kill)
    watch.start()
    answers = []
    try:
        for tag, kind in enumerate(kinds):
            process.stdin.write(frame(kind, tag))
            process.stdin.flush()
            head = process.stdout.read(6)
            if len(head) < 6:
                break
            answers.append(process.stdout.read(struct.unpack("<H", head[2:4])[0] + 2)[:-2])
    finally:
        watch.cancel()
        process.kill()
        process.wait()
    return answers


def check(folder, name):
    """Complaints about one build; prints what it takes."""
    config = run.config_of(os.path.join(folder, name))
    image = os.path.join(folder, name, "pump-lm3s.elf")
    answers = ask(image, (STATUS, IDENTITY))
    if len(answers) != 2 or any(len(a) < 33 or a[0] != DONE for a in answers):
        return ["%s: no answer on lm3s6965evb" % name]
    version, _, alarms = struct.unpack("<IHI", answers[0][1:11])
    plan, controls = answers[1][1:33].hex(), struct.unpack("<I", answers[1][33:37])[0]
    complaints = []
    want = sum(1 << i for i, c in enumerate(CONTROLS) if c in config["controls"])
    if plan != config["plan"] or controls != want:
        complaints.append("%s: tells another plan or other controls" % name)
    if version != 1:
        complaints.append("%s: the factory's image does not run" % name)
    parts = sizes.sizes(os.path.join(folder, name, "pump-lm3s.map"), ROOT)
    flash = sum(p[0] for p in parts.values())
    ram = sum(p[1] for p in parts.values())
    print("| %s | %s | %d | %d | %s..., version %d, alarms %#x |" % (
        name, " | ".join("%d / %d" % tuple(parts[o]) for o in sizes.OWNERS), flash, ram,
        plan[:16], version, alarms))
    if flash + SECTORS > FLASH or ram + STACKS > RAM:
        complaints.append("%s: larger than the machine" % name)
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    args = parser.parse_args()
    print("lm3s6965evb, bytes of flash / RAM, without sectors (%d) and stacks (%d):" % (SECTORS, STACKS))
    print("| build | %s | flash | RAM | it says: plan |" % " | ".join(sizes.OWNERS))
    print("|" + "---|" * (len(sizes.OWNERS) + 4))
    complaints = []
    for name in ("none", "smallest", "all"):
        if os.path.exists(os.path.join(args.dir, name, "pump-lm3s.elf")):
            complaints += check(args.dir, name)
    for complaint in complaints:
        print("not as it must be: " + complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
