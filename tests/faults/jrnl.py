"""The same faults in jrnl, for a row beside ours; nothing here is needed by the tests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.faults.lab import Fault, Program, open_lab
from tests.faults.matrix import cases
from tests.faults.reference import Finding, unflushed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.lab import Result, Worker

_OLD = "".join(
    f"[2023-03-{day:02} 09:00] Day {day}.\nNothing but rain, and a letter from the coast.\n\n"
    for day in range(1, 11)
)
_ADD = ("2023-04-02:", "Train. Oranges and tea on the platform.")
_NEXT = ("2023-12-01:", "Next day. As ever.")
_SETTINGS = """\
version: v4.6
journals:
  default: {journal}
editor: ''
encrypt: false
template: false
default_hour: 9
default_minute: 0
timeformat: '%F %R'
tagsymbols: '#@'
highlight: false
linewrap: 79
indent_character: '|'
colors: {{body: none, date: none, tags: none, title: none}}
display_format: null
"""


def measure(python: str, *, writers: int = 16, each: int = 5) -> tuple[int, list[Finding], str]:
    """Return the runs, what was wrong with them, and what a crowd of writers has lost."""
    program = Program("jrnl.main:run", python, "", ())
    with open_lab(program) as lab:
        with ThreadPoolExecutor(len(lab.workers)) as pool:
            shares = [
                pool.submit(_hit_all, worker, number, len(lab.workers))
                for number, worker in enumerate(lab.workers)
            ]
            done = [share.result() for share in shares]
        owner = lab.worker("crowd")
        _lay_out(owner)
        others = [lab.worker(f"writer {number}") for number in range(writers)]
        with ThreadPoolExecutor(writers) as pool:
            saved = sum(pool.map(lambda n: _write(others[n], owner, n, each), range(writers)))
        text = (owner.home.path / "journal.txt").read_text("utf-8")
    there = text.count("Writer ")
    runs = sum(count for count, _ in done)
    return runs, [one for _, found in done for one in found], f"{saved - there} of {saved}"


def _lay_out(worker: Worker) -> None:
    journal = worker.home.write(_OLD, "journal.txt")
    journal.chmod(0o600)
    worker.home.write(_SETTINGS.format(journal=journal), "jrnl.yaml")


def _write(worker: Worker, owner: Worker, number: int, each: int) -> int:
    """Add texts to the owner's journal, and return how many were said to be saved."""
    texts = [f"Writer {number}-{n}. Text." for n in range(each)]
    codes = [worker.run(_command(owner, "2023-05-01:", text)).code for text in texts]
    return codes.count(0)


def _command(worker: Worker, *words: str) -> list[str]:
    return ["--config-file", str(worker.home.path / "jrnl.yaml"), *words]


def _hit_all(worker: Worker, share: int, shares: int) -> tuple[int, list[Finding]]:
    _lay_out(worker)
    template = worker.folder / "before"
    worker.keep(template)
    result = worker.run(_command(worker, *_ADD), counted=True)
    assert result.code == 0, result
    new = (worker.home.path / "journal.txt").read_bytes()
    names = set(worker.tree())
    faults = list(cases(result.calls))[share::shares]
    lacks = [] if share else unflushed(result.calls)
    found = [Finding("flush", "jrnl, add", None, what) for what in lacks]
    for fault in faults:
        worker.put_back(template)
        result = worker.run(_command(worker, *_ADD), fault)
        found += [
            Finding(kind, "jrnl, add", fault, what)
            for kind, what in _judge(worker, fault, result, new, names)
        ]
    return len(faults), found


def _judge(
    worker: Worker, fault: Fault, result: Result, new: bytes, names: set[str]
) -> Iterator[tuple[str, str]]:
    path = worker.home.path / "journal.txt"
    now = path.read_bytes() if path.exists() else b""
    state = {_OLD.encode(): "old", new: "new"}.get(now, "broken")
    if state == "broken":
        yield "content", f"{now.count(b'Nothing but rain')} of 10 old entries stand"
    if (result.code == 0) != (state == "new") and result.code not in (130, -9):
        yield "exit", f"{result.code}, but the {state} stands"
    if "Traceback" in result.err:
        yield "traceback", result.err[-200:]
    following = worker.run(_command(worker, *_NEXT), counted=True)
    text = path.read_text("utf-8", "replace") if path.exists() else ""
    if following.code or "As ever." not in text:
        yield "next", f"exit code {following.code}: {following.err[-200:]}"
    for name in worker.tree().keys() - names:
        yield "litter", name
