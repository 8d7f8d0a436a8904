"""Order, grouping and repetition make no difference; nothing is lost; again means nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.dedupe import Export, loads
from journal.entry import Entry, Source
from tests.dedupe_diaries import EDITS, KINDS, Tongue
from tests.dedupe_helpers import Book, is_conserved, letters_of

SLOW = settings(
    max_examples=settings().max_examples * 2 // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SHORT = ("gym, read", "跑步。", "ok", "😀", "![](a/2021-01-05.png)")
TIMES = (None, None, None, dt.time(9, 30), dt.time(18, 0))


def _entries(random: Random) -> list[Entry]:
    """Return a few entries close together: days shared, titles shared, texts short or repeated."""
    tongues = [Tongue(random, kind) for kind in KINDS]
    date = dt.date(2020, 12, 20)
    entries = []
    for _ in range(random.randint(1, 8)):
        date += dt.timedelta(days=random.choice((0, 1, 2, 5, 30)))
        tongue = random.choice(tongues)
        body = random.choice(SHORT) if random.random() < 0.2 else tongue.body()
        title = random.choice(("", "日记", "Weekly", tongue.words(2)))
        time = random.choice(TIMES)
        entries.append(Entry(date if random.random() < 0.95 else None, title, body, time))
    return entries


def _edited(entry: Entry, random: Random) -> Entry:
    """Return a version of an entry: sometimes re-dated and revised at once, or without its time."""
    if entry.date is None:
        return replace(entry, body=entry.body + random.choice(("!", " more", "\n\n更多的字")))
    for _ in range(random.choice((1, 1, 2))):
        entry = random.choice(EDITS[random.choice(list(EDITS))](entry, random))
    return entry if random.random() < 0.8 else replace(entry, time=None)


def _a_year_early(entry: Entry) -> Entry:
    if entry.date is None or (entry.date.month, entry.date.day) == (2, 29):
        return entry
    return replace(entry, date=entry.date.replace(year=entry.date.year - 1))


@st.composite
def exports(draw: st.DrawFn, least: int = 6, most: int = 8) -> list[Export]:
    """Return exports of one diary, each with versions of versions of its entries.

    A date that was corrected away may be used again, by an entry of its own.
    """
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - no secret
    known = [[entry] for entry in _entries(random)]
    made = []
    for number in range(draw(st.integers(least, most))):
        entries = []
        if number and random.random() < 0.4:
            date = random.choice(random.choice(known)).date
            known.append([replace(random.choice(_entries(random)), date=date)])
        for versions in known:
            entry = random.choice(versions)
            if random.random() < 0.4:
                entry = _edited(entry, random)
                versions.append(entry)
            if random.random() < 0.8:
                entries.append(entry)
        if random.random() < 0.2:
            entries = [_a_year_early(entry) for entry in entries]
        entries.sort(key=lambda entry: str(entry.date), reverse=random.random() < 0.5)
        name = f"{number}.md"
        placed = [replace(e, source=Source(name, 5 * i + 1)) for i, e in enumerate(entries)]
        made.append(Export(name, tuple(placed)))
    return made


def _import_in_groups(queue: list[Export], random: Random, book: Book | None = None) -> Book:
    book = book or Book()
    while queue:
        size = random.randint(1, len(queue))
        book.take(*queue[:size])
        queue = queue[size:]
    return book


@SLOW
@given(exports(), st.randoms(use_true_random=False))
def test_any_order_grouping_and_repetition_gives_the_same(
    made: list[Export], random: Random
) -> None:
    at_once = Book()
    at_once.take(*made)
    shuffled = random.sample(made, len(made))
    book = _import_in_groups([*shuffled, *random.sample(made, 2)], random)
    assert letters_of(at_once.entries) == letters_of(book.entries)


@SLOW
@given(exports(), st.randoms(use_true_random=False))
def test_every_paragraph_is_kept(made: list[Export], random: Random) -> None:
    assert is_conserved(_import_in_groups(made, random), made)


@SLOW
@given(exports(), st.randoms(use_true_random=False))
def test_again_changes_nothing(made: list[Export], random: Random) -> None:
    book = _import_in_groups(made, random)
    memory = book.memory.dumps()
    plan = book.take(*random.sample(made, len(made)))
    assert not plan.changes
    assert {"skip"} == {decision.action for decision in plan.decisions} | {"skip"}
    assert memory == plan.memory.dumps()


@SLOW
@given(exports(2, 4))
def test_each_decision_says_why_and_where(made: list[Export]) -> None:
    book = Book()
    for export in made:
        plan = book.take(export)
        assert len(export.entries) == len(plan.decisions) == sum(plan.receipt().values())
        for entry, decision in zip(export.entries, plan.decisions, strict=True):
            assert entry is decision.incoming
            assert decision.reason
            assert "\n" not in decision.reason
            assert (decision.existing is None) == (decision.verdict == "new")
            assert decision.existing is None or decision.existing.source.path


@SLOW
@given(exports())
def test_memory_survives_being_written(made: list[Export]) -> None:
    book = Book()
    book.take(*made)
    text = book.memory.dumps()
    assert book.memory == loads(text)
    assert text.isascii()


@SLOW
@given(exports(2, 3), st.randoms(use_true_random=False))
def test_a_journal_found_is_an_export(made: list[Export], random: Random) -> None:
    first, *others = made
    found = Book(first.entries)
    imported = Book()
    imported.take(first)
    for export in random.sample(others, len(others)):
        found.take(export)
        imported.take(export)
    assert letters_of(imported.entries) == letters_of(found.entries)


def _by_hand(book: Book, place: int, how: str) -> None:
    """Change an entry of a journal as a person does."""
    entry = book.entries[place % len(book.entries)]
    date = entry.date + dt.timedelta(days=400) if entry.date else None
    changes: dict[str, dict[str, object]] = {
        "text": {"body": f"{entry.body}\n\n后来补记：那天其实还下了一场很大的雨。"},
        "title": {"title": f"{entry.title} 改"},
        "date": {"date": date},
        "time": {"time": dt.time(23, 59)},
    }
    new = replace(entry, **changes[how])  # type: ignore[arg-type]
    book.entries = [new if each is entry else each for each in book.entries]


@SLOW
@given(
    exports(),
    st.randoms(use_true_random=False),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["text", "title", "date", "time"]))),
)
def test_what_was_changed_by_hand_stays_whatever_comes_after(
    made: list[Export], random: Random, edits: list[tuple[int, str]]
) -> None:
    first, *others = made
    book = Book()
    book.take(first)
    for place, how in edits if book.entries else ():
        _by_hand(book, place, how)
    written = [each for each in book.entries if "后来补记" in each.body]
    _import_in_groups(random.sample(others, len(others)), random, book)
    standing = {each.body for each in book.entries}
    assert standing.issuperset(each.body for each in written)
    assert is_conserved(book, made)
    assert not book.take(*made).changes
