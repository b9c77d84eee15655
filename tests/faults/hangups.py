"""The line is cut, or the process killed, while somebody types in the console."""

import fcntl
import json
import os
import pty
import random
import select
import signal
import struct
import termios
import time

from world import Tally, World, skip

# One of these a key, so that what a draft holds says when it was typed.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Console:
    """The program in a pseudo-terminal, with a note being typed."""

    def __init__(self, world, before=()):
        self.typed = []
        self.screen = b""
        command = [*before, world.program, "--library", str(world.library)]
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, world.environment())
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def read(self, seconds=0.0):
        """Takes what the program has written."""
        until = time.time() + seconds
        while True:
            ready, _, _ = select.select([self.line], [], [], max(0, until - time.time()))
            if not ready:
                return
            try:
                self.screen += os.read(self.line, 65536)
            except OSError:
                return

    def wait_for(self, *texts, seconds=30):
        until = time.time() + seconds
        while any(text.encode() not in self.screen for text in texts):
            self.read(0.05)
            assert time.time() < until, f"no {texts} on the screen: {self.screen[-300:]!r}"
        self.screen = b""

    def open_editor(self, *said):
        """Opens a report and a note in it; what the list of reports says besides the report."""
        self.wait_for("2024", *said)
        os.write(self.line, b"\r")
        self.wait_for("34")
        self.read(0.3)
        os.write(self.line, b"a")
        self.read(0.5)

    def type_for(self, seconds):
        """Types at the pace of a person."""
        until = time.time() + seconds
        while time.time() < until:
            letter = LETTERS[len(self.typed) % len(LETTERS)]
            os.write(self.line, letter.encode())
            self.typed.append((letter, time.time()))
            self.read(random.uniform(0.02, 0.15))

    def process_signal(self, number):
        os.kill(self.pid, number)

    def close(self):
        """The line is gone; how long the process still lives, or none when it does not end."""
        start = time.time()
        os.close(self.line)
        while time.time() < start + 10:
            pid, _ = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return time.time() - start
            time.sleep(0.005)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return None

    def lost_since(self, home, at):
        """How long before `at` the first letter was typed that no draft holds, in seconds."""
        typed = "".join(letter for letter, _ in self.typed)
        best = 0
        for path in home.rglob("drafts/*.json"):
            try:
                draft = json.loads(path.read_text())["draft"]["fields"]["problem"]
            except (OSError, ValueError, KeyError):
                continue
            # The note of a finding begins with words of the program's.
            ends = (count for count in range(len(typed), 0, -1) if draft.endswith(typed[:count]))
            best = max(best, next(ends, 0))
        if best >= len(self.typed):
            return 0.0
        return at - self.typed[best][1]


def accident(tally, program, how):
    with World(program) as world:
        world.fill()
        console = Console(world)
        console.open_editor()
        console.type_for(random.uniform(0.3, 3.0))
        at = time.time()
        if how == "kill":
            console.process_signal(signal.SIGKILL)
        lived = console.close()
        tally.add(**{f"{how}s": 1})
        if lived is None or lived > 2:
            tally.wrong(f"the process lives {lived} s after a {how}")
        tally.most(**{f"most seconds alive after a {how}": lived or 10})
        lost = console.lost_since(world.home, at)
        tally.most(**{f"most seconds of draft lost by a {how}": lost})
        if lost > 2:
            tally.wrong(f"{lost:.1f} s of a draft are gone after a {how}")


def run(program, long):
    tally = Tally("hang-ups and kills while typing")
    for _ in range(50 if long else 3):
        accident(tally, program, "hang-up")
    for _ in range(50 if long else 3):
        accident(tally, program, "kill")
    return tally.show()
