#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ATK-12: one fault over each instruction of the boot, login and mode decisions, in the ARM image.

usage: skip.py --dir BUILD_DIR [--long]

Works over QEMU's gdb stub. For each instruction of the library's functions: run the case up to it,
leave it out (long run: also flip single bits of a register there), go on, and look whether what must
be refused was granted. The honest counterpart of each case must be granted without a fault, and a
naive comparison must be found broken: otherwise the campaign proves nothing.
"""

import argparse
import hashlib
import json
import os
import random
import re
import socket
import subprocess
import sys
import time

import run

GRANTED = 0x6A11
REFUSED = 0x0DE1
CASES = ("mode", "auth", "boot", "plain")
SUPPORT = re.compile(r"^(psa_|skip_(main|ready|done|crash|psa)|sum_|flash_|counter_|random_bytes|alarm|"
                     r"button|save|load|set_up|run_case|.*_case|reset_handler|mem|_)")
FLIPS = 3  # register flips for each executed instruction in the long run
STOP_S = 0.7  # a case takes a few milliseconds


class Machine:
    """A processor of the campaign, stopped at skip_ready between cases."""

    def __init__(self, image, symbols):
        self.image, self.symbols = image, symbols
        self.socket = self.process = None

    def start(self):
        self.stop()
        port = run.free_ports(1)[0]
        self.process = subprocess.Popen(
            ["qemu-system-arm", "-M", "mps2-an385", "-display", "none", "-monitor", "none",
             "-serial", "none", "-kernel", self.image, "-S", "-gdb", "tcp:127.0.0.1:%d" % port],
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not run.listening(port):
            if time.monotonic() > deadline:
                raise RuntimeError("QEMU did not start")
            time.sleep(0.02)
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=STOP_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # QEMU refuses to write a register before its description was read.
        self.ask("qSupported:xmlRegisters=arm")
        self.ask("qXfer:features:read:target.xml:0,ffb")
        for name in ("skip_ready", "skip_done", "skip_crash"):
            self.ask("Z0,%x,2" % self.symbols[name])
        self.go()

    def stop(self):
        if self.socket:
            self.socket.close()
        if self.process:
            self.process.kill()
            self.process.wait()
        self.socket = self.process = None

    def ask(self, text):
        data = text.encode("ascii")
        self.socket.sendall(b"$" + data + b"#%02x" % (sum(data) & 0xFF))
        return self.answer()

    def answer(self):
        data = b""
        while not re.search(rb"\$[^#]*#..", data):
            piece = self.socket.recv(4096)
            if not piece:
                raise RuntimeError("QEMU is gone")
            data += piece
        self.socket.sendall(b"+")
        return re.search(rb"\$([^#]*)#", data).group(1).decode("ascii", "replace")

    def go(self):
        """Runs to the next stop; gives the address, None when nothing stops it."""
        try:
            self.ask("c")
            return self.register(15)
        except (OSError, RuntimeError):
            return None  # it hangs, or the processor is locked up and the simulator has given up

    def register(self, n):
        return int.from_bytes(bytes.fromhex(self.ask("p%x" % n)[:8]), "little")

    def set_register(self, n, value):
        if self.ask("P%x=%s" % (n, value.to_bytes(4, "little").hex())) != "OK":
            raise RuntimeError("QEMU does not write registers")

    def begin(self, number):
        """From skip_ready into a case."""
        self.set_register(0, number)
        self.set_register(15, self.symbols["skip_ready"] + 2)

    def finish(self, at):
        """From a stop to the verdict: 'granted', 'refused', 'crash'; leaves at skip_ready."""
        if at is None or at == self.symbols["skip_crash"]:
            self.start()
            return "crash"
        if at != self.symbols["skip_done"]:
            self.start()
            return "crash"
        value = self.register(0)
        self.set_register(15, at + 2)
        if self.go() != self.symbols["skip_ready"]:
            self.start()
        if value == GRANTED:
            return "granted"
        return "refused" if value == REFUSED else "crash"

    def plain_run(self, number):
        self.begin(number)
        return self.finish(self.go())

    def faulty_run(self, number, address, fault):
        """One fault at the first passage of an address; None when the case does not pass there."""
        self.begin(number)
        self.ask("Z0,%x,2" % address)
        at = self.go()
        self.ask("z0,%x,2" % address) if at is not None else None
        if at != address:
            self.finish(at)
            return None
        fault(self)
        return self.finish(self.go())


def symbols_of(image):
    out = subprocess.run(["arm-none-eabi-nm", image], capture_output=True, text=True, check=True)
    return {w[2]: int(w[0], 16) & ~1 for w in map(str.split, out.stdout.splitlines()) if len(w) == 3}


def instructions_of(image):
    """(function, address, size) of every instruction that is under attack."""
    out = subprocess.run(["arm-none-eabi-objdump", "-d", image], capture_output=True, text=True,
                         check=True)
    function, found = "", []
    for line in out.stdout.splitlines():
        head = re.match(r"^[0-9a-f]+ <([^>]+)>:$", line)
        if head:
            function = head.group(1)
            continue
        code = re.match(r"^\s+([0-9a-f]+):\t([0-9a-f ]+)\t(\S+)", line)
        if code and not SUPPORT.match(function) and not code.group(3).startswith("."):
            found.append((function, int(code.group(1), 16), len(code.group(2).replace(" ", "")) // 2))
    return found


def skip_fault(address, size):
    return lambda machine: machine.set_register(15, address + size)


def flip_fault(register, bit):
    def fault(machine):
        machine.set_register(register, machine.register(register) ^ (1 << bit))
        machine.ask("s")
    return fault


def run_case(machine, case, code, long):
    """All faults on one case."""
    number = 2 * CASES.index(case)
    naive = case == "plain"
    result = {"case": case, "honest": machine.plain_run(number + 1),
              "attack": machine.plain_run(number), "skips": 0, "flips": 0, "bypasses": []}
    chance = random.Random(1)
    for function, address, size in code:
        if (function == "skip_plain") != naive:
            continue
        verdict = machine.faulty_run(number, address, skip_fault(address, size))
        if verdict is None:
            continue
        result["skips"] += 1
        if verdict == "granted":
            result["bypasses"].append("skip at %#x in %s" % (address, function))
        for _ in range(FLIPS if long else 0):
            register, bit = chance.randrange(8), chance.randrange(32)
            verdict = machine.faulty_run(number, address, flip_fault(register, bit))
            result["flips"] += verdict is not None
            if verdict == "granted":
                result["bypasses"].append("bit %d of r%d at %#x in %s" % (
                    bit, register, address, function))
    return result


def campaign(folder, long):
    """Runs all cases; an empty list when the image is not there."""
    image = os.path.join(folder, "skip", "skip.elf")
    if not os.path.exists(image):
        return []
    with open(image, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    code = instructions_of(image)
    machine = Machine(image, symbols_of(image))
    results = []
    try:
        machine.start()
        for case in CASES:
            results.append(dict(run_case(machine, case, code, long), image=digest))
    finally:
        machine.stop()
    return results


def judge(results):
    """(passed, failed, skipped, complaints)."""
    if not results:
        return 0, 0, 1, []
    passed, failed, complaints = 0, 0, []
    for r in results:
        sound = r["honest"] == "granted" and r["attack"] == "refused" and r["skips"] > 0
        held = bool(r["bypasses"]) == (r["case"] == "plain")
        passed += sound and held
        if not (sound and held):
            failed += 1
            complaints.append("ATK-12 %s: honest %s, attack %s, %d skips, bypasses: %s" % (
                r["case"], r["honest"], r["attack"], r["skips"], "; ".join(r["bypasses"]) or "none"))
    return passed, failed, 0, complaints


def report(results):
    lines = ["| decision | instructions skipped | register bits flipped | bypasses |",
             "|---|---|---|---|"]
    for r in results:
        name = "naive comparison (must fail)" if r["case"] == "plain" else r["case"]
        lines.append("| %s | %d | %d | %d |" % (name, r["skips"], r["flips"], len(r["bypasses"])))
    if not results:
        lines.append("| not run: the image could not be built | | | |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    parser.add_argument("--long", action="store_true")
    args = parser.parse_args()
    results = campaign(args.dir, args.long)
    print("\n".join(report(results)))
    print(json.dumps([r["bypasses"] for r in results]))
    return 1 if judge(results)[1] else 0


if __name__ == "__main__":
    sys.exit(main())
