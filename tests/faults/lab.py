"""A place to break programs: the shim, a server that forks commands, and workers with a home."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from journal.age.header import count_keys, is_encrypted
from journal.storage.memory import memory_folder
from tests.conftest import Home
from tests.faults.commands import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.faults.reference import Reference

SEALED = b"encrypted"
"""How the content of a `Node` begins that is encrypted on the disk."""

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent


class Call(NamedTuple):
    """One call that the shim counted."""

    name: str
    path: str
    second: str


class Node(NamedTuple):
    """What stands under a name: its mode, its bytes (of a link its target), its attributes."""

    mode: int
    content: bytes
    attributes: tuple[tuple[str, bytes], ...] = ()


Tree = dict[str, Node]
"""A folder, by paths relative to it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the call of a number; see `shim.c` for the words."""

    kind: str
    at: int
    number: int = 0
    scope: str = "once"
    hook: str = ""
    reads: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind: `code` is negative for a signal, None for a stopped child."""

    code: int | None
    out: str
    err: str
    calls: tuple[Call, ...]
    child: int


@dataclass(frozen=True, slots=True)
class Program:
    """A program that can be broken: where its modules are, and how it starts."""

    entry: str = "journal.__main__:main"
    python: str = sys.executable
    modules: str = str(PROJECT)
    warm_up: Sequence[Sequence[str]] = (
        ("add", "-d", "2023-04-02", "Lake. Cold."),
        ("import", "diary.md", "export.md"),
        ("list", "--json"),
        ("export",),
        ("rm", "--yes", "last"),
        ("undo",),
        ("redo",),
        *((("encrypt", "--yes"), ("decrypt", "--yes")) if IDENTITY else ()),
    )


def reason_to_skip() -> str:
    """Say why there can be no faults at the libc boundary here, or return ""."""
    if sys.platform != "linux":
        return "the shim is written for Linux"
    return "" if shutil.which("gcc") else "the shim needs gcc"


def build_shim(folder: Path) -> Path:
    """Compile the shim."""
    target = folder / "shim.so"
    flags = ["-O1", "-Wall", "-Werror", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, HERE / "shim.c", "-o", target, "-ldl"], check=True)
    return target


