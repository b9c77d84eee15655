"""The power goes while several sessions write: a file system that is shut down without its log, then mounted again."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from disks import Disk
from hangups import Console
from world import Tally, World, is_clean, missing, skip

WRITERS = 3


def stream(writer):
    """Feeds a session without an end, and takes its answers."""
    while writer.ask() and writer.answer():
        pass


def cut(tally, program, disk, seconds):
    with World(program, disk.folder) as world:
        world.fill()
        os.sync()
        writers = [world.writer(f"r{number}") for number in range(WRITERS)]
        threads = [threading.Thread(target=stream, args=(writer,)) for writer in writers]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        for writer in writers:
            writer.process.send_signal(signal.SIGSTOP)
        disk.cut()
        for writer in writers:
            writer.process.kill()
        for writer, thread in zip(writers, threads):
            thread.join()
            writer.end()
        disk.reboot()
        tally.add(cuts=1)
        missing(tally, world, [saved for writer in writers for saved in writer.saved])
        return world.run("verify").returncode


CONTROLS = {
    # Appends without a sync.
    "append": """
import itertools, sys
with open(sys.argv[1], "ab", 0) as notes:
    for number in itertools.count():
        notes.write(b"%d\\n" % number)
        print(number, flush=True)
""",
    # Writes all notes anew beside the file and renames, without a sync.
    "rename": """
import itertools, json, os, sys
notes = []
for number in itertools.count():
    notes.append(number)
    with open(sys.argv[1] + ".new", "w") as file:
        json.dump(notes, file)
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    print(number, flush=True)
""",
}


def control(name, disk, seconds):
    """How many notes a careless program loses in the same accident."""
    path = disk.folder / f"control-{name}"
    process = subprocess.Popen([sys.executable, "-c", CONTROLS[name], str(path)], stdout=subprocess.PIPE)
    said = []
    reader = threading.Thread(target=lambda: said.extend(process.stdout))
    reader.start()
    time.sleep(seconds)
    process.send_signal(signal.SIGSTOP)
    disk.cut()
    process.kill()
    reader.join()
    process.wait()
    disk.reboot()
    acknowledged = {int(line) for line in said if line.endswith(b"\n")}
    try:
        text = path.read_text()
        found = set(json.loads(text)) if name == "rename" else {int(line) for line in text.replace("\0", "").split() if line}
    except (OSError, ValueError):
        found = set()
    return len(acknowledged), len(acknowledged - found)


def draft(tally, program, disk):
    """Somebody types when the power goes: at most the last five seconds are gone."""
    with World(program, disk.folder) as world:
        world.fill()
        os.sync()
        console = Console(world)
        console.open_editor()
        console.type_for(random.uniform(5.5, 8))
        console.process_signal(signal.SIGSTOP)
        at = time.time()
        disk.cut()
        console.process_signal(signal.SIGKILL)
        console.close()
        disk.reboot()
        lost = console.lost_since(world.home, at)
        tally.add(drafts=1)
        tally.most(seconds_of_draft_lost=lost)
        if lost > 5:
            tally.wrong(f"{lost:.1f} s of a draft are gone")


def run(program, long):
    done = [one(program, long, kind) for kind in ("ext4", "xfs")]
    return all(done)


def one(program, long, kind):
    name = f"power cuts on {kind}"
    if os.geteuid() != 0:
        return skip(name, "needs root to mount")
    if shutil.which(f"mkfs.{kind}") is None:
        return skip(name, f"no mkfs.{kind}")
    size = {"ext4": "64M", "xfs": "320M"}[kind]
    try:
        with Disk(kind, size) as disk:
            disk.cut()
            disk.reboot()
    except (OSError, subprocess.CalledProcessError) as error:
        return skip(name, str(error))
    tally = Tally(name)
    with Disk(kind, size) as disk:
        for _ in range(200 if long else 4):
            cut(tally, program, disk, random.uniform(0.15, 0.5))
        for _ in range(10 if long else 1):
            draft(tally, program, disk)
        for careless in CONTROLS:
            acknowledged = lost = 0
            enough = 5 if long else 2
            for turn in range(20):
                # On a busy machine it may not have come to its first word, or the disk may have kept the few that it has said.
                if turn >= enough and lost:
                    break
                said, gone = control(careless, disk, 0.3 * (1 + turn // enough))
                acknowledged, lost = acknowledged + said, lost + gone
            tally.counts[f"control_{careless}_lost"] = f"{lost} of {acknowledged}"
            if lost == 0:
                tally.wrong(f"the careless program {careless} loses nothing: this proves nothing")
    return tally.show()
