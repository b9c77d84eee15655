"""Every call that the program makes to the disk fails, once or for good, with every error that disks give."""

import json
import re
import shutil
import subprocess
import uuid
from itertools import cycle, islice

from world import Tally, World, is_clean, missing, skip

CALLS = ["write", "fdatasync", "fsync", "openat", "mkdirat", "fchmod", "fstat", "renameat2", "fallocate", "pread64", "getdents64"]
# What a failure may cost is less: these are broken in the long form only.
LESSER = ["renameat", "unlinkat", "ftruncate", "newfstatat", "statx", "fstatfs", "flock", "close", "inotify_init1", "inotify_add_watch"]
ERRORS = ["ENOSPC", "EIO", "EDQUOT", "EACCES", "EROFS", "ESTALE", "EMFILE", "ENFILE", "EPERM", "EAGAIN", "EINTR"]
# The short form gives each call in turn the errors that it may well meet.
LIKELY = {
    "write": ["ENOSPC", "EIO", "EDQUOT", "EINTR", "ESTALE"],
    "fdatasync": ["EIO", "EDQUOT", "ENOSPC", "ESTALE", "EINTR"],
    "fsync": ["EIO", "EDQUOT", "ENOSPC"],
    "openat": ["EMFILE", "ENFILE", "EACCES", "EROFS", "ESTALE", "EIO"],
    "mkdirat": ["EDQUOT", "EROFS", "ENOSPC"],
    "renameat2": ["EDQUOT", "ENOSPC", "EROFS"],
    "getdents64": ["EIO", "ESTALE"],
}
NOTES = 4
# What a share on a network may not know: locks, room kept in advance, names that change places; and a handle that is stale.
SHARE = "flock:error=ENOLCK:when=1+ fallocate:error=EOPNOTSUPP:when=1+ renameat2:error=EINVAL:when=1+"
# The standard library calls again without an end when these are interrupted for ever; the program itself does not, and is
# asked where it looks at folders of its own.
ELSEWHERE_TOO = ("openat", "getdents64")
# Interrupted for ever: only where the program itself calls again.
ENDLESS = ("write", "fdatasync", "fsync", "mkdirat", "fchmod", "renameat2", "fallocate", "pread64")


def session(world, inject=None):
    """Writes a few annotations under injection; the exit code and what was acknowledged."""
    before = ["strace", "-f", "-q", "-o", str(world.folder / "trace")]
    faults = [f"inject={fault}" for fault in (inject or "").split()]
    before += [word for fault in faults or ["trace=" + ",".join(CALLS + LESSER)] for word in ("-e", fault)]
    if inject and "EINTR" in inject and inject.endswith("+") and inject.startswith(ELSEWHERE_TOO):
        before += [word for folder in own_folders(world) for word in ("-P", str(folder))]
    writer = world.writer(before=before)
    for _ in range(NOTES):
        if not writer.ask() or not writer.answer():
            break
    return writer.end(), writer


def own_folders(world):
    """The folders of the library and of its state, those included that the session is going to make."""
    reviews = world.library / "reviews"
    identity = json.loads((world.library / "library.json").read_text())["id"]
    state = world.home / ".local/state/ducha" / identity
    outbox = [state / "outbox", *(state / "outbox" / room / part for room in ("waiting", "taken") for part in ("", "lin"))]
    editions = [path for path in (world.library / "editions").iterdir()]
    return [world.library, world.library / "editions", *editions, reviews, reviews / "lin", state, *outbox]


def positions(program):
    """How many calls of each kind come before the library is touched, and how many in all."""
    with World(program) as world:
        world.fill()
        code, writer = session(world)
        assert code == 0 and len(writer.saved) == NOTES, (code, writer.said)
        counts, first = dict.fromkeys(CALLS + LESSER, 0), {}
        touched = False
        for line in (world.folder / "trace").read_text(errors="replace").splitlines():
            call = re.match(r"\d+ +(\w+)\(", line)
            if call is None or call[1] not in counts:
                continue
            touched = touched or "library" in line
            counts[call[1]] += 1
            if touched:
                first.setdefault(call[1], counts[call[1]])
        return {call: (first[call], counts[call]) for call in counts if call in first}


def cases(ranges, long):
    for call, (first, last) in ranges.items():
        if call in LESSER and not long:
            continue
        places = range(first, last + 1)
        # The long form leaves no place out.
        few = places[:: max(1, len(places) // 3)][:3]
        for place in places if long else few:
            turn = cycle(LIKELY.get(call, ["EIO"])) if place == places[0] else turn
            for error in ERRORS if long else islice(turn, 2 if call in ("write", "fdatasync", "openat") else 1):
                for rest in ("", "+"):
                    if rest and error == "EINTR" and call not in ENDLESS:
                        continue
                    yield f"{call}:error={error}:when={place}{rest}"
    for call in ELSEWHERE_TOO:
        for place in (1, 2, 4, 7, 12, 20) if long else (1, 4):
            yield f"{call}:error=EINTR:when={place}+"
    yield SHARE
    yield SHARE + " write:error=ESTALE:when=9"
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
            error = re.search("error=(E[A-Z]+)", case)
            tally.add(cases=1, **({error[1]: 1} if error else {}))
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
