# SPDX-License-Identifier: Apache-2.0
"""What an image's flash and RAM are spent on, from the linker's map.

Four owners: the library's controls (runtime/src), the pump itself, the provider (Mbed TLS), and the C
library. Stacks and the flash's sectors are not counted; they are the same in every image.
"""

import os
import re

OWNERS = ("controls", "pump", "provider", "C library")
FLASH = (".text", ".rodata", ".vectors", ".ARM", ".data")
RAM = (".data", ".bss", "COMMON", ".core", ".shared")


def owner_of(path, runtime):
    if "libmbed.a" in path:
        return "provider"
    if "/arm-none-eabi/" in path or "/lib/gcc/" in path:
        return "C library"
    name = os.path.splitext(os.path.basename(path))[0]
    return "controls" if name in runtime else "pump"


def sizes(map_path, root):
    """{owner: [flash, RAM]} of an image."""
    runtime = {os.path.splitext(n)[0] for n in os.listdir(os.path.join(root, "runtime", "src"))}
    result = {owner: [0, 0] for owner in OWNERS}
    with open(map_path, encoding="utf-8") as file:
        text = file.read().split("Linker script and memory map", 1)[1]
    # A long section name stands on a line of its own.
    text = re.sub(r"\n (\.?\S+)\n +(0x)", r"\n \1 \2", text)
    for section, address, size, path in re.findall(
            r"^ (\.?\S+) +0x([0-9a-f]+) +0x([0-9a-f]+) (\S.*\.o\)?)$", text, re.M):
        if section.startswith((".debug", ".kept", ".world", ".comment", ".ARM.attributes")):
            continue
        owner = result[owner_of(path, runtime)]
        if section.startswith(FLASH):
            owner[0] += int(size, 16)
        if section.startswith(RAM):
            owner[1] += int(size, 16)
    return result
