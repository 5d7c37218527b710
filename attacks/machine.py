# SPDX-License-Identifier: Apache-2.0
"""A simulated processor under the hands of the fault campaign: QEMU through its gdb stub.

Not with -icount: there QEMU 7.2 lets the guest's clock jump at each stop. A case that hangs is ended by
the image's own timer, a hundred times later than any case ends (target/skip_start.c).
"""

import re
import socket
import subprocess
import time

import run

GRANTED = 0x6A11
REFUSED = 0x0DE1
XPSR = 25  # QEMU's number for it
PC = 15
CALL = 128  # from skip_call to the call itself
STOP_S = 20  # real time; the watchdog ends a case long before
RESET = "system_reset".encode("ascii").hex()


class Machine:
    """A processor of the campaign, stopped between cases."""

    def __init__(self, image, symbols):
        self.image, self.symbols = image, symbols
        self.socket = self.process = None
        self.fresh = ""  # all registers at the first stop

    def start(self):
        self.stop()
        port = run.free_ports(1)[0]
        self.process = subprocess.Popen(
            ["qemu-system-arm", "-M", "mps2-an385", "-display", "none", "-monitor", "none",
             "-serial", "none", "-kernel", self.image, "-S",
             "-gdb", "tcp:127.0.0.1:%d" % port],
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not run.listening(port):
            if time.monotonic() > deadline:
                raise RuntimeError("QEMU did not start")
            time.sleep(0.02)
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=STOP_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # QEMU refuses to write a register before its description was read.
        self.ask("qSupported:xmlRegisters=arm")
        self.ask("qXfer:features:read:target.xml:0,ffb")
        for name in ("skip_ready", "skip_call", "skip_done", "skip_crash", "skip_late"):
            self.ask("Z0,%x,2" % self.symbols[name])
        self.go()
        self.fresh = self.ask("g")

    def stop(self):
        if self.socket:
            self.socket.close()
        if self.process:
            self.process.kill()
            self.process.wait()
        self.socket = self.process = None

    def ask(self, text):
        data = text.encode("ascii")
        self.socket.sendall(b"$" + data + b"#%02x" % (sum(data) & 0xFF))
        return self.answer()

    def answer(self):
        data = b""
        while not re.search(rb"\$[^#]*#..", data):
            piece = self.socket.recv(4096)
            if not piece:
                raise RuntimeError("QEMU is gone")
            data += piece
        self.socket.sendall(b"+")
        return re.search(rb"\$([^#]*)#", data).group(1).decode("ascii", "replace")

    def go(self):
        """Runs to the next stop; gives the address, None when nothing stops it."""
        try:
            self.ask("c")
            return self.register(PC)
        except (OSError, RuntimeError):
            return None  # the processor is locked up and the simulator has given up

    def register(self, n):
        return int.from_bytes(bytes.fromhex(self.ask("p%x" % n)[:8]), "little")

    def set_register(self, n, value):
        if self.ask("P%x=%s" % (n, value.to_bytes(4, "little").hex())) != "OK":
            raise RuntimeError("QEMU does not write registers")

    def reset(self):
        """After a crash: the processor and its memory as after power-on, at skip_ready."""
        try:
            if self.ask("qRcmd," + RESET) == "OK" and self.go() == self.symbols["skip_ready"]:
                return
        except (OSError, RuntimeError):
            pass
        self.start()

    def begin(self, number):
        """Into a case, to its decision. What a fault before left behind is no longer there: a processor
        that does not come to the decision is replaced."""
        if not self.enter(number):
            self.start()
            if not self.enter(number):
                raise RuntimeError("the case does not come to its decision")
        self.set_register(PC, self.symbols["skip_call"] + CALL)  # past the stop

    def enter(self, number):
        """True at the decision; no register is as the case before left it."""
        values = [self.fresh[i:i + 8] for i in range(0, len(self.fresh), 8)]
        values[0] = number.to_bytes(4, "little").hex()
        values[PC] = (self.symbols["skip_ready"] + 2).to_bytes(4, "little").hex()
        try:
            return (self.ask("G" + "".join(values)) == "OK" and
                    self.go() == self.symbols["skip_call"])
        except (OSError, RuntimeError):
            return False

    def finish(self, at):
        """From a stop to the verdict: 'granted', 'refused', 'crash', 'late'."""
        if at != self.symbols["skip_done"]:
            self.reset()
            return "late" if at == self.symbols["skip_late"] else "crash"
        value = self.register(0)
        if value == GRANTED:
            return "granted"
        return "refused" if value == REFUSED else "crash"

    def plain_run(self, number):
        self.begin(number)
        return self.finish(self.go())

    def faulty_run(self, number, address, passage, fault):
        """One fault at the passage of that number of an address; None when there is no such
        passage. What hangs is tried again: the machine may have been busy."""
        verdict = self.once(number, address, passage, fault)
        return self.once(number, address, passage, fault) if verdict == "late" else verdict

    def once(self, number, address, passage, fault):
        self.begin(number)
        self.ask("Z0,%x,2" % address)
        at = self.go()
        for _ in range(passage - 1):
            if at != address:
                break
            self.ask("z0,%x,2" % address)
            self.ask("s")
            self.ask("Z0,%x,2" % address)
            at = self.go()
        if at is not None:
            self.ask("z0,%x,2" % address)
        if at != address:
            self.finish(at)
            return None
        fault(self)
        return self.finish(self.go())


def advance_it(xpsr):
    """The status register after one instruction of an IT block was passed over."""
    state = xpsr >> 8 & 0xFC | xpsr >> 25 & 3
    state = 0 if state & 7 == 0 else state & 0xE0 | state << 1 & 0x1F
    return xpsr & ~0x0600FC00 | (state & 0xFC) << 8 | (state & 3) << 25


def skip_fault(address, size):
    def fault(machine):
        xpsr = machine.register(XPSR)
        if xpsr & 0x0600FC00:
            machine.set_register(XPSR, advance_it(xpsr))
        machine.set_register(PC, address + size)
    return fault


def flip_fault(register, bit):
    return lambda machine: machine.set_register(register, machine.register(register) ^ (1 << bit))
