# SPDX-License-Identifier: Apache-2.0
"""What a running pump says of the plan that it was built from.

The answer comes over the service line, as a hospital's or a maker's computer would ask for it: that
what is deployed is what was analysed is seen on the device, not in the files of the build.
"""

import binascii
import os
import socket
import struct
import tempfile

import run

CMD_IDENTITY = 0x03  # enum pump_command, reference/pump/app.h
REPLY = 0x80
DONE = 0x5A
# The order of the bits of enum pump_control, reference/pump/identity.h.
MODULES = ("mode", "detect", "crypto", "log", "store", "boot", "auth", "chan")
STEP_MS = 500
MOST_MS = 20_000  # of the device's own time; the first answer waits for the check of a signature


def frame(kind, tag):
    """A frame without payload (reference/pump/frame.h)."""
    head = struct.pack("<HBB", 0, kind, tag)
    return b"\xa5\x5a" + head + struct.pack("<H", binascii.crc_hqx(head, 0xFFFF))


def answer_in(data):
    """(plan, modules) when the bytes hold the whole answer, else None."""
    start = data.find(b"\xa5\x5a")
    if start < 0 or len(data) < start + 6:
        return None
    size, kind, _ = struct.unpack_from("<HBB", data, start + 2)
    payload = data[start + 6:start + 6 + size]
    if len(data) < start + 6 + size + 2:
        return None
    if kind != CMD_IDENTITY | REPLY or size != 37 or payload[0] != DONE:
        raise RuntimeError("the pump answers %s" % data.hex())
    bits = struct.unpack_from("<I", payload, 33)[0]
    return payload[1:33].hex(), [m for i, m in enumerate(MODULES) if bits >> i & 1]


def ask(platform, folder):
    """Starts the image of a build and asks it; gives (plan, modules)."""
    with tempfile.TemporaryDirectory(prefix="pump-") as work:
        pump = run.Pump(platform, folder, work)
        pump.start()
        try:
            with socket.create_connection(("127.0.0.1", pump.ports["bench"])) as bench, \
                    socket.create_connection(("127.0.0.1", pump.ports["service"])) as service:
                service.settimeout(0.2)
                lines = bench.makefile()
                service.sendall(frame(CMD_IDENTITY, 1))
                data = b""
                for _ in range(MOST_MS // STEP_MS):
                    bench.sendall(b"wait %d\n" % STEP_MS)
                    lines.readline()
                    try:
                        data += service.recv(256)
                    except socket.timeout:
                        pass
                    found = answer_in(data)
                    if found:
                        return found
        finally:
            pump.stop()
    raise RuntimeError("the pump does not answer")


def judge(folder, build):
    """(passed, failed, complaints) over the images of one build."""
    config = run.config_of(os.path.join(folder, build))
    want = (config["plan"], config["controls"])
    passed, complaints = 0, []
    for platform, image in (("host", "pump-host"), ("qemu", "pump-mps2.elf")):
        if not os.path.exists(os.path.join(folder, build, image)):
            continue
        got = ask(platform, os.path.join(folder, build))
        if got == want:
            passed += 1
        else:
            complaints.append("%s on %s reports plan %s with %s, not %s with %s" % (
                (build, platform) + got + want))
    return passed, len(complaints), complaints
