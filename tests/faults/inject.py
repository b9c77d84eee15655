"""Every call that the program makes to the disk fails, once or for good, with every error that disks give."""

import re
import shutil
import subprocess
import uuid

from world import Tally, World, is_clean, missing, skip

CALLS = ["write", "fdatasync", "fsync", "openat", "mkdirat", "fchmod", "fstat", "renameat2", "fallocate", "pread64", "getdents64"]
ERRORS = ["ENOSPC", "EIO", "EDQUOT", "EACCES", "EROFS", "ESTALE", "EMFILE", "EINTR"]
NOTES = 4
# Interrupted for ever: only where the program itself calls again. The standard library does so without an end.
ENDLESS = ("write", "fdatasync", "fsync", "mkdirat", "fchmod", "renameat2", "fallocate", "pread64")


def session(world, inject=None):
    """Writes a few annotations under injection; the exit code and what was acknowledged."""
    before = ["strace", "-f", "-q", "-o", str(world.folder / "trace")]
    before += ["-e", f"inject={inject}"] if inject else ["-e", "trace=" + ",".join(CALLS)]
    writer = world.writer(before=before)
    for _ in range(NOTES):
        if not writer.ask() or not writer.answer():
            break
    return writer.end(), writer


def positions(program):
    """How many calls of each kind come before the library is touched, and how many in all."""
    with World(program) as world:
        world.fill()
        code, writer = session(world)
        assert code == 0 and len(writer.saved) == NOTES, (code, writer.said)
        counts, first = dict.fromkeys(CALLS, 0), {}
        touched = False
        for line in (world.folder / "trace").read_text(errors="replace").splitlines():
            call = re.match(r"\d+ +(\w+)\(", line)
            if call is None or call[1] not in counts:
                continue
            touched = touched or "library" in line
            counts[call[1]] += 1
            if touched:
                first.setdefault(call[1], counts[call[1]])
        return {call: (first[call], counts[call]) for call in CALLS if call in first}


def cases(ranges, long):
    most = 20 if long else 3
    for call, (first, last) in ranges.items():
        places = range(first, last + 1)
        step = max(1, len(places) // most)
        for place in list(places)[::step][:most]:
            for error in ERRORS if long else (ERRORS[:2] if call in ("write", "fdatasync") else ERRORS[1:2]):
                for rest in ("", "+"):
                    if rest and error == "EINTR" and call not in ENDLESS:
                        continue
                    yield f"{call}:error={error}:when={place}{rest}"
    # The system says that it has written bytes, and has not.
    for place in range(ranges["write"][0], ranges["write"][1] + 1, 1 if long else 3):
        yield f"write:retval=3:when={place}"
    # It ends in the middle of a call.
    for call in ("write", "fdatasync", "fsync"):
        first, last = ranges[call]
        for place in range(first, last + 1, 1 if long else 4):
            yield f"{call}:signal=KILL:when={place}"


def run(program, long):
    name = "injected faults"
    if shutil.which("strace") is None:
        return skip(name, "no strace")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        return skip(name, "strace may not trace here")
    tally = Tally(name)
    for number, case in enumerate(cases(positions(program), long)):
        with World(program) as world:
            world.fill()
            code, writer = session(world, case)
            tally.add(cases=1)
            before = len(tally.faults)
            # A call that lies about standard output cuts the id that it was to carry.
            whole = [saved for saved in writer.saved if len(saved) == len(str(uuid.UUID(int=0)))]
            missing(tally, world, whole)
            if code == 0 and len(writer.saved) != NOTES:
                tally.wrong(f"{case}: ends with 0 and {len(writer.saved)} of {NOTES} saved")
            if code == "hung":
                tally.wrong(f"{case}: hangs")
            if "panicked" in writer.said:
                tally.wrong(f"{case}: panics: {writer.said[:200]}")
            kept = len(world.aside() - world.events()[0])
            tally.add(kept_aside=kept)
            if number % 10 == 0:
                is_clean(tally, world)
            # The next session goes on, and takes in what had to wait.
            if number % 5 == 0:
                after = world.writer()
                after.ask()
                after.answer()
                if after.end() != 0:
                    tally.wrong(f"{case}: the next session fails: {after.said[:200]}")
                if world.aside() - world.events()[0]:
                    tally.wrong(f"{case}: what was kept aside is not taken in")
            for at in range(before, len(tally.faults)):
                if case not in tally.faults[at]:
                    tally.faults[at] = f"{case}: {tally.faults[at]}"
    return tally.show()
