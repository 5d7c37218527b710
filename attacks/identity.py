# SPDX-License-Identifier: Apache-2.0
"""What a running pump says of the plan that it was built from: that what is deployed is what was
analysed is seen on the device, not in the files of the build."""

import argparse
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
