"""The versions of each text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journal.dedupe.known import Known


class Groups:
    """The versions of each text, by its number; most texts have one."""

    def __init__(self, versions: Iterable[Known], count: int) -> None:
        """Sort versions of so many texts."""
        self._first: list[Known | None] = [None] * count
        self._all: dict[int, list[Known]] = {}
        for known in versions:
            first = self._first[known.text]
            if first is None:
                self._first[known.text] = known
            else:
                self._all.setdefault(known.text, [first]).append(known)
        self.days = [known and (known.version.date or known) for known in self._first]
        """The date of the first version of each text; one without is a day of its own."""

    def __getitem__(self, number: int) -> Sequence[Known]:
        """Return the versions of a text, none of one that was forgotten."""
        first = self._first[number]
        return self._all.get(number) or (() if first is None else (first,))

    def are_single(self, numbers: Iterable[int]) -> bool:
        """Tell whether each of these texts has one version."""
        return self._all.keys().isdisjoint(numbers) and all(map(self._first.__getitem__, numbers))

    def several(self) -> Iterator[tuple[int, list[Known]]]:
        """Yield the texts that have several versions, in order, and these."""
        for number in sorted(self._all):
            yield number, self._all[number]
