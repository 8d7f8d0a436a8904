"""The way through a file, a stretch at a time."""

from __future__ import annotations

from journal.errors import ChangedOnDiskError
from journal.scan.checks import first_form, require_utf8
from journal.scan.finder import Finder
from journal.scan.form import UnsureError
from journal.scan.found import Found
from journal.scan.pieces import Pieces
from journal.scan.survey import Survey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from journal.scan.form import Form
    from journal.scan.needles import Needle

_CHUNK = 1 << 19


def scan(
    survey: Survey,
    needles: Sequence[Needle] | None = None,
    wanted: Callable[[Any], bool] | None = None,
) -> list[Found]:
    """Find out where the entries stand; return those with one of the needles that are wanted.

    With needles None, but not `wanted`, every entry is looked at; with neither
    none is, but the days are. Raises UnsureError where only the full parse can
    tell what the entries are.
    """
    uncased = any(needle.uncased for needle in needles or ())
    survey.finder = Finder(survey.size, uncased=uncased)
    found = _Scan(survey, needles, wanted).run()
    if not wanted:
        survey.check_days()
    return found


def scan_bytes(data: bytes, path: str) -> Survey:
    """Return a survey of the bytes of a file; raise UnsureError where it cannot be sure."""
    made = Survey(path, "", data, len(data))
    scan(made)
    return made


class _Scan:
    """One way through a file."""

    def __init__(
        self,
        survey: Survey,
        needles: Sequence[Needle] | None,
        wanted: Callable[[Any], bool] | None,
    ) -> None:
        self._survey = survey
        self._needles = needles
        self._wanted = wanted
        self._found: list[Found] = []
        self._form: Form | None = None

    def run(self) -> list[Found]:
        """Read the file from its beginning to its end."""
        survey = self._survey
        base, length = 0, _CHUNK
        while base < survey.size:
            done = self._scan(base, length)
            base += done
            # A section longer than that, or a block that hides headings, comes in one.
            length = _CHUNK if done else length * 2
        survey.finder.forget()
        if not self._form or not survey or not self._form.holds(len(survey)):
            raise UnsureError
        return self._found

    def _scan(self, base: int, length: int) -> int:
        """Look at a stretch of the file; return how much of it is done."""
        # The bytes go when this returns: what is read next takes their place in the cache.
        survey = self._survey
        end = min(base + length, survey.size)
        try:
            data = survey.read(base, end)
        except (ChangedOnDiskError, OSError):
            raise UnsureError from None
        if self._form is None:
            self._form = first_form(data)
            survey.level = self._form.level
        require_utf8(data)
        last = end == survey.size
        pieces = Pieces(data, self._form, survey.finder, first=base == 0, last=last)
        self._take(data, base, pieces)
        return pieces.done

    def _take(self, data: bytes, base: int, pieces: Pieces) -> None:
        """Keep the entries of a stretch, and look at those that have what is looked for."""
        survey = self._survey
        number = len(survey)
        places = self._places(data, pieces) if self._wanted else ()
        starts = [*pieces.cut.starts, pieces.done] if places else []
        survey.take(base, pieces)
        for place in places:
            raw = data[starts[place] : starts[place + 1]].decode("utf-8", "surrogateescape")
            found = Found(survey, number + place, raw)
            if self._wanted and self._wanted(found):
                self._found.append(found)
            found.forget()

    def _places(self, data: bytes, pieces: Pieces) -> Sequence[int]:
        """Return the numbers of the entries of a stretch in which a needle is."""
        if self._needles is None:
            return range(len(pieces.cut))
        finder = self._survey.finder
        hits = [at for needle in self._needles for at in needle.places(data, finder)]
        if not hits or not len(pieces.cut):
            return ()
        places: list[int] = []
        place, starts = 0, pieces.cut.starts
        for at in sorted(hits):
            if starts[0] <= at < pieces.done:
                while place + 1 < len(starts) and starts[place + 1] <= at:
                    place += 1
                if places[-1:] != [place]:
                    places.append(place)
        return places
