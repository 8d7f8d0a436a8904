"""Find entries in the bytes of a file, parsing only the sections that matter.

What is told of them is what the full parse tells. Where that cannot be sure,
`scan_file` returns None, and the whole file is to be parsed.
"""

from __future__ import annotations

from journal.scan.found import Found
from journal.scan.order import newest
from journal.scan.survey import Survey, scan_file

__all__ = ["Found", "Survey", "newest", "scan_file"]
