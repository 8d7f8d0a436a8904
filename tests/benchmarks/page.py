"""Measure the page of `export -f html`: what it costs to make, to open and to search.

`python tests/benchmarks/page.py [--entries N] [--seed N]`

Making is CPU time of the whole command. Opening and searching is in headless
Chromium: from the start of the navigation to the first paint, and from the key
that ends a word to the frame that shows what is left.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser import opened
from tests.dedupe_diaries import diary

SEARCH = """async (word) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const query = document.getElementById("query");
  const found = document.getElementById("found");
  found.textContent = "";
  const start = performance.now();
  query.value = word;
  query.dispatchEvent(new Event("input", { bubbles: true }));
  while (!found.textContent) await new Promise((done) => setTimeout(done));
  await frame();
  return [performance.now() - start, found.textContent];
}"""
TIMES = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  ready: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
})"""


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the flags, make the page, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the page of a diary.")
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=20230402)
    flags = parser.parse_args()
    entries = diary(random.Random(flags.seed), flags.entries)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        source, page = Path(folder, "diary.md"), Path(folder, "diary.html")
        texts = [f"## {one.date:%Y.%m.%d} {one.title}\n\n{one.body}\n" for one in entries]
        texts[::40] = [f"{text}去了杭州。\n" for text in texts[::40]]
        source.write_text("\n".join(texts), "utf-8")
        command = [sys.executable, "-m", "journal", "-j", str(source), "export", "-q"]
        environment = {"HOME": folder, "PYTHONPATH": sys.path[0]}
        subprocess.run([*command, "-o", str(page)], check=True, env=environment)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        say(f"entries          {len(entries):,}, {source.stat().st_size / 1e6:.1f} MB of Markdown")
        say(f"made in          {used.ru_utime + used.ru_stime:.2f} s CPU")
        say(f"page             {page.stat().st_size / 1e6:.1f} MB")
        with opened(page) as sight:
            sight.page.wait_for_load_state("load")
            times = sight.page.evaluate(TIMES)
            say(f"first paint      {times['paint']:.0f} ms")
            say(f"all there        {times['ready']:.0f} ms")
            for word in ("杭州", "the", "zzzz"):
                spent, found = sight.page.evaluate(SEARCH, word)
                say(f"search {word:<10}{spent:.0f} ms   {found}")


if __name__ == "__main__":
    main()
