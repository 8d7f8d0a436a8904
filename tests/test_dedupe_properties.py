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
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SHORT = ("gym, read", "跑步。", "ok", "😀", "![](a/2021-01-05.png)")


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
        entries.append(Entry(date if random.random() < 0.95 else None, title, body))
    return entries


def _edited(entry: Entry, random: Random) -> Entry:
    if entry.date is None:
        return replace(entry, body=entry.body + random.choice(("!", " more", "\n\n更多的字")))
    return random.choice(EDITS[random.choice(list(EDITS))](entry, random))


def _a_year_early(entry: Entry) -> Entry:
    if entry.date is None or (entry.date.month, entry.date.day) == (2, 29):
        return entry
    return replace(entry, date=entry.date.replace(year=entry.date.year - 1))


@st.composite
def exports(draw: st.DrawFn, least: int = 4, most: int = 6) -> list[Export]:
    """Return exports of one diary, each with versions of versions of its entries."""
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - no secret
    known = [[entry] for entry in _entries(random)]
    made = []
    for number in range(draw(st.integers(least, most))):
        entries = []
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


def _import_in_groups(queue: list[Export], random: Random) -> Book:
    book = Book()
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
