"""The commands that look back: on-this-day, review."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from journal.cli.filters import Filters, counted
from journal.cli.rows import rows
from journal.cli.session import Session, emit, emit_utf8
from journal.errors import NothingFoundError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from journal.dates import Period
    from journal.entry import Entry
    from journal.looking.lists import Item
    from journal.looking.review import Look, Missed

_NOTHING = 1
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def register(app: typer.Typer) -> None:
    """Add the commands and their short names."""
    app.command("on-this-day")(on_this_day)
    app.command("otd", hidden=True)(on_this_day)
    app.command()(review)


@counted
def on_this_day(
    ctx: typer.Context,
    when: Annotated[
        list[str] | None, typer.Argument(metavar="WHEN", help="The day; without it, today.")
    ] = None,
    window: Annotated[
        int, typer.Option("--window", min=0, max=182, help="Days around it that count, too.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, one entry a line.")] = False,
    *,
    filters: Filters,
) -> None:
    """Show what was written on the same day in other years, the latest first.

    29 February and 28 February are the same day where one of the two years has
    no 29th.

    Examples: journal on-this-day · journal otd 2023-04-02 --window 3
    """
    session = Session(ctx)
    from journal.looking.same_day import same_day

    day = session.now.date()
    if when:
        moment = session.moment(" ".join(when))
        day = moment.date
        if not moment.exact:
            session.tell(f"{' '.join(when)} is {day.isoformat()}")
    years = same_day(filters.choose(session), day, window=window)
    chosen = _first(years, filters)
    if not chosen:
        session.tell(f"no other year has an entry of {day:%d} {day:%B}")
        raise typer.Exit(_NOTHING)
    if json:
        from journal.formats.record import dump, record

        found = ((day.year - year, entry) for year in chosen for entry in chosen[year])
        emit_utf8(dump({**record(one), "years_ago": age}) + "\n" for age, one in found)
    elif session.rendered:
        from journal.render.looking import years_lines

        session.screen.show(years_lines(chosen, day, session.screen.theme, session.screen.width))
    else:
        emit(rows(entry for entries in chosen.values() for entry in entries))


def _first(years: Mapping[int, Sequence[Entry]], filters: Filters) -> dict[int, list[Entry]]:
    """Return the years in the wanted order, cut to the limit."""
    chosen: dict[int, list[Entry]] = {}
    left = sum(map(len, years.values())) if filters.limit is None else filters.limit
    for year in sorted(years, reverse=not filters.reverse):
        some = list(years[year])[:left]
        left -= len(some)
        chosen |= {year: some} if some else {}
    return chosen


def review(
    ctx: typer.Context,
    grain: Annotated[
        str, typer.Argument(metavar="week|month|quarter|year", help="What to look back at.")
    ] = "",
    when: Annotated[
        list[str] | None, typer.Argument(metavar="WHEN", help="Which one: 2023-Q2, 上个月.")
    ] = None,
    only_print: Annotated[
        bool, typer.Option("--print", help="Only show; do not open the editor.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Look back at a period, and write a review of it; alone, say which weeks had none.

    A week or month shows its entries, open tasks (- [ ]) and goals (#goal or
    #目标); a quarter or year its reviews (all entries, where there are none) and
    goals. Then your editor opens on the template review, for an entry of today
    tagged review. Without WHEN it is the period that goes on, on its first day
    the one that has just ended.

    Examples: journal review week · journal review quarter 2023-Q2 --print
    """
    session = Session(ctx)
    if not grain:
        _show_missed(session, json=json)
        return
    from journal.looking.review import look

    named, days = _period(grain, " ".join(when or []), session)
    entries = _entries(session, lambda day: day >= days.start)
    # Of what is later only tasks and goals are read, for what has become of them.
    kept = [one for one in entries if one.date in days or one.tags or "[" in one.body]
    found = look(kept, grain, days)
    if json:
        _emit_look(found, named, days)
    elif session.rendered:
        from journal.render.looking import review_lines

        span = f"{days.start} {session.screen.theme.arrow} {days.end}"
        screen = session.screen
        screen.show(review_lines(found, str(named), span, screen.theme, screen.width))
    else:
        emit(_look_rows(found))
    if not only_print and not json and sys.stdin.isatty() and sys.stdout.isatty():
        _write(found, named, session)
    elif not any(found):
        _nothing(named)


