#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The third checker (third.py) and rempart-verify give the same verdict.

On the hand-made cases; on certificates of generated problems, which both must accept; on spoiled
ones; and on graphs and certificates that were cut off, which both must refuse.

usage: compare.py BUILD PROBLEMS SPOILED CASE...
"""
import os
import random
import subprocess
import sys
import tempfile

import third


class Pair:
    def __init__(self, build):
        self.build, self.count, self.different = build, {0: 0, 1: 0}, 0

    def verdict(self, graph, certificate, what):
        """The status of both; says so when they differ."""
        run = subprocess.run([self.build + "/rempart-verify", graph, certificate],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        fault = third.check(graph, certificate)
        if run.returncode != (1 if fault else 0):
            self.different += 1
            print("%s: rempart-verify: %s, third.py: %s\n%s" %
                  (what, run.stdout.decode().strip(), fault or "accepted", open(certificate).read()))
        else:
            self.count[run.returncode] += 1
        return run.returncode


def spoil(source, lines):
    """One line or one number of the certificate is changed."""
    lines = list(lines)
    at, how = source.randrange(len(lines)), source.randrange(5)
    words = lines[at].split(" ")
    numbers = [i for i, word in enumerate(words) if word.isdigit()]
    if how == 0:
        del lines[at]
    elif how == 1:
        lines.insert(source.randrange(len(lines)), lines[at])
    elif numbers:
        i, k = source.choice(numbers), source.choice(numbers)
        if how == 2:
            words[i], words[k] = words[k], words[i]
        else:
            words[i] = str(max(0, int(words[i]) + source.choice((-1, 1, 1, 7))))
        lines[at] = " ".join(words)
    return lines


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def cut_off(pair, path, other, text, sizes, what):
    """Beginnings of a file, of these sizes: refused, although the other file is right."""
    for size in sizes:
        write(path, text[:size])
        graph, certificate = (path, other) if path.endswith("graph") else (other, path)
        if pair.verdict(graph, certificate, "%s, first %d" % (what, size)) == 0:
            pair.different += 1
            print("%s, first %d characters: accepted" % (what, size))
    write(path, text)


def problems(pair, nproblems, nspoiled, folder):
    graph, certificate = folder + "/graph", folder + "/certificate"
    for seed in range(1, nproblems + 1):
        source = random.Random(seed)
        text = subprocess.run([pair.build + "/bench/bench-generate", str(60 + 20 * (seed % 4)),
                               str(8 + seed % 9), str(seed), str(seed % 4 * 25)],
                              stdout=subprocess.PIPE, check=True).stdout.decode()
        write(graph, text)
        subprocess.run([pair.build + "/bench/bench-select", graph,
                        ("plain", "default")[seed % 2], "0", certificate],
                       stdout=subprocess.DEVNULL, check=True)
        if pair.verdict(graph, certificate, "seed %d" % seed) != 0:
            pair.different += 1
            print("seed %d: refused" % seed)
        with open(certificate, encoding="ascii") as file:
            proof = file.read()
        for path, other, whole in ((graph, certificate, text), (certificate, graph, proof)):
            sizes = len(whole) - len("end\n"), source.randrange(len(whole) - 1)
            cut_off(pair, path, other, whole, sizes, "seed %d, cut off" % seed)
        lines = proof.split("\n")[:-1]
        for i in range(nspoiled):
            write(certificate, "\n".join(spoil(source, lines)) + "\n")
            pair.verdict(graph, certificate, "seed %d, spoiled %d" % (seed, i))


def main(build, nproblems, nspoiled, *cases):
    pair = Pair(build)
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            with open(case, encoding="ascii") as file:
                text = file.read()
            at = text.index("\nrempart-certificate") + 1
            write(folder + "/g", text[text.index("\nrempart-graph") + 1:at])
            write(folder + "/c", text[at:])
            pair.verdict(folder + "/g", folder + "/c", os.path.basename(case))
        problems(pair, int(nproblems), int(nspoiled), folder)
    print("both accept %d, both refuse %d, they differ on %d" %
          (pair.count[0], pair.count[1], pair.different))
    return 1 if pair.different or not pair.count[0] or not pair.count[1] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
