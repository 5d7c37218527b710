#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a running pump says of the plan that it was built from: that what is deployed is what was
analysed is seen on the device, not in the files of the build.

usage: identity.py --dir BUILD_DIR --build NAME      prints [passed, failed, skipped, [complaint ...]]
"""

import argparse
import json
import os

import run

PROGRAM = ("PLAN", "identity")
# The order of the bits of enum pump_control, reference/pump/identity.h.
MODULES = ("mode", "detect", "crypto", "log", "store", "boot", "auth", "chan")


def judge(folder, build):
    """(passed, failed, skipped, complaints) over the images of one build."""
    config = run.config_of(os.path.join(folder, build))
    args = argparse.Namespace(dir=folder, build=build, seed=1)
    passed, complaints = 0, []
    for platform, image in (("host", "pump-host"), ("qemu", "pump-mps2.elf")):
        if not os.path.exists(os.path.join(folder, build, image)):
            continue
        result = run.run_one(PROGRAM, platform, 0, args, config)
        said = result["measures"]
        plan = "".join("%08x" % said.get("plan_%d" % i, 0) for i in range(8))
        modules = [m for i, m in enumerate(MODULES) if said.get("modules", 0) >> i & 1]
        if not result["error"] and plan == config["plan"] and modules == config["controls"]:
            passed += 1
        else:
            complaints.append("%s on %s reports plan %s with %s, not %s with %s: %s" % (
                build, platform, plan, modules, config["plan"], config["controls"],
                result["error"] or ""))
    return passed, len(complaints), 0, complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", required=True)
    parser.add_argument("--build", required=True)
    args = parser.parse_args()
    print(json.dumps(judge(args.dir, args.build)))


if __name__ == "__main__":
    main()
