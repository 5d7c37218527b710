# SPDX-License-Identifier: Apache-2.0
"""The bench's results as evidence for the pump's model: what rempart assess makes of them.

The text of the model (examples/reference-pump) is the same each time; what differs is the folder
`evidence` beside it: empty, or the results and the record of the images of one build.
"""

import json
import os
import shutil
import subprocess

MODEL = os.path.join(os.path.dirname(__file__), "..", "examples", "reference-pump")
# What must come out. Results of an image from another plan show nothing for this one.
WANT = {"no evidence": "not-acceptable", "smallest": "acceptable"}
OTHER = "not-acceptable"
NAMES = {"acceptable": "acceptable", "acceptable-under-conditions": "acceptable under conditions",
         "not-acceptable": "NOT ACCEPTABLE"}


def prepare(folder, build):
    """A copy of the model with the evidence of one build; gives the path of its main file."""
    place = os.path.join(folder, "verdict", build.replace(" ", "-"))
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(os.path.join(place, "evidence"))
    for name in sorted(os.listdir(MODEL)):
        if name.endswith(".yaml"):
            shutil.copy(os.path.join(MODEL, name), place)
    if build != "no evidence":
        shutil.copy(os.path.join(folder, "out", build + ".xml"),
                    os.path.join(place, "evidence", "attacks.xml"))
        shutil.copy(os.path.join(folder, build, "image.json"), os.path.join(place, "evidence"))
    return os.path.join(place, "rempart.yaml")


def assess(rempart, model, *options):
    done = subprocess.run([rempart, "assess", "--quiet", "--lang", "en", "--model", model, *options],
                          capture_output=True, text=True, check=False)
    if not done.stdout:
        raise RuntimeError("rempart assess: " + done.stderr)
    return done.stdout


def judge(rempart, folder, builds):
    """(passed, failed, lines to print, complaints)"""
    passed, lines, complaints = 0, ["", "verdict of the pump's model, by evidence:"], []
    for build in ["no evidence"] + list(builds):
        model = prepare(folder, build)
        found = json.loads(assess(rempart, model, "--format", "json"))
        want = WANT.get(build, OTHER)
        proofs = [m["proof"] for m in found["measures"] if "proof" in m]
        lines.append("  %-14s %-28s %2d of %d controls proven" % (
            build, NAMES[found["verdict"]], proofs.count("holds"), len(proofs)))
        if found["verdict"] == want:
            passed += 1
        else:
            complaints.append("verdict with %s: %s, should be %s" % (build, found["verdict"], want))
    if "smallest" in builds:
        model = os.path.join(folder, "verdict", "smallest", "rempart.yaml")
        lines += ["", assess(rempart, model).rstrip("\n")]
    return passed, len(complaints), lines, complaints


def controls_of(folder, module):
    """Ids of the decided controls that a module provides."""
    path = os.path.join(folder, "config", "smallest", "device-tests.json")
    with open(path, encoding="utf-8") as file:
        return [c["id"] for c in json.load(file)["controls"] if c["module"] == module]


def agree(rempart, folder, through):
    """Bench and model side by side: which attacks come through on the smallest build less a module, and
    which harms come back in the model without its controls. Both must say that something does.
    through: build -> ids of attacks. (passed, failed, lines of a table, complaints)"""
    passed, complaints = 0, []
    lines = ["| without | controls | attacks that come through | harms that come back in the model |",
             "|---|---|---|---|"]
    for build in sorted(b for b in through if b.startswith("less-")):
        module = build[len("less-"):]
        controls = controls_of(folder, module)
        done = subprocess.run([rempart, "without", *controls, "--quiet", "--format", "json", "--model",
                               os.path.join(MODEL, "rempart.yaml")],
                              capture_output=True, text=True, check=False)
        back = [h["harm"] for h in json.loads(done.stdout)["harms"]
                if h["acceptableDesigned"] and not h["acceptableWithout"]]
        lines.append("| %s | %s | %s | %s |" % (module, " ".join(controls), " ".join(through[build]),
                                               " ".join(back)))
        if back and through[build]:
            passed += 1
        else:
            complaints.append("without %s: bench %s, model %s" % (module, through[build], back))
    return passed, len(complaints), lines, complaints


def keep(folder, target):
    """Keeps the evidence of the smallest build beside the model, as a sample for those who cannot
    run the bench."""
    os.makedirs(target, exist_ok=True)
    shutil.copy(os.path.join(folder, "out", "smallest.xml"), os.path.join(target, "attacks.xml"))
    shutil.copy(os.path.join(folder, "smallest", "image.json"), target)
