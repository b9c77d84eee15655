"""Disks that fill up, become read-only, or are taken away under a session."""

import ctypes
import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from world import Tally, World, is_clean, missing, skip


def mounts(*words):
    done = subprocess.run(["mount", *words], capture_output=True)
    if done.returncode != 0:
        raise OSError(done.stderr.decode().strip())


def unmount(folder):
    for _ in range(50):
        if subprocess.run(["umount", str(folder)], capture_output=True).returncode == 0:
            return
        subprocess.run(["sleep", "0.1"])
    subprocess.run(["umount", "-l", str(folder)], capture_output=True)


class Disk:
    """A small file system of its own in memory."""

    def __init__(self, kind, size="64M"):
        self.kind, self.size = kind, size
        self.folder = Path(tempfile.mkdtemp(prefix="ducha-disk-"))
        self.image = Path(tempfile.mkdtemp(prefix="ducha-image-", dir="/dev/shm")) / "image"

    def __enter__(self):
        if self.kind == "tmpfs":
            mounts("-t", "tmpfs", "-o", f"size={self.size}", "tmpfs", str(self.folder))
            return self
        with open(self.image, "wb") as image:
            image.truncate(int(self.size[:-1]) << 20)
        make = {"ext4": ["mkfs.ext4", "-q", "-m", "0"], "xfs": ["mkfs.xfs", "-q"]}[self.kind]
        subprocess.run([*make, str(self.image)], check=True, capture_output=True)
        self.mount()
        return self

    def mount(self):
        mounts("-o", "loop", str(self.image), str(self.folder))

    def __exit__(self, *_):
        unmount(self.folder)
        shutil.rmtree(self.image.parent, ignore_errors=True)
        self.folder.rmdir()

    def cut(self):
        """The power goes: nothing that was not synced reaches the disk any more."""
        fd = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(fd, 0x8004587D, ctypes.c_uint32(2))
        finally:
            os.close(fd)

    def reboot(self):
        unmount(self.folder)
        self.mount()


def fill(folder):
    ballast = os.open(folder / "ballast", os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(ballast, b"\0" * 4096)
    except OSError:
        os.close(ballast)


def afterwards(tally, world, waiting, saved):
    after = world.writer()
    after.ask()
    after.answer()
    if after.end() != 0:
        tally.wrong(f"the next session fails: {after.said[:200]}")
    if waiting - world.events()[0]:
        tally.wrong("what was kept aside is not in the library afterwards")
    missing(tally, world, saved)
    is_clean(tally, world)


def run(program, long):
    name = "full, read-only and missing disks"
    if os.geteuid() != 0:
        return skip(name, "needs root to mount")
    try:
        with Disk("tmpfs"):
            pass
    except OSError as error:
        return skip(name, f"cannot mount: {error}")
    tally = Tally(name)
    for kind in ("tmpfs", "ext4"):
        for _ in range(5 if long else 1):
            try:
                with Disk(kind, "8M") as disk:
                    break_it(program, tally, disk)
            except (OSError, subprocess.CalledProcessError, FileNotFoundError) as error:
                skip(f"{name} on {kind}", str(error))
    gone(program, tally)
    return tally.show()


def break_it(program, tally, disk):
    with World(program, disk.folder) as world:
        home = Path(tempfile.mkdtemp(prefix="ducha-home-"))
        world.home = home
        world.fill()
        # Full in the middle of a session: what was reserved is still taken, the rest is kept aside.
        writer = world.writer()
        writer.ask()
        writer.answer()
        fill(disk.folder)
        for _ in range(60):
            if not writer.ask("磁" * 700) or not writer.answer():
                break
        end(tally, world, writer)
        reserved = len(writer.saved) - 1
        tally.add(saved_on_a_full_disk=reserved)
        if reserved == 0:
            tally.wrong("a full disk takes nothing: no room was reserved")
        # A session that begins on a full disk.
        late = world.writer()
        late.ask("磁" * 700)
        late.answer()
        end(tally, world, late)
        (disk.folder / "ballast").unlink()
        waiting = world.aside() - world.events()[0]
        afterwards(tally, world, waiting, writer.saved + late.saved)
        # A session on a read-only disk.
        subprocess.run(["mount", "-o", "remount,ro", str(disk.folder)], check=True)
        late = world.writer()
        late.ask()
        late.answer()
        end(tally, world, late)
        waiting = world.aside() - world.events()[0]
        subprocess.run(["mount", "-o", "remount,rw", str(disk.folder)], check=True)
        if len(waiting) != 1:
            tally.wrong(f"{len(waiting)} of 1 kept aside on a read-only disk")
        afterwards(tally, world, waiting, late.saved)
        shutil.rmtree(home, ignore_errors=True)


def end(tally, world, writer):
    code = writer.end()
    tally.add(sessions=1)
    waiting = world.aside() - world.events()[0]
    tally.add(kept_aside=len(waiting))
    unsaved = writer.asked - len(writer.saved)
    if code == 0 and unsaved:
        tally.wrong("ends with 0 and something unsaved")
    if unsaved > len(waiting):
        tally.wrong(f"{unsaved} not saved, and only {len(waiting)} kept aside")
    missing(tally, world, writer.saved)


def gone(program, tally):
    """The library is moved away under a session, and comes back."""
    with World(program) as world:
        world.fill()
        writer = world.writer()
        writer.ask()
        writer.answer()
        elsewhere = world.folder / "elsewhere"
        world.library.rename(elsewhere)
        writer.ask()
        writer.answer()
        code = writer.end()
        tally.add(sessions=1)
        if code == 0 or len(world.aside()) != 1:
            tally.wrong("a library that is gone is not noticed")
        elsewhere.rename(world.library)
        afterwards(tally, world, world.aside(), writer.saved)
