"""Find entries in the bytes of a file, parsing only the sections that matter.

What is told of them is what the full parse tells. Where that cannot be sure,
`latest`, `scan_file` and `search` return None, and the whole file is to be parsed.
"""

from __future__ import annotations

from journal.scan.found import Found
from journal.scan.order import newest
from journal.scan.survey import Survey

__all__ = ["Found", "Survey", "newest"]
