"""A stretch of a file cut at its entry headings, and what in it could make them none."""

from __future__ import annotations

from journal.markdown.blocks import outline
from journal.scan.cuts import Cut
from journal.scan.form import UnsureError, read_heading
from journal.scan.risks import has_lone_cr, hiding_lines, is_plain_fence, line_at, underlines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.scan.finder import Finder
    from journal.scan.form import Form

_PATIENCE = 1 << 24
"""Bytes that one block may hide before it is left to the full parse."""


class Pieces:
    """What stands between two entry headings, one after the other, in a stretch of a file.

    `cut` has the headings. What stands before the first one is the end of an
    entry, or the preamble. `is_open` tells that the last of them has a block that
    is never closed.
    """

    __slots__ = ("_data", "cut", "done", "is_open")

    def __init__(self, data: bytes, form: Form, finder: Finder, *, first: bool, last: bool) -> None:
        """Cut the data; raise UnsureError where that is not safe.

        `first` and `last` tell whether the file begins and ends here. The data
        is taken up to `done`; the rest comes again with what follows it.
        """
        self._data = data
        self.is_open = False
        rare = finder.look_at(data)
        if 0 in rare or (13 in rare and has_lone_cr(data, last=last)):
            raise UnsureError
        cut = self.cut = Cut(data, rare, form, finder, last=last)
        others = [(at, *read_heading(line_at(data, at)[1])) for at in cut.others]
        risky = [at for at, level, text in others if not form.is_harmless(level, text)]
        hiding = hiding_lines(data, rare, finder)
        if cut.is_even and ord("<") not in rare:
            hiding = self._pass_fences(hiding, finder)
        risky += hiding + underlines(data, rare, finder)
        if risky or first or last:
            self.done = self._look(risky, form, first=first, last=last)
            cut.keep(sum(map(self.done.__gt__, cut.starts)))
        else:
            self.done = cut.last
            cut.keep(len(cut) - 1)
        for at, level, text in others:
            if at < self.done:
                form.count(level, text)
        if cut.is_even:
            cut.count_lower(form, finder, self.done)

    def _pass_fences(self, lines: list[int], finder: Finder) -> list[int]:
        """Take out the headings in plain fences; return the lines from the first other one on."""
        for number in range(0, len(lines) - 1, 2):
            start, end = lines[number : number + 2]
            if not is_plain_fence(self._data, start, end):
                return lines[number:]
            self.cut.hide(start, end, finder)
        return lines[len(lines) // 2 * 2 :]

    def _look(self, risky: list[int], form: Form, *, first: bool, last: bool) -> int:
        """Parse the outline of pieces, joined where a block spans them; return what is done."""
        data = self._data
        bounds = [0, *self.cut.starts] if first else self.cut.starts
        places = _places(risky, bounds, first=first, last=last)
        whole, done = (len(bounds), len(data)) if last else (len(bounds) - 1, bounds[-1])
        ends = [*bounds[1:], len(data)]
        hidden: set[int] = set()
        at_risk = frozenset(places)
        after = 0
        for place in places:
            if place < after or place >= whole:
                continue
            begin = bounds[place]
            # A block with a heading in it has its other end in the next piece.
            stop, step = place + (place + 1 in at_risk and place + 1 < whole), 1
            while True:
                text = data[begin : ends[stop]].decode("utf-8", "surrogateescape")
                bom = 1 if begin == 0 and first and text[:1] == "\ufeff" else 0
                found = outline(text, bom, underlined=True)
                if found.open_at is None or stop == whole - 1:
                    break
                stop, step = min(stop + step, whole - 1), step * 2
            if found.open_at is not None and not last:
                done = begin
                break
            self.is_open = found.open_at is not None
            after = stop + 1
            inner = set(bounds[place + 1 : after])
            own = 0 if place == 0 and first else 1
            for heading in found.headings[own:]:
                at = begin + _width(text[: heading.start]) if inner else 0
                if at in inner:
                    inner.remove(at)
                else:
                    form.meet(heading)
            hidden |= inner
        if len(data) - done > _PATIENCE:
            raise UnsureError
        for at in hidden:
            self.cut.drop(self.cut.starts.index(at))
        return done


def _places(risky: list[int], bounds: list[int], *, first: bool, last: bool) -> list[int]:
    """Return the numbers of the pieces at risk, and of those at the ends of the file."""
    found = {0} if first else set()
    if last:
        found.add(len(bounds) - 1)
    if risky:
        from _bisect import bisect_right

        found.update(bisect_right(bounds, at) - 1 for at in risky)
    return sorted(found)


def _width(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))
