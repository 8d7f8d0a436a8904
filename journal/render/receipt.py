"""What an import did or would do: each decision with its reason, then the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from journal.render.cells import cells, cut
from journal.render.lines import flow, one_line, styled, wrap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from rich.style import Style

    from journal.render.console import Screen
    from journal.render.theme import Theme


class Line(NamedTuple):
    """One decision, in words: what an entry is to the journal, and where both stand."""

    verdict: str
    date: dt.date | None
    title: str
    reason: str
    incoming: str
    existing: str


# The order of the counts; a verdict that is not here comes last.
_ORDER = (
    "new",
    "re-dated",
    "revised",
    "extended",
    "shortened",
    "reformatted",
    "conflict",
    "identical",
)
_COLUMN = 13
_ROOM_FOR_COLUMNS = 60


def show_plan(
    decisions: Sequence[Line],
    counts: Mapping[str, int],
    screen: Screen,
    *,
    lead: str = "",
    shift: str = "",
    every: bool = False,
) -> None:
    """Show what an import would do; entries that are there already are only counted.

    `lead` stands before the counts. `shift` says why entries are re-dated.
    With `every`, all decisions are shown.
    """
    shown = [line for line in decisions if every or line.verdict != "identical"]
    parts = _counts(counts, screen.theme, lead=lead, shift=shift, end="nothing written yet")
    screen.show(_lines(shown, parts, screen.theme, screen.width))


def show_receipt(
    decisions: Sequence[Line],
    counts: Mapping[str, int],
    screen: Screen,
    *,
    written: bool = True,
    lead: str = "",
    shift: str = "",
    every: bool = False,
) -> None:
    """Show what an import did; new and identical entries are only counted."""
    shown = [line for line in decisions if every or line.verdict not in ("new", "identical")]
    end = "written" if written else "nothing to write"
    parts = _counts(counts, screen.theme, lead=lead, shift=shift, end=end)
    screen.show(_lines(shown, parts, screen.theme, screen.width))


def _lines(
    decisions: Sequence[Line], parts: Sequence[Text], theme: Theme, width: int
) -> Iterator[Text]:
    """Yield the decisions, then the counts."""
    for number, decision in enumerate(decisions):
        if number and {decision.verdict, decisions[number - 1].verdict} != {"new"}:
            yield Text()
        yield from decision_lines(decision, theme, width)
    if decisions:
        yield Text()
    yield from flow(parts, styled((f" {theme.dot} ", theme.quiet)), width)


def _counts(
    counts: Mapping[str, int], theme: Theme, *, lead: str, shift: str, end: str
) -> list[Text]:
    """Return what stands in the last line: how many of each verdict, and how it ended."""
    order = {verdict: place for place, verdict in enumerate(_ORDER)}
    parts = [styled((lead, theme.quiet))] if lead else []
    for verdict in sorted(counts, key=lambda verdict: order.get(verdict, len(order))):
        if counts[verdict]:
            why = f" ({one_line(shift)})" if shift and verdict == "re-dated" else ""
            count = (f"{counts[verdict]:,} ", theme.heading)
            parts.append(styled(count, (verdict, _style(verdict, theme)), (why, theme.plain)))
    return [*parts, styled((end, theme.quiet))]


def decision_lines(line: Line, theme: Theme, width: int) -> Iterator[Text]:
    """Yield one decision: verdict, date and title; why; from where to where."""
    wide = width >= _ROOM_FOR_COLUMNS
    verdict = line.verdict.ljust(_COLUMN) if wide else f"{line.verdict}  "
    date = line.date.isoformat() if line.date else "undated"
    first = styled((verdict, _style(line.verdict, theme)), (f"{date}  ", theme.date))
    title = cut(one_line(line.title), width - cells(first.plain), mark=theme.ellipsis)
    yield first.append(title, theme.heading)
    if line.verdict == "new":
        return
    margin = " " * (_COLUMN if wide else 2)
    room = width - len(margin)
    for row in (*wrap(Text(one_line(line.reason)), room), *_route(line, theme, room)):
        yield Text(margin).append_text(row)


def _route(line: Line, theme: Theme, width: int) -> Iterator[Text]:
    """Yield where the incoming entry stands and where the existing one, on one line or two."""
    places = [one_line(place) for place in (line.incoming, line.existing) if place]
    file, _, at = line.existing.rpartition(":")
    if file and file == line.incoming.rpartition(":")[0]:
        places[1] = f"line {at}"
    route = f" {theme.arrow} ".join(places)
    if cells(route) <= width:
        yield styled((route, theme.quiet))
        return
    for number, place in enumerate(places):
        mark = f"{theme.arrow} " if number else ""
        end = cut(place, width - cells(mark), mark=theme.ellipsis, end=True)
        yield styled((mark + end, theme.quiet))


def _style(verdict: str, theme: Theme) -> Style:
    """Return the colour of a verdict: news, changes, what needs a look, the rest."""
    if verdict == "new":
        return theme.good
    if verdict in ("conflict", "shortened"):
        return theme.warning
    return theme.quiet if verdict in ("identical", "reformatted") else theme.changed