class Lab:
    """A server for one program, and the folder that everything happens in."""

    def __init__(self, folder: Path, program: Program | None = None) -> None:
        """Build the shim and start the server."""
        self.folder = folder
        self.program = program or Program()
        self.shim = build_shim(folder)
        self._address = str(folder / "socket")
        self._connected: list[Worker] = []
        warm_up = folder / "warm-up"
        worker = Worker(warm_up, self.program, None)
        worker.home.write("## 2023.04.01 a\nb\n", "export.md")
        environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "LD_PRELOAD": str(self.shim),
            "PYTHONPATH": self.program.modules,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        requests = [worker.request(args) for args in self.program.warm_up]
        self._server = subprocess.Popen(
            [
                *(self.program.python, "-P", str(HERE / "driver.py")),
                *(self._address, self.program.entry, json.dumps(requests)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=warm_up,
        )
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == b"ready\n"
        worker.close()
        self.workers = [self.worker(f"worker {n}") for n in range(min(os.cpu_count() or 1, 4))]

    def worker(self, name: str) -> Worker:
        """Return a new worker with a folder of its own."""
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self._address)
        made = Worker(self.folder / name, self.program, connection)
        self._connected.append(made)
        return made

    def close(self) -> None:
        """End the server and its workers."""
        for worker in self._connected:
            worker.close()
        self._server.kill()
        assert self._server.stdout is not None
        self._server.stdout.close()
        self._server.wait()


@contextmanager
def open_lab(program: Program | None = None) -> Iterator[Lab]:
    """Open a lab in a temporary folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        lab = Lab(Path(folder).resolve(), program)
        try:
            yield lab
        finally:
            lab.close()


class Worker:
    """Somebody who runs commands one after another, in a home that is put back between them."""

    def __init__(self, folder: Path, program: Program, connection: socket.socket | None) -> None:
        """Make the home."""
        self.folder = folder
        self.program = program
        self.home = Home(folder / "home")
        self.temporary = folder / "tmp"
        self.memory = Path(tempfile.mkdtemp(prefix="faults-", dir=memory_folder() or folder))
        self.rehearsed: dict[str, Reference] = {}
        self._connection = connection
        self._lines = connection.makefile("rw", encoding="utf-8") if connection else None
        for path in (self.home.path, self.temporary):
            path.mkdir(parents=True)

    def close(self) -> None:
        """Hang up."""
        shutil.rmtree(self.memory, ignore_errors=True)
        if self._connection and self._lines:
            self._lines.close()
            self._connection.close()

    def request(
        self,
        args: Sequence[str],
        fault: Fault | None = None,
        *,
        stdout: str = "",
        counted: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Return what the server is asked for."""
        for name in ("stdout", "stderr", "log"):
            (self.folder / name).unlink(missing_ok=True)
        return {
            "args": list(args),
            "cwd": str(self.home.path),
            "environment": {**self.environment, **(environment or {})},
            "stdin": os.devnull,
            "stdout": stdout or str(self.folder / "stdout"),
            "stderr": str(self.folder / "stderr"),
            "umask": 0,
            "faults": self.orders(fault) if fault or counted else None,
        }

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a command."""
        places = {"TMPDIR": str(self.temporary), "XDG_RUNTIME_DIR": str(self.memory)}
        return {**self.home.environment, **places, "EDITOR": "false"}

    def orders(self, fault: Fault | None) -> dict[str, str]:
        """Return what the shim reads from the environment."""
        fault = fault or Fault("none", 0)
        return {
            "FAULTS_BELOW": str(self.home.path),
            "FAULTS_LOG": str(self.folder / "log"),
            "FAULTS_AT": str(fault.at),
            "FAULTS_KIND": fault.kind,
            "FAULTS_ERRNO": str(fault.number),
            "FAULTS_SCOPE": fault.scope,
            "FAULTS_HOOK": fault.hook,
            "FAULTS_READS": "yes" if fault.reads else "",
        }

    def run(self, args: Sequence[str], fault: Fault | None = None, **options: Any) -> Result:
        """Run a command; its calls are logged with a fault or with `counted`."""
        answer = self._ask(self.request(args, fault, **options))
        out, err = (self._said(name) for name in ("stdout", "stderr"))
        return Result(answer["code"], out, err, self.calls(), answer["child"])

    def kill(self, child: int) -> int:
        """Kill a stopped child, and return its exit code."""
        code = self._ask({"kill": child})["code"]
        assert isinstance(code, int)
        return code

    def calls(self) -> tuple[Call, ...]:
        """Return what the shim has logged."""
        lines = self._said("log").split("\n")
        return tuple(Call(*line.split("\t")) for line in lines if line)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._lines is not None
        self._lines.write(json.dumps(request) + "\n")
        self._lines.flush()
        answer = json.loads(self._lines.readline())
        assert isinstance(answer, dict)
        return answer

    def _said(self, name: str) -> str:
        try:
            return (self.folder / name).read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return ""

    def tree(self) -> Tree:
        """Return all that is in the home."""
        return dict(_walk(str(self.home.path), ""))

    def put_back(self, template: Path) -> None:
        """Make the home what it was."""
        for path in (self.home.path, self.temporary, self.memory):
            shutil.rmtree(path)
        self.temporary.mkdir()
        self.memory.mkdir(mode=0o700)
        shutil.copytree(template, self.home.path, symlinks=True)

    def keep(self, template: Path) -> None:
        """Keep the home as it is now."""
        shutil.rmtree(template, ignore_errors=True)
        shutil.copytree(self.home.path, template, symlinks=True)


def _walk(root: str, below: str) -> Iterator[tuple[str, Node]]:
    for item in sorted(os.scandir(os.path.join(root, below)), key=lambda item: item.name):
        name = os.path.join(below, item.name)
        mode = item.stat(follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode):
            yield name, Node(mode, os.readlink(item.path).encode())
        elif stat.S_ISDIR(mode):
            yield name, Node(mode, b"")
            yield from _walk(root, name)
        else:
            attributes = tuple(
                (key, os.getxattr(item.path, key))
                for key in sorted(os.listxattr(item.path))
                if key.startswith("user.")
            )
            yield name, Node(mode, opened(Path(item.path).read_bytes()), attributes)


def opened(data: bytes) -> bytes:
    """Return what is in an encrypted file, marked: no two are alike on the disk."""
    if not is_encrypted(data):
        return data
    import pyrage

    try:
        plain = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(IDENTITY)])
    except pyrage.DecryptError:
        return data
    return SEALED + f" for {count_keys(data)} keys\n".encode() + bytes(plain)
