"""Sessions are killed at random moments."""

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from world import Tally, World, is_clean, missing

# Rewrites the one file of all notes in place.
CARELESS = """
import itertools, json, sys
notes = []
for number in itertools.count():
    notes.append({"number": number, "problem": "x" * 300})
    with open(sys.argv[1], "w") as file:
        json.dump(notes, file)
    print(number, flush=True)
"""


def kill_after(process, seconds):
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    return timer


def run(program, long):
    tally = Tally("kill -9")
    rounds, a_library = (500, 25) if long else (24, 12)
    for start in range(0, rounds, a_library):
        with World(program) as world:
            world.fill()
            acknowledged = []
            for _ in range(a_library):
                writer = world.writer()
                writer.ask()
                writer.answer()
                timer = kill_after(writer.process, random.uniform(0, 0.06))
                while writer.ask() and writer.answer():
                    pass
                timer.join()
                writer.end()
                acknowledged += writer.saved
                tally.add(kills=1)
            missing(tally, world, acknowledged)
            is_clean(tally, world)
    careless = control(30 if long else 10)
    tally.counts["control lost"] = f"{careless[1]} of {careless[0]}"
    if careless[1] == 0:
        tally.wrong("the careless program loses nothing: this proves nothing")
    return tally.show()


def control(rounds):
    acknowledged = lost = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            path = Path(folder) / f"{number}.json"
            process = subprocess.Popen([sys.executable, "-c", CARELESS, str(path)], stdout=subprocess.PIPE)
            process.stdout.readline()
            timer = kill_after(process, random.uniform(0.01, 0.06))
            said = 1 + sum(1 for line in process.stdout if line.endswith(b"\n"))
            timer.join()
            process.wait()
            acknowledged += said
            try:
                lost += max(0, said - len(json.loads(path.read_text())))
            except (OSError, ValueError):
                lost += said
    return acknowledged, lost
