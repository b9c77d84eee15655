"""A library to break, the program that writes to it, and an oracle that reads the files without the program."""

import json
import os
import re
import select
import shutil
import subprocess
import tempfile
import time
import zlib
from pathlib import Path

REPORT = """白露县人民政府2024年法治政府建设年度报告
一、主要举措和成效
全年办结行政复议案件34件，开展普法宣传120场次。
二、存在的不足
个别单位执法记录不够规范。
三、下一年度工作安排
健全执法监督机制。
"""

LINE = re.compile(rb'\A\{"c":"([0-9a-f]{8})","e":(.*)\}\Z', re.S)


class World:
    """A home and a library of one report in a folder of its own."""

    template = None

    def __init__(self, program, where=None):
        self.program = str(program)
        self.folder = Path(tempfile.mkdtemp(prefix="ducha-faults-", dir=where))
        self.home = self.folder / "home"
        self.library = self.folder / "library"
        self.home.mkdir()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self):
        return {"HOME": str(self.home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"], "TERM": "xterm-256color"}

    def run(self, *words, **options):
        command = [self.program, "--library", str(self.library), *words]
        return subprocess.run(command, env=self.environment(), capture_output=True, timeout=120, **options)

    def fill(self):
        """Imports the report; the first library of a run is copied into the others."""
        if World.template is None:
            report = self.folder / "report.txt"
            report.write_text(REPORT, encoding="utf-8")
            done = self.run("import", str(report))
            assert done.returncode == 0, done.stderr.decode()
            World.template = Path(tempfile.mkdtemp(prefix="ducha-template-")) / "library"
            shutil.copytree(self.library, World.template)
        elif not self.library.exists():
            shutil.copytree(World.template, self.library)
        self.edition = next(name for name in os.listdir(self.library / "editions") if len(name) == 64)
        return self

    def writer(self, reviewer="lin", before=()):
        """The program as it waits for annotations."""
        command = [*before, self.program, "--library", str(self.library), "--reviewer", reviewer, "annotate", self.edition]
        return Writer(command, self.environment())

    def events(self, folder=None):
        """What the journals say: ids of annotations, and what is not a whole line. Reads files, not the program."""
        found, broken = set(), []
        for path in sorted((folder or self.library / "reviews").rglob("*.jsonl")):
            for line in path.read_bytes().split(b"\n"):
                if not line:
                    continue
                match = LINE.match(line)
                if match is None or zlib.crc32(match[2]) != int(match[1], 16):
                    broken.append((str(path), line[:60]))
                    continue
                event = json.loads(match[2])
                if event["op"] == "annotate":
                    found.add(event["body"]["annotation"])
        return found, broken

    def aside(self):
        """What waits on this machine's disk to go into the library."""
        found = set()
        for room in self.home.rglob("outbox"):
            for name in ("waiting", "taken"):
                if (room / name).is_dir():
                    found |= self.events(room / name)[0]
        return found


class Writer:
    """One session that is fed one annotation at a time."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
        )
        self.asked, self.saved, self.hung = 0, [], False

    def ask(self, problem="总数与分项不符"):
        line = json.dumps({"absence": True, "problem": problem}, ensure_ascii=False) + "\n"
        try:
            self.process.stdin.write(line.encode())
            self.asked += 1
        except OSError:
            return False
        return True

    def answer(self, patience=60):
        """Waits until the annotation is acknowledged; none when the session has ended, or hangs."""
        if not select.select([self.process.stdout], [], [], patience)[0]:
            self.process.kill()
            self.hung = True
            return ""
        line = self.process.stdout.readline().strip().decode()
        # A dash answers a line that could not be taken.
        if line and line != "-":
            self.saved.append(line)
        return line

    def end(self, patience=60):
        try:
            self.process.stdin.close()
        except OSError:
            pass
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            self.hung = True
        if self.hung:
            code = "hung"
        self.saved += [line for line in self.process.stdout.read().decode().split() if line != "-"]
        self.said = self.process.stderr.read().decode()
        return code


class Tally:
    """Counts of one part, and whether it holds."""

    def __init__(self, name):
        self.name, self.counts, self.faults, self.start = name, {}, [], time.time()

    def add(self, **counts):
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0) + count

    def most(self, **values):
        for name, value in values.items():
            self.counts[name] = max(self.counts.get(name, 0), round(value, 2))

    def wrong(self, what):
        self.faults.append(what)

    def show(self):
        counts = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in self.counts.items())
        verdict = "ok  " if not self.faults else "FAIL"
        print(f"{verdict} {self.name}: {counts} ({time.time() - self.start:.0f} s)", flush=True)
        for fault in self.faults[:10]:
            print(f"     {fault}", flush=True)
        if len(self.faults) > 10:
            print(f"     and {len(self.faults) - 10} more", flush=True)
        return not self.faults


def skip(name, why):
    print(f"SKIP {name}: {why}", flush=True)
    return True


def missing(tally, world, acknowledged):
    """Acknowledged annotations that are not in the library."""
    found, broken = world.events()
    lost = set(acknowledged) - found
    tally.add(acknowledged=len(acknowledged), lost=len(lost))
    if lost:
        tally.wrong(f"{len(lost)} acknowledged annotations are gone, such as {sorted(lost)[0]}")
    return broken


def is_clean(tally, world):
    """The program's own check of the library: at most an unfinished last line, and it must not fail."""
    done = world.run("verify", "--format", "json")
    if done.returncode not in (0, 1):
        tally.wrong(f"verify ends with {done.returncode}: {done.stderr.decode()[:200]}")
        return
    found = json.loads(done.stdout)
    others = [damage for damage in found["damage"] if damage["fault"] != "torn"]
    tally.add(verified=1)
    if others:
        tally.wrong(f"verify finds {others[0]['what']}")
