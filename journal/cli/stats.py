"""How much has been written, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli.filters import Filters, counted
from journal.cli.session import Session, emit, emit_utf8
from journal.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from journal.entry import Entry
    from journal.looking.overview import Overview
    from journal.looking.tally import Run, Tally


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(stats)


@counted
def stats(
    ctx: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="A table by day, week, month, year, weekday, tag or hour.",
            show_default=False,
        ),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="JSON Lines.")] = False,
    *,
    filters: Filters,
) -> None:
    """Show entries and words by month, streaks, and a year of days.

    The latest year is shown day by day; --on 2022 shows that one. A streak goes
    on while today has no entry yet. Shades and bars measure words.

    Examples: journal stats --on 2022 · journal stats --by weekday --tag 工作
    """
    session = Session(ctx)
    from journal.looking.tally import KINDS, tally_by

    if by and by not in KINDS:
        todo = f"known are {', '.join(KINDS)}"
        raise UsageError("entries cannot be counted by this", where=by, todo=todo)
    entries = filters.choose(session)
    if not by:
        _overview(entries, session, json=json)
        return
    rows = tally_by(entries, by, week_start=session.config.week_start)
    rows = (rows[::-1] if filters.reverse else rows)[: filters.limit]
    if json:
        _emit_json({"by": by, "name": row.name or None, **_counts(row)} for row in rows)
    elif session.rendered and rows:
        from journal.render.stats import tally_lines

        screen = session.screen
        screen.show(tally_lines(rows, by, screen.theme, screen.width))
    else:
        emit(_rows(rows))


def _overview(entries: Iterable[Entry], session: Session, *, json: bool) -> None:
    """Show totals, streaks, the latest year and all years."""
    from journal.looking.overview import overview

    today = session.now.date()
    numbers = overview(entries, today)
    if json:
        _emit_json([_all_fields(numbers)])
    elif session.rendered and numbers.total.entries:
        from journal.render.stats import stats_lines

        screen, week_start = session.screen, session.config.week_start
        lines = stats_lines(numbers, screen.theme, screen.width, today=today, week_start=week_start)
        screen.show(lines)
    else:
        emit(_all_rows(numbers))


def _rows(rows: Iterable[Tally]) -> Iterator[str]:
    """Yield `name<TAB>entries<TAB>words<TAB>days`."""
    from journal.visible import visible

    for row in rows:
        yield f"{visible(row.name, keep='')}\t{row.entries}\t{row.words}\t{row.days}\n"


def _all_rows(numbers: Overview) -> Iterator[str]:
    """Yield the totals, the streaks and the gap with their ends, then the months."""
    whole = numbers.total
    for name, count in (("entries", whole.entries), ("words", whole.words), ("days", whole.days)):
        yield f"{name}\t{count}\n"
    for name, run in _runs(numbers).items():
        yield f"{name}\t{run.days}\t{run.first or ''}\t{run.last or ''}\n"
    yield from _rows(numbers.months)


def _all_fields(numbers: Overview) -> dict[str, Any]:
    runs = {
        name.replace("-", "_"): {"days": run.days, "first": _day(run.first), "last": _day(run.last)}
        for name, run in _runs(numbers).items()
    }
    months = [{"month": row.name, **_counts(row)} for row in numbers.months]
    years = [{"year": row.name, **_counts(row)} for row in numbers.years]
    whole = numbers.total
    days = {"first": _day(whole.first), "last": _day(whole.last)}
    return {**_counts(whole), **days, **runs, "months": months, "years": years}


def _runs(numbers: Overview) -> dict[str, Run]:
    """Return the streaks and the gap by the names that rows and JSON have for them."""
    return {
        "streak": numbers.streak,
        "longest-streak": numbers.longest,
        "longest-gap": numbers.gap,
    }


def _counts(row: Tally) -> dict[str, int]:
    return {"entries": row.entries, "words": row.words, "days": row.days}


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _emit_json(rows: Iterable[dict[str, Any]]) -> None:
    from journal.formats.record import dump

    emit_utf8(dump({"schema": 1, **row}) + "\n" for row in rows)
