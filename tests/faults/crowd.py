"""Many at once: writers beside readers, and holders of the lock that are killed."""

from __future__ import annotations

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.faults.commands import COMMANDS
from tests.faults.lab import Fault
from tests.faults.reference import Finding, rehearse, template_of

if TYPE_CHECKING:
    from tests.faults.lab import Lab, Worker

_AT_ONCE = 5.0
"""Seconds in which a command ends that waits for nobody; the lock is waited for 10 s."""

_BEGUN = "## 2023.01.01 开始\n第一天。\n"
_MARK = re.compile(r"写手(\d+-\d+)起.*?止", re.DOTALL)


def crowd(
    lab: Lab, *, writers: int = 16, each: int = 25, readers: int = 2, patient: bool = False
) -> list[Finding]:
    """Let writers add to one journal, each text once, while others read it all the time.

    A patient writer tries again when it is told that others are writing.
    """
    owner = lab.worker("crowd")
    diary = owner.home.write(_BEGUN)
    diary.chmod(0o600)
    wanted = sorted(f"{n}-{k}" for n in range(writers) for k in range(each))
    over = threading.Event()
    settings = {"JOURNAL": str(diary)}

    def write(number: int) -> list[str]:
        worker = lab.worker(f"writer {number}")
        found = []
        for k in range(each):
            text = f"写手{number}-{k}起。{'字 word ' * 40}止"
            date = f"2023-{k % 12 + 1:02}-{number + 2:02}"
            args = ["add", "-q", "-d", date, text]
            result = worker.run(args, environment=settings)
            while patient and "another journal command is writing" in result.err:
                result = worker.run(args, environment=settings)
            if (result.code, result.err) != (0, ""):
                found.append(f"add {number}-{k} ended with {result.code}: {result.err}")
        return found

    def read(number: int) -> list[str]:
        worker = lab.worker(f"reader {number}")
        found = []
        count = 0
        while not over.is_set():
            text = diary.read_text("utf-8")
            seen = len(_MARK.findall(text))
            if seen < count or text.count("写手") != seen or _BEGUN not in text:
                found.append(f"half a file: {seen} after {count}, {len(text)} characters")
            listed = worker.run(["list", "--json"], environment=settings)
            lines = [json.loads(line) for line in listed.out.split("\n") if line]
            if listed.code or len(lines) <= seen:
                found.append(f"list: code {listed.code}, {len(lines)} entries after {seen}")
            count = seen
        return found

    with ThreadPoolExecutor(writers + readers) as pool:
        reading = [pool.submit(read, number) for number in range(readers)]
        writing = [pool.submit(write, number) for number in range(writers)]
        problems = [what for task in writing for what in task.result()]
        over.set()
        problems += [what for task in reading for what in task.result()]
    there = sorted(_MARK.findall(diary.read_text("utf-8")))
    if there != wanted:
        lost, twice = len(set(wanted) - set(there)), len(there) - len(set(there))
        problems.append(f"{lost} of {len(wanted)} lost, {twice} doubled")
    left = {path.name for path in diary.parent.iterdir()} - {"diary.md", ".journal"}
    problems += [f"left over: {name}" for name in left]
    return [Finding("crowd", "add", None, what) for what in problems]


def killed_holders(lab: Lab, times: int = 50, waiting: int = 5) -> list[Finding]:
    """Kill processes that have the lock; the next must have it at once.

    During the first few somebody waits already: not let in before, let in at once after.
    """
    command = next(row for row in COMMANDS if row.name == "add, existing file")
    holder, other = lab.worker("holder"), lab.worker("waiter")
    reference = rehearse(holder, command)
    held = [n for n, call in enumerate(reference.calls, 1) if call.path.endswith(".tmp")]
    found = []
    settings = command.settings(holder)
    for number in range(times):
        holder.put_back(template_of(holder, command))
        fault = Fault("stop", held[number % len(held)])
        stopped = holder.run(command.args, fault, environment=settings)
        if stopped.code is not None:
            found.append(f"holder {number} did not stop: {stopped}")
            continue
        if number < waiting:
            found += _wait_for(holder, stopped.child, other, settings)
        else:
            holder.kill(stopped.child)
        found += _add(other, settings, f"after holder {number}")
    return [Finding("lock", command.name, None, what) for what in found]


def _wait_for(holder: Worker, child: int, other: Worker, settings: dict[str, str]) -> list[str]:
    """Start a command while the lock is held, then kill the holder."""
    ended: list[str] = []
    waiter = threading.Thread(target=lambda: ended.extend(_add(other, settings, "waiting", 9.0)))
    waiter.start()
    waiter.join(0.4)
    found = [] if waiter.is_alive() else ["somebody was let in while the lock was held"]
    killed = time.monotonic()
    holder.kill(child)
    waiter.join()
    if time.monotonic() - killed > _AT_ONCE:
        found.append("the waiter did not get the lock when its holder was killed")
    return found + ended


def _add(worker: Worker, settings: dict[str, str], text: str, limit: float = _AT_ONCE) -> list[str]:
    began = time.monotonic()
    result = worker.run(["add", "-d", "2023-07-01", text], environment=settings)
    took = time.monotonic() - began
    found = [] if result.code == 0 else [f"{text}: {result.code} {result.err}"]
    return found if took < limit else [*found, f"{text}: {took:.1f} s"]
