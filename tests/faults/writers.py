"""Many sessions write to one library at once, of several reviewers and of one."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from world import Tally, World, is_clean, missing

# Reads the one file of all notes, adds one, writes it beside and renames.
CARELESS = """
import json, os, sys
path, count, me = sys.argv[1], int(sys.argv[2]), sys.argv[3]
for number in range(count):
    with open(path) as file:
        notes = json.load(file)
    notes.append(me + str(number))
    with open(path + me, "w") as file:
        json.dump(notes, file)
    os.rename(path + me, path)
"""


def session(writer, count):
    for _ in range(count):
        if not writer.ask() or not writer.answer():
            return


def run(program, long):
    tally = Tally("writers at once")
    writers, notes = (16, 200) if long else (8, 30)
    with World(program) as world:
        world.fill()
        # Two terminals of each reviewer.
        sessions = [world.writer(f"r{number // 2}") for number in range(writers)]
        threads = [threading.Thread(target=session, args=(one, notes)) for one in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for one in sessions:
            if one.end() != 0:
                tally.wrong(f"a session fails: {one.said[:200]}")
        acknowledged = [saved for one in sessions for saved in one.saved]
        tally.add(writers=writers, asked=writers * notes)
        if len(acknowledged) != writers * notes:
            tally.wrong(f"{len(acknowledged)} of {writers * notes} acknowledged")
        broken = missing(tally, world, acknowledged)
        if broken:
            tally.wrong(f"broken lines: {broken[0]}")
        is_clean(tally, world)
        listed = world.run("gaps", "--format", "json").stdout.splitlines()
        if len(listed) != writers * notes:
            tally.wrong(f"{len(listed)} of {writers * notes} listed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.json"
        path.write_text("[]")
        careless = [
            subprocess.Popen([sys.executable, "-c", CARELESS, str(path), "40", f"w{number}-"], stderr=subprocess.DEVNULL)
            for number in range(8)
        ]
        for one in careless:
            one.wait()
        lost = 8 * 40 - len(json.loads(path.read_text()))
    tally.counts["control lost"] = f"{lost} of {8 * 40}"
    if lost == 0:
        tally.wrong("the careless programs lose nothing: this proves nothing")
    return tally.show()
