"""A new entry put into the bytes of a diary where it belongs, by slices."""

from __future__ import annotations

from journal.markdown.blocks import outline
from journal.markdown.plain import parse_plain, plain_title, read_day
from journal.scan.form import UnsureError
from journal.scan.scanning import scan_bytes
from journal.storage.staging import Spliced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.scan.survey import Survey

_SAMPLE = 20
# What could be more than a line of words, in the heading or below it.
_MARKED = frozenset("#<>`~\\|[]{}=+\n\r\t\v\f\0")


def insert(data: bytes, path: str, day: str, title: str, body: str) -> tuple[Spliced, Survey, int]:
    """Return the bytes with a new entry in them, their survey, and the number of the entry.

    `day` is ISO 8601, title and body are one line each, without a mark that
    Markdown could read. The bytes are those that `Document.insert` would write.
    They need no second parse to be checked: the survey shows, by the splitter that
    the parser uses, that no block is open where they are cut, which is before a
    heading or at the end. So what stands before the cut and behind it reads as it
    did, whatever comes between, but for blank lines at the end of an entry, which
    count for nothing; and the new section, by the same splitter, is one heading
    that reads back, and a line of text that begins and hides nothing. Raises
    UnsureError for whatever is not as plain.
    """
    if not title or not _MARKED.isdisjoint(title + body) or not _is_text(body):
        raise UnsureError
    if any("\ud800" <= char <= "\udfff" for char in title + body):
        raise UnsureError  # bytes that are no UTF-8
    survey = scan_bytes(data, path)
    if not survey.in_order or survey.is_open or b"\r" in data:
        raise UnsureError
    day = day.replace("-", survey.days[0].decode()[4])
    head = f"{day} {title}"
    plain = parse_plain(head)
    if plain is None or plain.title != title or head.strip(" \t\u3000") != head:
        raise UnsureError
    gap = _gap(survey)
    key = day.encode()
    index = _index(survey.days, key, newest_first=bool(survey.newest_first))
    place = survey.start(index)
    section = f"{'#' * survey.level} {head}\n" + (f"{chr(10) * gap}{body}\n" if body else "")
    before = _blank_line(data[max(place - 200, 0) : place])
    piece = before + section.encode("utf-8", "surrogateescape")
    piece += b"\n" if index < len(survey) else b""
    new = Spliced(data, place, piece)
    found = outline(f"{section}\n")
    if [one.text for one in found.headings] != [head] or found.open_at is not None:
        raise UnsureError
    survey.put(index, key, place + len(before), len(piece))
    survey.source = new
    return new, survey, index


def _index(days: list[bytes], day: bytes, *, newest_first: bool) -> int:
    """Return before which entry a new one stands: above those of its day, or below them."""
    low, high = 0, len(days)
    while low < high:
        middle = (low + high) // 2
        if days[middle] > day if newest_first else days[middle] <= day:
            low = middle + 1
        else:
            high = middle
    return low


def _is_text(body: str) -> bool:
    """Tell whether a line is a paragraph, and no list, rule, quote or indented code."""
    first = body[:1]
    return not first.isspace() and first not in ("-", "*", "_", ":") and not first.isdecimal()


def _blank_line(before: bytes) -> bytes:
    """Return what must come behind some text, so that a blank line does."""
    if not before.endswith(b"\n"):
        return b"\n\n" if before else b""
    line = before[before.rfind(b"\n", 0, len(before) - 1) + 1 : -1]
    return b"\n" if line.strip(b" \t") else b""


def _gap(survey: Survey) -> int:
    """Return the blank lines under a heading: as in most of the first and the last entries.

    Raises UnsureError where most of their headings are not plain.
    """
    count = len(survey)
    sample = [*range(min(count, _SAMPLE)), *range(max(count - _SAMPLE, _SAMPLE), count)]
    half, left = len(sample) // 2, len(sample)
    gaps = plains = 0
    for index in sample:
        left -= 1
        heading, _, rest = survey.text(index).partition("\n")
        text = heading[survey.level :].strip(" \t")
        plains += bool(read_day(text[:10]) and plain_title(text[10:]) is not None)
        gaps += bool(rest) and not rest.partition("\n")[0].strip(" \t")
        if plains > half and (gaps > half or gaps + left <= half):
            break
    if plains <= half:
        raise UnsureError
    return int(gaps > half)
