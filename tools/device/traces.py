#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the way through the target's code depend on secrets? The blocks of instructions that QEMU
executes are compared over many secrets: comparing and wiping, a refused login (the provider's HMAC
included), an opened record with a wrong tag (the provider's CCM included).

usage: traces.py --dir BUILD_DIR [--secrets N]

Equal traces say that no branch depends on the secret in the binary that runs. They say nothing of
addresses of data nor of the core's own timing. A comparison that leaves at the first difference must be
found, otherwise the check proves nothing.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "attacks"))
import thumb  # noqa: E402

LEAK = "leak"
LIMIT_S = 600
BLOCK = re.compile(r"^Trace \d+: \S+ \[[0-9a-f]+/([0-9a-f]+)/")


def run(image, secrets, path):
    """[(case, secrets, good)] as the image tells; the trace goes to a file."""
    out = subprocess.run(
        ["qemu-system-arm", "-M", "mps2-an385", "-display", "none", "-monitor", "none", "-serial",
         "none", "-semihosting-config", "enable=on,target=native,arg=traces,arg=%d" % secrets,
         "-d", "exec,nochain", "-D", path, "-kernel", image],
        capture_output=True, text=True, timeout=LIMIT_S, check=False)
    found = re.findall(r"^(\S+) (\d+) (\d+)$", out.stdout + out.stderr, re.M)
    return [(name, int(n), int(good)) for name, n, good in found]


def digests(path, begin, end):
    """One digest and length for each piece between the marks, in their order."""
    pieces, piece, blocks = [], None, 0
    with open(path, encoding="ascii", errors="replace") as file:
        for line in file:
            match = BLOCK.match(line)
            if not match:
                continue
            pc = int(match.group(1), 16)
            if pc == begin:
                piece, blocks = hashlib.sha256(), 0
            elif pc == end and piece is not None:
                pieces.append((piece.hexdigest(), blocks))
                piece = None
            elif piece is not None:
                piece.update(match.group(1).encode("ascii"))
                blocks += 1
    return pieces


def judge(name, pieces, n, good):
    """Complaint, or None."""
    ways = len({p[0] for p in pieces})
    if good != n or len(pieces) != n or min(p[1] for p in pieces) == 0:
        return "%s: %d of %d secrets as expected, %d traces" % (name, good, n, len(pieces))
    if name == LEAK:
        return None if ways > 1 else "the leaky comparison was not found, the check is worth nothing"
    return None if ways == 1 else "%s: %d different ways for %d secrets" % (name, ways, n)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    parser.add_argument("--secrets", type=int, default=16)
    args = parser.parse_args()
    image = os.path.join(args.dir, "probe", "probe.elf")
    if not os.path.exists(image):
        print("traces: not compared, the image could not be built")
        return 0
    symbols = thumb.symbols_of(image)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "trace")
        cases = run(image, args.secrets, path)
        pieces = digests(path, symbols["trace_begin"], symbols["trace_end"])
    complaints = [] if cases else ["the image said nothing"]
    print("%-12s %8s %8s %8s" % ("case", "secrets", "blocks", "ways"))
    for i, (name, n, good) in enumerate(cases):
        mine = pieces[i * args.secrets:(i + 1) * args.secrets]
        complaint = judge(name, mine, n, good) if mine else "%s: no trace" % name
        if complaint:
            complaints.append(complaint)
        print("%-12s %8d %8d %8d" % (name + (" (must)" if name == LEAK else ""), n,
                                     max((p[1] for p in mine), default=0), len({p[0] for p in mine})))
    for complaint in complaints:
        print("not as it must be: " + complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
