#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs attacks against one build of the pump and writes what they measured.

usage: run.py --dir BUILD_DIR --build NAME [--only ID,...] [--long] [--out DIR]

BUILD_DIR/NAME/ holds the images (pump-host, pump-mps2.elf), BUILD_DIR/attacks/ the attacks. Each
attack gets a fresh pump. Writes OUT/NAME.xml (JUnit, bound to the image's SHA-256) and OUT/NAME.json
(all measurements). Ends with status 0 when the attacks ran, whatever they achieved; table.py judges.
"""

import argparse
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET

# id, program, platforms of the quick and of the long run; rounds of the quick run, of the long run on
# the host, of the long run in QEMU (0: the attack has its own number)
ATTACKS = [
    ("ATK-01", "atk_01_replay", "host qemu", "host qemu", 0, 0, 0),
    ("ATK-02", "atk_02_forged_library", "host qemu", "host qemu", 0, 0, 0),
    ("ATK-03", "atk_03_tampering", "host", "host qemu", 24, 2000, 200),
    ("ATK-04", "atk_04_handshakes", "qemu", "host qemu", 24, 400, 200),
    ("ATK-05", "atk_05_malformed", "host qemu", "host qemu", 2000, 10_000_000, 200_000),
    ("ATK-06", "atk_06_guessing", "host", "host qemu", 0, 0, 0),
    ("ATK-07", "atk_07_breakglass", "host", "host qemu", 0, 0, 0),
    ("ATK-08", "atk_08_update", "host", "host", 0, 0, 0),
    ("ATK-09", "atk_09_power", "host", "host", 60, 1000, 0),
    ("ATK-10", "atk_10_log", "host", "host", 2000, 130_000, 0),
    ("ATK-11", "atk_11_clone", "host", "host", 0, 0, 0),
    ("ATK-13", "atk_13_memory", "qemu", "qemu", 0, 0, 0),
    ("ATK-14", "atk_14_compromised", "qemu", "qemu", 0, 0, 0),
    ("ATK-15", "atk_15_silence", "host", "host", 0, 0, 0),
    ("ATK-16", "atk_16_faults", "host", "host qemu", 0, 0, 0),
]
# In the long run these have the long run's numbers; on the others, which are there to show what a
# missing control lets through, the quick run's are enough.
FULL = ("smallest", "all")
MOST_ELSEWHERE = 1_000_000

LINES = ("net", "panel", "service", "bench")  # the last is the instrument, on the host alone
END_S = 5
LIMIT_S = 1900
# One instruction takes 32 ns of the machine's time: 31 million a second, near the 25 MHz that the
# timers count (README.md says what that means for the figures).
ICOUNT = "shift=5,sleep=off"


def free_ports(n):
    """Ports of the loopback address that nobody listens on at this moment."""
    sockets = [socket.socket() for _ in range(n)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class Pump:
    """A running pump, as a process of its own or in QEMU."""

    def __init__(self, platform, folder, work):
        self.platform = platform
        self.image = os.path.join(folder, "pump-host" if platform == "host" else "pump-mps2.elf")
        self.flash = os.path.join(work, "flash.bin")
        self.counters = os.path.join(work, "counters.bin")
        self.work = work
        self.process = None
        self.ports = {}

    def start(self):
        if self.platform == "host":
            self._start_host()
        else:
            self._start_qemu()

    def _start_host(self):
        self.process = subprocess.Popen(
            [self.image, "--flash", self.flash, "--counters", self.counters],
            stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        self.ports = {k: int(v) for k, v in (w.split("=") for w in words)}
        if set(self.ports) != set(LINES):
            raise RuntimeError("the pump did not start: %r" % words)

    def _start_qemu(self):
        pipes = [os.path.join(self.work, name) for name in ("in", "out")]
        for pipe in pipes:
            os.mkfifo(pipe)
        command = ["qemu-system-arm", "-M", "mps2-an385", "-display", "none", "-monitor", "none",
                   "-icount", ICOUNT, "-kernel", self.image, "-semihosting-config",
                   "enable=on,target=native,arg=pump,arg=%s,arg=%s" % tuple(pipes)]
        for line in LINES[:-1]:
            command += ["-serial", "file:" + os.path.join(self.work, line)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    def lines(self):
        """Options of an attack: how it reaches the lines and the bench's instrument."""
        if self.platform == "qemu":
            return ["--pipes", self.work]
        return [word for line in LINES for word in ("--" + line, str(self.ports[line]))]

    def stop(self):
        """Ends the pump. It goes by itself with the instrument's connection; one that is broken is
        killed. True when it was already dead by an abort."""
        if self.process is None:
            return False
        if self.process.poll() == -signal.SIGABRT:
            return True
        try:
            self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        return self.process.returncode == -signal.SIGABRT


def listening(port):
    """True when somebody listens on a port of the loopback address; does not connect to it."""
    want = "0100007F:%04X" % port
    with open("/proc/net/tcp", encoding="ascii") as table:
        return any(line.split()[1] == want and line.split()[3] == "0A" for line in list(table)[1:])


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def config_of(folder):
    """What the build was configured with, as build.sh wrote it."""
    with open(os.path.join(folder, "build.json"), encoding="utf-8") as file:
        return json.load(file)


def parse(text):
    """Lines of an attack (see bench/attack.c) -> a result."""
    result = {"measures": {}, "succeeds": [], "skip": None, "error": None, "outcome": "error",
              "title": "", "source": ""}
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "measure":
            name, value = rest.split()
            result["measures"][name] = int(value)
        elif word == "succeeds":
            result["succeeds"].append(rest)
        elif word in ("skip", "error", "source"):
            result[word] = rest
        elif word == "attack":
            result["title"] = rest.partition(" ")[2]
        elif word in ("blocked", "succeeded", "skipped"):
            result["outcome"] = word
    return result


def rounds_of(attack, platform, args):
    if not args.long or args.build not in FULL:
        return attack[4]
    rounds = attack[6 if platform == "qemu" else 5]
    # The largest number is for the build that is meant to be shipped.
    return min(rounds, MOST_ELSEWHERE) if args.build != "smallest" else rounds


def run_one(attack, platform, rounds, args, config):
    folder = os.path.join(args.dir, args.build)
    with tempfile.TemporaryDirectory(prefix="pump-") as work:
        pump = Pump(platform, folder, work)
        begin = time.monotonic()
        try:
            pump.start()
            command = [os.path.join(args.dir, "attacks", attack[1]), "--platform", platform,
                       "--controls", " ".join(config["controls"]),
                       "--rounds", str(rounds), "--seed", str(args.seed),
                       "--flash", pump.flash, "--counters", pump.counters] + pump.lines()
            done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S)
            result = parse(done.stdout)
            if done.returncode != 0:
                result["outcome"] = "error"
                result["error"] = result["error"] or "ended with status %d %s" % (
                    done.returncode, done.stderr[-200:])
        except (RuntimeError, subprocess.TimeoutExpired) as problem:
            result = parse("")
            result["error"] = str(problem)
        finally:
            died = pump.stop()
        if died and result["outcome"] == "error":
            # The simulator aborts when the processor is locked up in a fault: nothing runs any more.
            result["outcome"] = "succeeded"
            result["succeeds"].append("the processor is locked up")
        if result["outcome"] == "error" and result["succeeds"]:
            # It had what it wanted before the machine it broke stopped answering the bench.
            result["outcome"] = "succeeded"
        result.update(id=attack[0], program=attack[1], platform=platform,
                      image=sha256(pump.image), seconds=round(time.monotonic() - begin, 2))
        return result


