#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the attacks on all builds, prints the table, and says whether it is as it must be.

usage: campaign.py --dir BUILD_DIR --rempart PROGRAM [--check] [--long] [--write FILE] [--keep DIR]

What must be: on the build without controls each attack that is aimed at a missing control succeeds
(otherwise the attack is not real); on the full and the smallest build none does; each smallest build
less one control lets at least one attack through; each image reports the plan it was exported from;
the pump's verdict is acceptable by the results of the smallest build, and not acceptable without
results or by those of any other build. Ends with 'N passed, N failed, N skipped', and with
status 1 when anything failed. JUnit of each build lies in BUILD_DIR/out.
"""

import argparse
import concurrent.futures
import datetime
import json
import os
import subprocess
import sys

import identity
import page
import skip
import verdict

# Attacks that must succeed where no control is in the image. ATK-04 and ATK-16 are aimed at the
# controls themselves, ATK-12 at their decisions.
REAL = {"ATK-01", "ATK-02", "ATK-03", "ATK-05", "ATK-06", "ATK-07", "ATK-08", "ATK-09", "ATK-10",
        "ATK-11", "ATK-13", "ATK-14", "ATK-15"}
WHOLE = ("none", "smallest", "all")
TIMER_HZ = 25_000_000


def builds_of(folder):
    """Names of the builds that are there, the whole ones first."""
    there = [n for n in WHOLE if os.path.exists(os.path.join(folder, n, "build.json"))]
    less = sorted(n for n in os.listdir(folder)
                  if n.startswith("less-") and os.path.exists(
                      os.path.join(folder, n, "build.json")))
    return there + less


def aimed(folder, module):
    """The attacks that the plan names as tests of what a module provides."""
    path = os.path.join(folder, "config", "smallest", "device-tests.json")
    with open(path, encoding="utf-8") as file:
        controls = json.load(file)["controls"]
    return ",".join(sorted({t for c in controls if c["module"] == module for t in c["tests"]}))


def attack_build(args, build):
    """Runs the attacks on one build; gives what run.py wrote."""
    command = [sys.executable, os.path.join(os.path.dirname(__file__), "run.py"), "--dir", args.dir,
               "--build", build, "--out", os.path.join(args.dir, "out")]
    if args.long:
        command.append("--long")
    if build.startswith("less-"):
        command += ["--only", aimed(args.dir, build[len("less-"):]) or "none"]
    subprocess.run(command, check=True, stdout=None if args.verbose else subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    with open(os.path.join(args.dir, "out", build + ".json"), encoding="utf-8") as file:
        return json.load(file)


def ask_identity(args, build):
    """(passed, failed, skipped, complaints): does each image report the plan it was exported from?"""
    command = [sys.executable, os.path.join(os.path.dirname(__file__), "identity.py"),
               "--dir", args.dir, "--build", build]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(done.stdout)


def judge(build, results):
    """(passed, failed, skipped, complaints) for one build."""
    passed, failed, skipped, complaints = 0, 0, 0, []
    if build.startswith("less-"):
        through = [r for r in results if r["outcome"] == "succeeded"]
        broken = [r for r in results if r["outcome"] == "error"]
        if through and not broken:
            return 1, 0, 0, []
        return 0, 1, 0, ["%s: no attack came through%s" % (
            build, ", bench error: " + broken[0]["error"] if broken else "")]
    for r in results:
        want = "succeeded" if build == "none" and r["id"] in REAL else "blocked"
        if r["outcome"] == "skipped":
            skipped += 1
        elif r["outcome"] == want:
            passed += 1
        else:
            failed += 1
            complaints.append("%s %s %s: %s, should be %s: %s" % (
                build, r["id"], r["platform"], r["outcome"], want,
                "; ".join(r["succeeds"]) or r["error"] or ""))
    return passed, failed, skipped, complaints


def cell(results, attack, platform):
    for r in results:
        if r["id"] == attack and r["platform"] == platform:
            return {"succeeded": "**through**", "blocked": "held", "skipped": "-",
                    "error": "error"}[r["outcome"]]
    return ""


def rows(campaign):
    """One row for each attack and platform that ran anywhere."""
    keys = []
    for build in campaign:
        for r in campaign[build]["results"]:
            if (r["id"], r["platform"], r["title"]) not in keys and r["title"]:
                keys.append((r["id"], r["platform"], r["title"]))
    return sorted(keys)


def table(campaign):
    names = list(campaign)
    lines = ["| attack | on | " + " | ".join(names) + " |",
             "|---|---|" + "---|" * len(names)]
    for attack, platform, title in rows(campaign):
        cells = [cell(campaign[n]["results"], attack, platform) for n in names]
        lines.append("| %s %s | %s | %s |" % (attack, title, platform, " | ".join(cells)))
    return lines


def worst(results, name, platform="qemu"):
    values = [r["measures"][name] for r in results
              if r["platform"] == platform and name in r["measures"]]
    return max(values) if values else None


def figures(campaign):
    lines = ["| build | controls | worst lateness of the essential function | periods missed | "
             "false commands | worst answer of the panel |", "|---|---|---|---|---|---|"]
    for build, data in campaign.items():
        results = data["results"]
        jitter = worst(results, "ep_jitter_ticks")
        late = "not measured" if jitter is None else "%d ticks, %.2f us" % (
            jitter, jitter * 1e6 / TIMER_HZ)
        missed = worst(results, "ep_missed")
        false = sum(r["measures"].get("false_commands", 0) for r in results)
        panel = worst(results, "panel_worst_ms")
        lines.append("| %s | %s | %s | %s | %d | %s |" % (
            build, " ".join(data["config"]["controls"]) or "none", late,
            "not measured" if missed is None else missed, false,
            "not measured" if panel is None else "%d ms" % panel))
    return lines


def measures(campaign, build):
    lines = ["| attack | on | measured |", "|---|---|---|"]
    for r in campaign[build]["results"]:
        text = ", ".join("%s %d" % m for m in sorted(r["measures"].items()) if m[1] != 0)
        lines.append("| %s | %s | %s |" % (r["id"], r["platform"], text))
    return lines


def through(campaign):
    lines = []
    for build, data in campaign.items():
        for r in data["results"]:
            if r["outcome"] == "succeeded":
                lines.append("- `%s`, %s on %s: %s." % (build, r["id"], r["platform"],
                                                       "; ".join(r["succeeds"])))
    return lines


def first_line(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout.splitlines() or ["?"])[0]


def hashes(campaign):
    lines = ["| build | image | SHA-256 |", "|---|---|---|"]
    for build, data in campaign.items():
        for platform in ("host", "qemu"):
            found = {r["image"] for r in data["results"] if r["platform"] == platform}
            for image in sorted(found):
                lines.append("| %s | %s | `%s` |" % (build, platform, image))
    return lines


def write(path, campaign, skips, agreement, args):
    """The page of the campaign."""
    text = ["# Attack campaign on the reference pump", "",
            "Written by `attacks/campaign.py --write` (%s run) on %s. What the attacks are and what they do not "
            "show: `attacks/README.md`." % ("whole" if args.long else "quick",
                                            datetime.date.today().isoformat()), "",
            "- " + page.machine(), "- " + page.commit(),
            "- " + first_line(["arm-none-eabi-gcc", "--version"]),
            "- " + first_line(["gcc", "--version"]),
            "- " + first_line(["qemu-system-arm", "--version"]),
            "- Mbed TLS 2.28.3 from Debian's source package; one instruction takes 32 ns, the "
            "timer's tick is 40 ns", "", "## What came through", "",
            "`held`: the attack did not get what it wanted. **through**: it did. `-`: it makes no "
            "sense on that build. Empty: not run.", ""]
    text += table(campaign) + ["", "## Figures", ""] + figures(campaign)
    text += ["", "## Bench and model", "",
             "The model is `examples/reference-pump`; a build is exported from it without the controls of a "
             "module.", ""] + agreement
    text += ["", "## What the attackers got", ""] + through(campaign)
    text += ["", "## Measurements on the smallest build", ""] + measures(campaign, "smallest")
    text += ["", "## Faults over the decisions (ATK-12)", ""] + skip.report(skips)
    text += page.more(args.dir)
    text += ["", "## Images", ""] + hashes(campaign)
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write("\n".join(text) + "\n")
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    parser.add_argument("--rempart", required=True)
    parser.add_argument("--keep", default="")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--write", default="")
    args = parser.parse_args()
    args.verbose = not args.check
    names = builds_of(args.dir)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda n: attack_build(args, n), names))
    campaign = dict(zip(names, done))
    skips = skip.campaign(args.dir, args.long)
    counts = [skip.judge(skips)] + [judge(n, campaign[n]["results"]) for n in names]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        counts += pool.map(lambda n: ask_identity(args, n), names)
    print("\n".join(table(campaign)).replace("**", ""))
    print("\n".join(skip.report(skips)).replace("**", ""))
    came = {n: sorted({r["id"] for r in campaign[n]["results"] if r["outcome"] == "succeeded"})
            for n in names}
    p, f, agreement, c = verdict.agree(args.rempart, args.dir, came)
    counts.append((p, f, 0, c))
    print("\n" + "\n".join(agreement))
    p, f, lines, c = verdict.judge(args.rempart, args.dir, names)
    counts.append((p, f, 0, c))
    print("\n".join(lines))
    passed, failed, skipped = (sum(count[i] for count in counts) for i in range(3))
    complaints = [c for count in counts for c in count[3]]
    if args.write:
        write(args.write, campaign, skips, agreement, args)
    if args.keep and not failed:
        verdict.keep(args.dir, args.keep)
    for complaint in complaints:
        print("not as it must be: " + complaint)
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
