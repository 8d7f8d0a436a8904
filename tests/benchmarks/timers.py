"""What a command is held against: the least that its work must cost, without loading anything.

`python tests/benchmarks/timers.py digests FILE…` normalises and hashes the text
of every entry; `… dumps FILE` writes the records of a JSON Lines file again. It
writes CPU seconds.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def digests(*paths: str) -> float:
    """Return the seconds that normalising and hashing the texts of these files takes."""
    from tests.benchmarks.dedupe import plain_hash
    from tests.dedupe_helpers import split

    bodies = [
        entry.body for path in paths for entry in split(Path(path).read_text("utf-8"), path).entries
    ]
    gc.disable()  # as `import` does
    begun = time.process_time()
    for body in bodies:
        plain_hash(body)
    return time.process_time() - begun


def dumps(path: str) -> float:
    """Return the seconds that `json.dumps` of these records takes."""
    with Path(path).open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    gc.disable()
    begun = time.process_time()
    for record in records:
        json.dumps(record, ensure_ascii=False)
    return time.process_time() - begun


if __name__ == "__main__":
    name, *given = sys.argv[1:]
    sys.stdout.write(str(digests(*given) if name == "digests" else dumps(*given)))
