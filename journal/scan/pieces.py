"""A stretch of a file cut at its entry headings, and what in it could make them none."""

from __future__ import annotations

from _bisect import bisect_left, bisect_right

from journal.markdown.blocks import outline
from journal.scan.cuts import Cut
from journal.scan.form import UnsureError, read_heading
from journal.scan.risks import RARE, has_lone_cr, line_at, risky_lines

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
        rare = finder.those_in(data, RARE)
        if 13 in rare and has_lone_cr(data, last=last):
            raise UnsureError
        self.cut = Cut(data, rare, form, finder, last=last)
        others = [(at, *read_heading(line_at(data, at)[1])) for at in self.cut.others]
        risky = [at for at, level, text in others if not form.is_harmless(level, text)]
        risky += risky_lines(data, rare, finder)
        if risky or first or last:
            bounds = [0, *self.cut.starts] if first else self.cut.starts
            places = {bisect_right(bounds, at) - 1 for at in risky}
            if first:
                places.add(0)
            if last:
                places.add(len(bounds) - 1)
            self.done = self._look(bounds, sorted(places), form, first=first, last=last)
            self.cut.keep(bisect_left(self.cut.starts, self.done))
        else:
            self.done = self.cut.last
            self.cut.keep(len(self.cut) - 1)
        for at, level, text in others:
            if at < self.done:
                form.count(level, text)

    def _look(
        self, bounds: list[int], places: list[int], form: Form, *, first: bool, last: bool
    ) -> int:
        """Parse the outline of pieces, joined where a block spans them; return what is done."""
        data = self._data
        whole = len(bounds) if last else len(bounds) - 1
        done = len(data) if last else bounds[-1]
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
            self.cut.drop(bisect_left(self.cut.starts, at))
        return done


def _width(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))
