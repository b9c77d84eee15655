#!/usr/bin/env python3
"""Breaks disks, processes and lines under the program and counts what is lost.

    python3 tests/faults/run.py --program target/debug/ducha           short, part of `cargo test`
    python3 tests/faults/run.py --program target/debug/ducha --long    all of it, about an hour

Needs Linux and Python 3. What this machine has no privileges or programs for is skipped, and said.
"""

import argparse
import random
import shutil
import sys
import time
from pathlib import Path

import consoles
import disks
import hangups
import inject
import kills
import power
import writers
from world import World

PARTS = {"kills": kills, "writers": writers, "hangups": hangups, "disks": disks, "consoles": consoles, "power": power, "inject": inject}


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--program", required=True, type=Path)
    words.add_argument("--long", action="store_true")
    words.add_argument("--only", choices=PARTS, action="append")
    words.add_argument("--seed", type=int, default=int(time.time()))
    asked = words.parse_args()
    random.seed(asked.seed)
    print(f"{'long' if asked.long else 'short'} form, seed {asked.seed}", flush=True)
    held = [PARTS[name].run(asked.program.resolve(), asked.long) for name in asked.only or PARTS]
    if World.template is not None:
        shutil.rmtree(World.template.parent, ignore_errors=True)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
