"""Measure how well entries are recognised, and at what cost.

`python tests/benchmarks/dedupe.py [--seed N] [--pairs N] [--sizes 1000,10000,100000]`

Quality: version pairs by the edits of `tests/dedupe_diaries.py`, and texts that
only look alike. Cost: half as many entries into a journal of each size, as CPU
time over the floor; with the growth from size to size, and the memory above the
texts. The floor is `plain_hash(body)` once for each entry of both, taken in
turns with the plan; both without the collector of cycles, as `import` runs.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import resource
import statistics
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from journal.dedupe import Export, Memory, plan_import
from journal.entry import Entry, Source
from tests.dedupe_diaries import EDITS, diary, lookalikes, versions
from tests.dedupe_helpers import Book, is_conserved, letters_of

_OTHER = re.compile(r"\W+")


def plain_hash(text: str) -> bytes:
    """Normalise and hash a text in the plainest way there is, which is the unit of cost.

    Not by our own function: what makes that faster would change the unit.
    """
    letters = _OTHER.sub("", unicodedata.normalize("NFKC", text).casefold())
    return blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=10).digest()


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measure_pairs(seed: int, count: int) -> None:
    """Print precision and recall over version pairs, and the edits that were missed."""
    source = random.Random(seed)  # noqa: S311 - no secret
    right = wrong = wanted = 0
    missed: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    while wanted < count:
        before = diary(source, 200)
        after, pairs = versions(before, source)
        found = plan_import([Export("b.md", tuple(after))], before, Memory()).decisions
        hit = set()
        for pair in pairs:
            decision = found[pair.place]
            matched = decision.existing if decision.verdict not in ("new", "conflict") else None
            if matched and matched.source.path == "a.md":
                right += matched.source.line in pair.lines
                wrong += matched.source.line not in pair.lines
                hit.add(pair.lines)
            wanted += pair.wanted
            seen[pair.edit] += pair.wanted
        missed.update(pair.edit for pair in pairs if pair.wanted and pair.lines not in hit)
    recall = 1 - missed.total() / wanted
    say(f"version pairs      {wanted}")
    say(f"precision          {right / (right + wrong):.4f}   ({wrong} wrong)")
    say(f"recall             {recall:.4f}   missed {dict(missed) or 'none'}")
    say(f"edits              {', '.join(f'{name} {seen[name]}' for name in EDITS)}")


def measure_lookalikes(seed: int, rounds: int) -> None:
    """Print how many entries that only look alike were merged, alone and inside a diary."""
    source = random.Random(seed)  # noqa: S311 - no secret
    count = 0
    merged: Counter[str] = Counter()
    for number in range(rounds):
        for name, left, right in lookalikes(source):
            around = diary(source, 30) if number % 2 else []
            before = [replace(e, source=Source("a.md", 900 + i)) for i, e in enumerate(left)]
            after = [replace(e, source=Source("b.md", 1 + i)) for i, e in enumerate(right)]
            plan = plan_import([Export("b.md", (*around, *after))], [*around, *before], Memory())
            count += len(after)
            for decision in plan.decisions[len(around) :]:
                merged[name] += decision.verdict not in ("new", "conflict")
    say(f"hard negatives     {count}, merged {merged.total()} {dict(+merged) or ''}")


def measure_invariants(seed: int, rounds: int) -> None:
    """Print how often orders, groupings and repeats of six exports agree, and nothing is lost."""
    source = random.Random(seed)  # noqa: S311 - no secret
    agreed = conserved = still = 0
    for _ in range(rounds):
        entries = diary(source, 40)
        exports = [Export("0.md", tuple(entries))]
        for number in range(1, 6):
            after, _pairs = versions(source.choice(exports).entries, source)
            kept = [entry for entry in after if source.random() < 0.9]
            exports.append(Export(f"{number}.md", tuple(kept)))
        outcomes = []
        for _order in range(3):
            source.shuffle(exports)
            book = Book()
            queue = [*exports, source.choice(exports)]
            while queue:
                size = source.randint(1, len(queue))
                book.take(*queue[:size])
                queue = queue[size:]
            outcomes.append(letters_of(book.entries))
        agreed += all(outcome == outcomes[0] for outcome in outcomes)
        conserved += is_conserved(book, exports)
        still += not book.take(*exports).changes
    say(f"converges          {agreed}/{rounds}")
    say(f"conserves          {conserved}/{rounds}")
    say(f"idempotent         {still}/{rounds}")


class Overlap(NamedTuple):
    """A diary, and an export in three parts: known but edited, known as it is, new."""

    old: list[Entry]
    edited: list[Entry]
    same: list[Entry]
    new: list[Entry]

    @property
    def export(self) -> list[Entry]:
        """Return the entries of the export."""
        return [*self.edited, *self.same, *self.new]


def overlapping(size: int, seed: int) -> Overlap:
    """Return a diary and an export half as long, of which half is the end of the diary."""
    source = random.Random(seed)  # noqa: S311 - no secret
    old = diary(source, size)
    known = old[-size // 4 :]
    edited, _pairs = versions(known[: len(known) // 5], source)
    same = known[len(known) // 5 :]
    dates = [entry.date for entry in old if entry.date]
    new = [
        replace(entry, date=entry.date and entry.date + (dates[-1] - dates[0]))
        for entry in diary(source, size // 2 - len(edited) - len(same), "b.md")
    ]
    return Overlap(old, edited, same, new)


def measure_cost(seed: int, sizes: list[int]) -> None:
    """Print CPU time over normalising and hashing, growth, and memory above the texts."""
    before = 0.0
    for size in sizes:
        overlap = overlapping(size, seed)
        old, export = overlap.old, Export("b.md", tuple(overlap.export))
        gc.collect()
        gc.disable()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        rounds = []
        for _ in range(3 if size < 50_000 else 1):
            start = time.process_time()
            for entry in (*old, *export.entries):
                plain_hash(entry.body)
            middle = time.process_time()
            plan_import([export], old, Memory())
            rounds.append((middle - start, time.process_time() - middle))
        gc.enable()
        base, spent = (statistics.median(found) for found in zip(*rounds, strict=True))
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
        growth = f"{spent / before:.2f}x" if before else "-"
        say(
            f"{len(export.entries):>7,} into {size:>7,}: {spent:6.2f} s, {spent / base:.2f}x"
            f" normalising and hashing, growth {growth}, +{more:.0f} MB"
        )
        before = spent


def main() -> None:
    """Read the flags and print the table."""
    parser = argparse.ArgumentParser(description="Measure the recognition of entries.")
    parser.add_argument("--seed", type=int, default=20230402)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--negatives", type=int, default=40, help="rounds of hard negatives")
    parser.add_argument("--orders", type=int, default=10, help="rounds of six exports")
    parser.add_argument("--sizes", default="1000,10000,20000", help="comma-separated; empty: none")
    flags = parser.parse_args()
    measure_pairs(flags.seed, flags.pairs)
    measure_lookalikes(flags.seed, flags.negatives)
    measure_invariants(flags.seed, flags.orders)
    measure_cost(flags.seed, [int(size) for size in flags.sizes.split(",") if size])


if __name__ == "__main__":
    main()
