"""What must hold of a file for a scan to be sure."""

from __future__ import annotations

from journal.markdown.plain import read_day
from journal.scan.form import UnsureError, find_form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.scan.form import Form

_LAST = {b"02": b"29", **dict.fromkeys((b"04", b"06", b"09", b"11"), b"30")}
_LAST |= dict.fromkeys((b"01", b"03", b"05", b"07", b"08", b"10", b"12"), b"31")
_WHOLE = 1 << 17
_SAMPLE, _APART = 1 << 8, 1 << 16
_HEADERS = (b"---", b"+++", b"{")


def first_form(data: bytes) -> Form:
    """Return the form of a file's headings.

    Raises UnsureError for a file that is encrypted, or may have a header.
    """
    first = data[: data.find(b"\n") + 1 or len(data)].removeprefix(b"\xef\xbb\xbf")
    if data[:1] in (b"a", b"-"):
        from journal.age.header import is_encrypted

        if is_encrypted(data):
            raise UnsureError
    form = find_form(data)
    if form is None or first.rstrip(b" \t\r\n") in _HEADERS:
        raise UnsureError
    # Headings are looked for at the beginning of the file, and behind line endings.
    form.unseen += first.lstrip(b" ").startswith(b"#") and not data.startswith(b"#")
    return form


def require_utf8(data: bytes) -> None:
    """Raise UnsureError where bytes are no UTF-8, but for characters cut off at either end.

    Where a fifth of the lines looked at is right, and not ASCII, strays elsewhere
    cannot outweigh it: it is then that the full parse takes a file for foreign.
    """
    if len(data) > _WHOLE:
        lines = b"".join([_lines_at(data, at) for at in range(0, len(data), _APART)])
        try:
            text = lines.decode()
        except UnicodeDecodeError:
            raise UnsureError from None
        # Of the three bytes of a Chinese character two are not there as characters.
        if (len(lines) - len(text)) * 8 > len(lines):
            return
    start, end = 0, len(data)
    while start < min(4, end) and 0x80 <= data[start] < 0xC0:
        start += 1
    while end > max(start, len(data) - 3) and 0x80 <= data[end - 1] < 0xC0:
        end -= 1
    if end > start and data[end - 1] >= 0xC0:
        end -= 1
    try:
        data[start:end].decode()
    except UnicodeDecodeError:
        raise UnsureError from None


def _lines_at(data: bytes, at: int) -> bytes:
    """Return the lines behind an offset that a sample of some bytes ends in."""
    start = data.find(b"\n", at) + 1
    return data[start : data.find(b"\n", start + _SAMPLE) + 1]


def find_way(days: list[bytes]) -> tuple[bool | None, bool]:
    """Tell whether days run from the newest on, None where that cannot be told, and if all do.

    Raises UnsureError where one of them is not in the calendar.
    """
    ordered = sorted(days)
    distinct = set(days)
    tails = {day[5:] for day in distinct}
    if not all(b"01" <= tail[3:] <= _LAST.get(tail[:2], b"") for tail in tails):
        raise UnsureError
    leaps = (day for day in distinct if day[5:7] == b"02" and day[8:] == b"29")
    if any(read_day(day.decode("ascii")) is None for day in leaps):
        raise UnsureError
    if ordered[0] < b"1" or ordered[-1] >= b"3":
        raise UnsureError
    if len(distinct) < 2:
        return None, True
    if days == ordered:
        return False, True
    ordered.reverse()
    if days == ordered:
        return True, True
    from _operator import gt, lt

    rises, falls = sum(map(lt, days, days[1:])), sum(map(gt, days, days[1:]))
    return (None if rises == falls else falls > rises), False