def write_junit(path, args, config, results):
    """One suite per image: an attack that succeeded is a failed test of that image."""
    root = ET.Element("testsuites")
    for image in sorted({r["image"] for r in results}):
        of_image = [r for r in results if r["image"] == image]
        suite = ET.SubElement(root, "testsuite", {
            "name": "attacks %s %s" % (args.build, of_image[0]["platform"]),
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "tests": str(len(of_image)),
            "failures": str(sum(r["outcome"] == "succeeded" for r in of_image)),
            "errors": str(sum(r["outcome"] == "error" for r in of_image)),
            "skipped": str(sum(r["outcome"] == "skipped" for r in of_image))})
        properties = ET.SubElement(suite, "properties")
        for name, value in (("rempart.image.sha256", image),
                            ("rempart.plan.sha256", config["plan"]),
                            ("rempart.device.version", config["version"]),
                            ("rempart.controls", " ".join(config["controls"]))):
            ET.SubElement(properties, "property", {"name": name, "value": value})
        for r in of_image:
            add_case(suite, r)
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def add_case(suite, r):
    case = ET.SubElement(suite, "testcase", {
        "classname": "attacks." + r["platform"], "name": "%s %s" % (r["id"], r["title"]),
        "time": str(r["seconds"])})
    if r["outcome"] == "succeeded":
        ET.SubElement(case, "failure", {"message": "; ".join(r["succeeds"])})
    elif r["outcome"] == "error":
        ET.SubElement(case, "error", {"message": r["error"] or "no result"})
    elif r["outcome"] == "skipped":
        ET.SubElement(case, "skipped", {"message": r["skip"] or ""})
    out = ET.SubElement(case, "system-out")
    out.text = "\n".join("%s=%d" % m for m in sorted(r["measures"].items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--platform", default="")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    config = config_of(os.path.join(args.dir, args.build))
    wanted = set(filter(None, args.only.split(",")))
    results = []
    for attack in ATTACKS:
        if wanted and attack[0] not in wanted:
            continue
        if not os.path.exists(os.path.join(args.dir, "attacks", attack[1])):
            continue
        for platform in attack[3 if args.long else 2].split():
            if args.platform and platform != args.platform:
                continue
            result = run_one(attack, platform, rounds_of(attack, platform, args), args, config)
            results.append(result)
            print("%-22s %-6s %-5s %-9s %6.1f s  %s" % (
                args.build, attack[0], platform, result["outcome"], result["seconds"],
                "; ".join(result["succeeds"]) or result["error"] or result["skip"] or ""),
                flush=True)
    os.makedirs(args.out, exist_ok=True)
    write_junit(os.path.join(args.out, args.build + ".xml"), args, config, results)
    with open(os.path.join(args.out, args.build + ".json"), "w", encoding="utf-8") as file:
        json.dump({"build": args.build, "config": config, "results": results}, file, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
