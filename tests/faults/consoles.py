"""What the console says, and where a note goes, while the disk refuses it, does not answer, or is nowhere to be had."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from disks import Disk
from hangups import Console
from world import Tally, World, skip

NOTE = "unsavedwords"
# Seconds that every sync of the journal takes.
SLOW = 6


def note(console, *said):
    """Writes a note and hands it in; what was said before."""
    console.open_editor(*said)
    os.write(console.line, NOTE.encode())
    console.read(0.5)
    os.write(console.line, b"\r")


def answers(console):
    """How long the console takes to show another screen when a key is pressed."""
    start = time.time()
    console.screen = b""
    os.write(console.line, b"?")
    while not console.screen and time.time() < start + 10:
        console.read(0.02)
    taken = time.time() - start
    os.write(console.line, b"q")
    console.read(0.3)
    return taken


def leave(console):
    """Leaves, whatever is asked; the exit code and what stands on the screen afterwards."""
    os.write(console.line, b"\x1b")
    console.read(0.3)
    os.write(console.line, b"\x03")
    for _ in range(100):
        console.read(0.1)
        pid, status = os.waitpid(console.pid, os.WNOHANG)
        if pid:
            console.read(0.2)
            os.close(console.line)
            return os.waitstatus_to_exitcode(status), console.screen.decode(errors="replace")
        # Is it to be left although something is not saved?
        os.write(console.line, b"y")
    console.close()
    return None, console.screen.decode(errors="replace")


def stuck(tally, program):
    """Every sync takes seconds: the keys go on, it is said, and the note is on this machine before the disk answers."""
    if shutil.which("strace") is None:
        return skip("a disk that does not answer", "no strace")
    with World(program) as world:
        world.fill()
        before = ["strace", "-f", "-q", "-o", "/dev/null", "-e", f"inject=fdatasync:delay_enter={SLOW}s"]
        console = Console(world, before=before)
        note(console)
        started = time.time()
        longest = max(answers(console) for _ in range(3))
        tally.most(most_seconds_for_a_key=longest)
        if longest > 1:
            tally.wrong(f"a key takes {longest:.1f} s while the disk does not answer")
        console.wait_for("磁盘无响应")
        tally.most(seconds_until_it_is_said=time.time() - started)
        if time.time() > started + SLOW:
            tally.wrong("it is said only when the disk has answered")
        aside = world.aside()
        code, _ = leave(console)
        tally.add(consoles=1, kept_aside=len(aside))
        if len(aside) != 1:
            tally.wrong(f"{len(aside)} of 1 notes are on this machine while the disk does not answer")
        if len(world.events()[0] | world.aside()) != 1:
            tally.wrong("the note of a session on a disk that does not answer is nowhere")
        if code is None:
            tally.wrong("the console does not end while the disk does not answer")


def read_only(tally, program):
    """A folder that takes nothing: that stands on the screen before anything is typed, and the note waits on this machine."""
    with Disk("tmpfs") as disk, World(program, disk.folder) as world:
        home = Path(tempfile.mkdtemp(prefix="ducha-home-"))
        world.home = home
        world.fill()
        subprocess.run(["mount", "-o", "remount,ro", str(disk.folder)], check=True)
        console = Console(world)
        note(console, "只读")
        console.read(1.0)
        code, screen = leave(console)
        waiting = world.aside() - world.events()[0]
        subprocess.run(["mount", "-o", "remount,rw", str(disk.folder)], check=True)
        tally.add(consoles=1, kept_aside=len(waiting))
        if code == 0:
            tally.wrong("leaves with 0 although the note is not in the library")
        if len(waiting) != 1:
            tally.wrong(f"{len(waiting)} of 1 notes wait on this machine")
        shutil.rmtree(home, ignore_errors=True)


def nowhere(tally, program):
    """Neither the library nor this machine's own folder takes anything: the words are printed at the end."""
    with Disk("tmpfs") as disk, World(program, disk.folder) as world:
        world.fill()
        # The state folder as the program makes it.
        world.run("list")
        subprocess.run(["mount", "-o", "remount,ro", str(disk.folder)], check=True)
        console = Console(world)
        note(console)
        console.read(1.0)
        code, screen = leave(console)
        subprocess.run(["mount", "-o", "remount,rw", str(disk.folder)], check=True)
        tally.add(consoles=1)
        if code == 0:
            tally.wrong("leaves with 0 although the note is nowhere")
        # Behind the last word that the console writes to its own screen.
        printed = re.split(r"\x1b\[\?1049l", screen)[-1]
        if NOTE not in printed:
            tally.wrong("a note that is on no disk is not printed")


def run(program, long):
    tally = Tally("consoles on disks that fail")
    for _ in range(5 if long else 1):
        stuck(tally, program)
        if os.geteuid() != 0:
            skip("consoles on a read-only disk", "needs root to mount")
            continue
        read_only(tally, program)
        nowhere(tally, program)
    return tally.show()
