#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The deepest stack of each function of the library's interface, the provider's functions included, from
the compiler's frames and call graph, against what it was before (runtime/size/stack-whole.txt).

usage: stack.py --dir BUILD_DIR [--write]

Calls through pointers: the library's go to the application's port, whose own stack comes on top; the
provider's are listed in runtime/size/indirect.txt. Functions of the C library have no figures and count
ASSUMED bytes. Recursion fails unless it is listed there as one that goes no deeper than two.
"""

import argparse
import glob
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TABLE = os.path.join(ROOT, "runtime", "size", "stack-whole.txt")
TARGETS = os.path.join(ROOT, "runtime", "size", "indirect.txt")
HEAD = """# Deepest stack in bytes of each function of the library's interface on Cortex-M3 (gcc -Os), callees and the
# provider included, the application's port not (stack.txt has the library alone); computed by
# tools/device/stack.py, which rewrites it with --write. Larger by more than 2 %
# fails check-device.
# function                        own  deepest  through
"""
ASSUMED = 32
INDIRECT = "__indirect_call"
PORT = "port"
PERCENT = 2  # what may come and go with a change elsewhere before it is "larger"


def name_of(title):
    return title.rsplit(":", 1)[-1]


class Graph:
    """Frames and calls of all objects; functions by name, static ones by place and name."""

    def __init__(self, folders):
        self.frame, self.calls, self.by_name = {}, {}, {}
        for folder in folders:
            for path in sorted(glob.glob(os.path.join(folder, "*.ci"))):
                with open(path, encoding="utf-8") as file:
                    self._add(file.read())
        with open(TARGETS, encoding="utf-8") as file:
            rows = [line.split() for line in file if line.strip() and not line.startswith("#")]
        self.twice = {row[1] for row in rows if row[0] == "twice"}
        self.targets = {row[0]: row[1:] for row in rows if row[0] != "twice"}
        self.done, self.complaints = {}, set()

    def _add(self, text):
        for title, size in re.findall(r'^node: { title: "([^"]+)" label: "[^"]*\\n(\d+) bytes',
                                      text, re.M):
            self.frame[title] = int(size)
            self.by_name.setdefault(name_of(title).split(".")[0], title)
        for source, target in re.findall(
                r'^edge: { sourcename: "([^"]+)" targetname: "([^"]+)"', text, re.M):
            self.calls.setdefault(source, set()).add(target)

    def callees(self, title):
        for target in sorted(self.calls.get(title, ())):
            if target != INDIRECT:
                yield target
            elif "/runtime/src/" in title or name_of(title).startswith("rprt_"):
                continue  # the application's port
            elif name_of(title).split(".")[0] not in self.targets:
                self.complaints.add("calls through a pointer, not listed: " + name_of(title))
            else:
                for name in self.targets[name_of(title).split(".")[0]]:
                    if name != PORT:
                        yield self.by_name.get(name, name)

    def again(self, title, way):
        """A function that its own callees call: once more, by another way, where the table says so."""
        if name_of(title) not in self.twice or way.count(title) > 1:
            self.complaints.add("recursion: " + " ".join(map(name_of, way[way.index(title):])))
            return 0, []
        below = [self.deepest(c, way + (title,)) for c in self.callees(title) if c not in way]
        most, chain = max(below, default=(0, []))
        return self.frame[title] + most, [name_of(title)] + chain

    def deepest(self, title, way=()):
        """(bytes, names of the deepest chain)"""
        if title in self.done:
            return self.done[title]
        if title in way:
            return self.again(title, way)
        if title not in self.frame:
            return ASSUMED, [name_of(title)]
        most, chain = 0, []
        for callee in self.callees(title):
            below, names = self.deepest(callee, way + (title,))
            if below > most:
                most, chain = below, names
        result = self.frame[title] + most, [name_of(title)] + chain
        self.done[title] = result
        return result


def table():
    rows = {}
    if os.path.exists(TABLE):
        with open(TABLE, encoding="utf-8") as file:
            for line in file:
                words = line.split()
                if len(words) >= 3 and words[0] != "#":
                    rows[words[0]] = int(words[2])
    return rows


def provider_of(folder):
    """The folder of the provider's objects that the image was linked with."""
    with open(os.path.join(folder, "all", "pump-mps2.map"), encoding="utf-8") as file:
        match = re.search(r"(\S+)/libmbed\.a", file.read())
    return match.group(1)


def interface():
    names = set()
    for path in glob.glob(os.path.join(ROOT, "runtime", "include", "rprt", "*.h")):
        with open(path, encoding="utf-8") as file:
            names.update(re.findall(r"\b(rprt_\w+)\(", file.read()))
    return sorted(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if not os.path.exists(os.path.join(args.dir, "all", "pump-mps2.map")):
        print("stack: not computed, the image could not be built")
        return 0
    graph = Graph([os.path.join(args.dir, "all", "pump-mps2.o"), provider_of(args.dir)])
    before, lines, complaints = {} if args.write else table(), [], []
    for name in interface():
        if name not in graph.frame:
            continue
        deepest, chain = graph.deepest(name)
        lines.append("%-32s %5d %8d  %s" % (name, graph.frame[name], deepest, chain[-1]))
        if name not in before and not args.write:
            complaints.append("%s is not in the table" % name)
        elif deepest > before.get(name, deepest) * (100 + PERCENT) // 100:
            complaints.append("%s: %d bytes deep, before %d: %s" % (
                name, deepest, before[name], " ".join(chain)))
    complaints += sorted(graph.complaints)
    print("\n".join(lines))
    if args.write:
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(HEAD + "\n".join(lines) + "\n")
    for complaint in complaints:
        print("not as it must be: " + complaint)
    return 1 if complaints or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
