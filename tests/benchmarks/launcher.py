"""Run a command and say what it cost: CPU seconds, peak memory as the kernel counts it, status.

`python -I -S launcher.py IN OUT COMMAND…`

The peak of a process begins with that of the one it was started from, so this
one loads nothing and is smaller than everything it starts.
"""

from __future__ import annotations

import posix
import sys

reads, writes, *words = sys.argv[1:]
pid = posix.posix_spawnp(
    words[0],
    words,
    posix.environ,
    file_actions=[
        (posix.POSIX_SPAWN_OPEN, 0, reads, posix.O_RDWR, 0),
        (posix.POSIX_SPAWN_OPEN, 1, writes, posix.O_RDWR, 0),
        (posix.POSIX_SPAWN_DUP2, 1, 2),
    ],
    setsid=True,  # a terminal it opens first becomes its own
)
_, status, used = posix.wait4(pid, 0)
sys.stdout.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss} {status}")
