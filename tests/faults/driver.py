"""A server that runs commands of a program, each in a forked child that the shim may hit.

It runs by itself, with the interpreter and the modules of the program that is
looked at: `driver.py SOCKET MODULE:FUNCTION WARM_UP`. A request is one line of
JSON, the answer another: the exit code, negative for a signal, or the id of a
child that stopped, which waits for `{"kill": ID}`. What the commands of WARM_UP
import is imported before the first request, so that a command costs a fork.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Request = dict[str, Any]

_leave = os._exit


def main() -> None:
    """Listen, and give each connection a process of its own."""
    address, entry, warm_up = sys.argv[1:]
    module, _, function = entry.partition(":")
    program = getattr(importlib.import_module(module), function)
    _import_what_these_use(json.loads(warm_up), program)
    # Orphans of a stopped test would wait for ever.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # A child that collects garbage would copy all of the parent's memory.
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen(64)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            connection, _ = server.accept()
            if os.fork() == 0:
                server.close()
                _serve(connection, program)
                _leave(0)
            connection.close()


def _serve(connection: socket.socket, program: Callable[[], object]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection, connection.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            request = json.loads(line)
            if "kill" in request:
                child = request["kill"]
                os.kill(child, signal.SIGKILL)
            else:
                child = os.fork()
                if child == 0:
                    _leave(_run(request, program))
            _, status = os.waitpid(child, os.WUNTRACED)
            stopped = os.WIFSTOPPED(status)
            code = None if stopped else os.waitstatus_to_exitcode(status)
            lines.write(json.dumps({"code": code, "child": child}) + "\n")
            lines.flush()


def _run(request: Request, program: Callable[[], object]) -> int:
    """Become the command, and return its exit code as the interpreter would."""
    _prepare(request)
    try:
        code = _exit_code(program)
        atexit._run_exitfuncs()
        sys.stdout.flush()
    except KeyboardInterrupt:
        traceback.print_exc()
        code = 130
    except OSError:
        code = 120
    return code


def _prepare(request: Request) -> None:
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND if number else os.O_RDONLY
        opened = os.open(request[name], flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    os.umask(request["umask"])
    sys.argv[:] = ["journal", *request["args"]]
    # A program may leave at once; here that ends the command, and not what follows it.
    os._exit = sys.exit  # type: ignore[assignment]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if request["faults"]:
        for name, value in request["faults"].items():
            os.putenv(name, value)
        ctypes.CDLL(None).faults_arm()


def _exit_code(program: Callable[[], object]) -> int:
    try:
        code = program()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        sys.stderr.write(f"{end.code}\n")
        return 1
    except KeyboardInterrupt:
        traceback.print_exc()
        return 130
    except BaseException:
        traceback.print_exc()
        return 1
    return code if isinstance(code, int) else 0


def _import_what_these_use(requests: list[Request], program: Callable[[], object]) -> None:
    names: set[str] = set()
    for request in requests:
        reader, writer = os.pipe()
        if os.fork() == 0:
            _run(request, program)
            with os.fdopen(writer, "w") as file:
                file.write("\n".join(sys.modules))
            _leave(0)
        os.close(writer)
        with os.fdopen(reader) as file:
            names.update(file.read().split("\n"))
        os.wait()
    for name in sorted(names - sys.modules.keys()):
        try:
            importlib.import_module(name)
        except ImportError:
            continue


if __name__ == "__main__":
    main()