def _entries(
    session: Session, wanted: Callable[[dt.date], bool] = lambda _: True
) -> Iterator[Entry]:
    """Return the entries of some days, the oldest first. Raises DataError."""
    from journal.cli.chosen import scanned
    from journal.query.order import sort_by_time

    found = scanned(session, wanted, oldest_first=True)
    if found is not None:
        return found
    every = sort_by_time(session.entries())
    return (entry for entry in every if entry.date is not None and wanted(entry.date))


def _period(grain: str, when: str, session: Session) -> tuple[Period, Period]:
    """Return the period to review and the days that are read. Raises UsageError."""
    from journal.dates import around
    from journal.looking.review import GRAINS, period_of

    if grain not in GRAINS:
        from journal.config import suggest

        raise UsageError("this cannot be reviewed", where=grain, todo=suggest(grain, GRAINS))
    week_start = session.config.week_start
    if not when:
        return period_of(grain, session.now.date(), week_start=week_start)
    wanted = session.period(when)
    # Of a week that begins on another day only the range is known.
    if wanted.grain == grain or (grain == "week" and (wanted.end - wanted.start).days == 6):
        return wanted, wanted
    try:
        period = around(wanted.start, grain, week_start=week_start)
    except OverflowError:
        period = wanted
    if wanted.end > period.end:
        raise UsageError(f"this is more than a {grain} ({wanted})", where=when, todo="name one")
    return period, period


def _write(found: Look, named: Period, session: Session) -> None:
    """Open the editor on the template `review`."""
    from journal.cli.templates import filled
    from journal.cli.write import write_in_editor
    from journal.looking.lists import goal_tag
    from journal.looking.review import TAG
    from journal.markdown.inline import tag_symbols

    left = (goal for goal in found.goals if not goal.done)
    symbol = tag_symbols()[0]
    goals = "\n".join(f"- [ ] {goal.text} {symbol}{goal_tag(goal.entry)}" for goal in left)
    today = session.now.date()
    begin = filled("review", session, day=today, period=str(named), goals=goals)
    write_in_editor(begin, [TAG], session)


def _show_missed(session: Session, *, json: bool) -> None:
    """Say which weeks had no review since the first one."""
    from journal.looking.review import missed_weeks, reviews

    week_start = session.config.week_start
    written = reviews(_entries(session))
    missed = missed_weeks(written, session.now.date(), week_start=week_start)
    if missed is None:
        raise NothingFoundError("no weekly review yet", todo="write one with journal review week")
    if json:
        _emit_missed(missed)
    elif session.rendered:
        from journal.render.looking import missed_lines

        screen = session.screen
        screen.show(missed_lines(missed, _DAYS[week_start], screen.theme, screen.width))
    else:
        emit(f"{day.isoformat()}\n" for day in missed.days)
    if missed.due:
        session.tell("this week's review is due: journal review week")


def _nothing(period: Period) -> NoReturn:
    raise NothingFoundError("nothing to look back at", where=period, todo="name another period")


def _look_rows(found: Look) -> Iterator[str]:
    """Yield `kind<TAB>id<TAB>date<TAB>text`; kinds are entry, task, goal (open) and kept."""
    from journal.visible import visible

    for entry in found.entries:
        yield "entry\t" + "".join(rows([entry]))
    for kind, item in _items(found):
        text = visible(item.text, keep="").replace("\t", " ")
        yield f"{kind}\t{item.entry.id}\t{item.entry.date}\t{text}\n"


def _items(found: Look) -> Iterator[tuple[str, Item]]:
    yield from (("task", item) for item in found.tasks)
    yield from (("kept" if item.done else "goal", item) for item in found.goals)


def _emit_look(found: Look, named: Period, days: Period) -> None:
    from journal.formats.record import dump, record

    lists: dict[str, list[dict[str, Any]]] = {"task": [], "goal": [], "kept": []}
    for kind, item in _items(found):
        day = None if item.entry.date is None else item.entry.date.isoformat()
        lists[kind].append({"text": item.text, "id": item.entry.id, "date": day})
    row = {
        "schema": 1,
        "period": str(named),
        "from": days.start.isoformat(),
        "to": days.end.isoformat(),
        "entries": [record(entry) for entry in found.entries],
        "tasks": lists["task"],
        "goals": {"open": lists["goal"], "kept": lists["kept"]},
    }
    emit_utf8([dump(row) + "\n"])


def _emit_missed(missed: Missed) -> None:
    from journal.formats.record import dump

    days = [day.isoformat() for day in missed.days]
    row = {"schema": 1, "missed": days, "weeks": missed.weeks, "due": missed.due}
    emit_utf8([dump(row) + "\n"])
