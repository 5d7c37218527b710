# SPDX-License-Identifier: Apache-2.0
"""The instructions of an ARM image and the registers that each of them reads, from objdump.

A flipped register does harm only where it is read: a flip at any moment between two uses is the same
as one directly before the second. So it is enough to flip, before each instruction, what it reads.
Where this file is not sure it says that a register is read; flipping one that is not is harmless.
"""

import re
import subprocess

from machine import XPSR

NAMES = {"sl": 10, "fp": 11, "ip": 12, "sp": 13, "lr": 14}
NAMES.update({"r%d" % n: n for n in range(13)})
CONDITIONS = "eq|ne|cs|cc|mi|pl|vs|vc|hi|ls|ge|lt|gt|le"
FLAGS = range(28, 32)  # N, Z, C, V in the status register
# The first operand is the result and is not read.
RESULT_FIRST = re.compile(r"^(ldr|mov|mvn|[us]xt|[us]bfx|clz|rev|adr|mrs|umull|smull)")
WRITTEN_ALWAYS = re.compile(r"^(cmp|cmn|tst|teq|str|push|stm|cb|b|movt|bfi|bfc|tb|msr|pop|ldm)")


def symbols_of(image):
    out = subprocess.run(["arm-none-eabi-nm", image], capture_output=True, text=True, check=True)
    return {w[2]: int(w[0], 16) & ~1 for w in map(str.split, out.stdout.splitlines()) if len(w) == 3}


def registers_in(text):
    found = []
    for a, b in re.findall(r"\b(r\d+|sl|fp|ip|sp|lr)\b(?:-(r\d+|sl|fp|ip|lr))?", text):
        last = NAMES[b] if b else NAMES[a]
        found += range(NAMES[a], last + 1)
    return found


def reads_of(mnemonic, operands):
    """Numbers of the registers that are read; XPSR for the flags."""
    name = mnemonic.split(".")[0]
    conditional = re.search("(%s)$" % CONDITIONS, name) and name not in ("bls", "muls", "lsls")
    reads = set()
    if conditional or re.match("^(it|adc|sbc|rrx)", name) or name == "bls":
        reads.add(XPSR)
    if name.startswith(("push", "pop")):
        reads.add(NAMES["sp"])
    if name.startswith("pop"):
        return reads
    parts = [p.strip() for p in re.split(r",(?![^\[{]*[\]}])", operands.split("@")[0].split(";")[0])]
    if name.startswith("ldm"):
        return reads | set(registers_in(parts[0]))
    first_read = (WRITTEN_ALWAYS.match(name) or (len(parts) == 2 and not RESULT_FIRST.match(name)))
    start = 0 if first_read else 1
    if re.match("^(ldrd|umull|smull)", name):
        start = 2
    if conditional and not first_read:
        start = 0  # when the condition is false, the old value of the result goes on
    for part in parts[start:]:
        reads.update(registers_in(part))
    return reads


def instructions_of(image):
    """(function, address, size, registers read) of every instruction of the image."""
    out = subprocess.run(["arm-none-eabi-objdump", "-d", image], capture_output=True, text=True,
                         check=True)
    function, found = "", []
    for line in out.stdout.splitlines():
        head = re.match(r"^[0-9a-f]+ <([^>]+)>:$", line)
        if head:
            function = head.group(1)
            continue
        code = re.match(r"^\s+([0-9a-f]+):\t([0-9a-f ]+)\t(\S+)\s*(.*)$", line)
        if code and not code.group(3).startswith("."):
            operands = code.group(4).split("<")[0]
            found.append((function, int(code.group(1), 16), len(code.group(2).replace(" ", "")) // 2,
                          sorted(reads_of(code.group(3), operands))))
    return found
