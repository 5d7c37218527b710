# SPDX-License-Identifier: Apache-2.0
"""What the page of the campaign says besides the attacks: where it was made, and what the other
measurements of the device say (each a program of tools/device, its lines as they are printed)."""

import os
import platform
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
TOOLS = (("Size on the small machine", "lm3s.py", ()),
         ("Instructions and stack of single calls", "costs.py", ()),
         ("Ways through the code over 1,000 secrets each", "traces.py", ("--secrets", "1000")))


def machine():
    """Kind and number of processors, system."""
    model = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return "%d x %s, %s" % (os.cpu_count() or 0, model, system)


def commit():
    """The sources that were built, as git knows them."""
    done = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--abbrev=40", "--dirty",
                           "--exclude", "*"], capture_output=True, text=True, check=False)
    return "sources: " + (done.stdout.strip() or "not under git")


def more(folder):
    """Sections of the page."""
    lines = []
    for title, name, options in TOOLS:
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "device", name), "--dir",
                               folder, *options], capture_output=True, text=True, check=False)
        lines += ["", "## " + title, "", "```", *done.stdout.strip().splitlines(), "```"]
    path = os.path.join(folder, "power.txt")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            lines += ["", "## Power cuts and forged logs in the library's own campaign", "", "```",
                      *file.read().strip().splitlines(), "```"]
    return lines
