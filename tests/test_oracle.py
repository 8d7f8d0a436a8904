"""The command line against an oracle in plain Python, on invented journals."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.cli import lane
from journal.cli.session import Session
from tests.oracle import Atom, Note, Piece, fold, newest_first, stands_in

if TYPE_CHECKING:
    from tests.conftest import Home

QUICK = settings(max_examples=settings().max_examples // 4)
FEW = settings(max_examples=settings().max_examples // 8)
NOW = dt.datetime.fromisoformat("2023-05-17T10:30")  # a Wednesday

WORDS = (
    *("杭州", "杭", "州", "西湖", "Canal", "canal", "CANAL", "canals", "ＡＢＣ", "abc", "x.y"),
    *("café", "cafe\u0301", "re\u0301sume\u0301", "ガ", "ｶﾞ", "１２", "12", "don't", "ﬁn", "好 日"),
)
PIECES = (
    *(
        Piece(text)
        for text in ("在杭州西湖边。", "the Canal\nwalk, 12 km", "ＡＢＣ书店", "canals abcd")
    ),
    *(
        Piece(text)
        for text in ("cafe\u0301 CAFÉ", "ガガ ｶﾞ", "x.y xzy", "　　好\n日子", "ﬁnal don't")
    ),
    *(Piece(text) for text in ("two résumés", "花了$5和$10", "C# #1 a#b")),
    *(Piece(text, (tag,)) for text, tag in (("去 #旅行", "旅行"), ("#Work/plan!", "Work/plan"))),
    *(
        Piece(text, (tag,))
        for text, tag in (("#workshop", "workshop"), ("好！#starred", "starred"))
    ),
    Piece("- [ ] 买票", has="task"),
    Piece("* [x] canal #work", ("work",), has="task"),
    Piece("![湖 canal](img/西湖.png)", has="image"),
    Piece("![](a.png) [见](b.md#旅行)", has="image link"),
    Piece("https://example.org/canal#work", has="link"),
    Piece("用 `#work $x$` 吧", has="code"),
    Piece("```\n#旅行 ![](x.png)\n- [ ] abc\n```", has="code"),
    Piece("设 $x^2$ 为", has="math"),
    Piece("$$\n杭州 = 1\n$$", has="math"),
    Piece("<!-- #旅行 canal -->"),
)
TITLES = (
    *(
        Piece(text)
        for text in (
            "去杭州",
            "Canal walk",
            "ABC",
            "ａｂｃ",
            "café 12",
            "好日",
            "re\u0301sume\u0301",
        )
    ),
    Piece("湖边 #旅行", ("旅行",)),
)
DAYS = (
    *("2021.12.31", "2022.01.01", "2022.12.31", "2023.03.31", "2023.04.01", "2023.04.02"),
    *("2023.04.30", "2023.05.01", "2023.05.07", "2023.05.14", "2023.05.16", "2023.05.17"),
)
PERIODS = {
    "2022": ("2022-01-01", "2022-12-31"),
    "2023-04": ("2023-04-01", "2023-04-30"),
    "2023.04.02": ("2023-04-02", "2023-04-02"),
    "2023年4月": ("2023-04-01", "2023-04-30"),
    "2023-W18": ("2023-05-01", "2023-05-07"),
    "2023-Q2": ("2023-04-01", "2023-06-30"),
    "2022-12..2023-04": ("2022-12-01", "2023-04-30"),
    "..2022": ("0001-01-01", "2022-12-31"),
    "2023-05..": ("2023-05-01", "9999-12-31"),
    "上周": ("2023-05-08", "2023-05-14"),
    "last week": ("2023-05-08", "2023-05-14"),
    "昨天": ("2023-05-16", "2023-05-16"),
    "3天前": ("2023-05-14", "2023-05-14"),
    "sunday": ("2023-05-14", "2023-05-14"),
}
TAGS = ("旅行", "#旅行", "旅", "work", "Work", "work/plan", "ＷＯＲＫ", "starred", "nosuch")
FEATURES = ("image", "link", "code", "task", "math")

periods = st.sampled_from([*PERIODS.items()])
dates = ("on", "from", "to", "before", "after", "since", "until")
atoms = st.one_of(
    st.builds(Atom, st.just("word"), st.sampled_from(WORDS)),
    st.builds(Atom, st.just("title"), st.sampled_from(WORDS)),
    st.builds(Atom, st.just("tag"), st.sampled_from(TAGS)),
    st.builds(Atom, st.just("has"), st.sampled_from(FEATURES)),
    st.just(Atom("is", "starred")),
    st.builds(lambda key, period: Atom(key, *period), st.sampled_from(dates), periods),
)
signs = st.sampled_from([False, False, True])
signed = st.builds(
    lambda atom, no, quoted: replace(atom, negated=no, quoted=quoted), atoms, signs, st.booleans()
)
queries = st.lists(st.lists(signed, min_size=1, max_size=2), min_size=1, max_size=2)


@st.composite
def journals(draw: st.DrawFn) -> list[Note]:
    """Draw the notes of a file in its order: up or down, the undated anywhere."""
    least = draw(st.sampled_from([0, 4, 6, 8]))
    days = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=least, max_size=9)))
    title, body = st.sampled_from(TITLES), st.lists(st.sampled_from(PIECES), max_size=5)
    notes = []
    for turn, day in enumerate(days):
        clock = draw(st.sampled_from(["", f"{turn + 9:02}:30"]))
        notes.append(Note(turn, day, clock, draw(title), tuple(draw(body))))
    if len(set(days)) > 1 and draw(st.booleans()):
        notes.reverse()
    for turn in range(draw(st.integers(0, 2))):
        lost = Note(turn + 100, "2023.02.30", "", draw(title), tuple(draw(body)))
        notes.insert(draw(st.integers(0, len(notes))), lost)
    return notes


class Diary:
    """A journal file of notes, and the ids and lines they have there."""

    def __init__(self, home: Home, notes: list[Note]) -> None:
        home.write("# 日记\n\n" + "\n".join(note.section() for note in notes))
        self.home = home
        self.notes = notes
        self.lines = []
        line = 3
        for note in notes:
            self.lines.append(line)
            line += note.section().count("\n") + 1
        ids = {row["line"]: row["id"] for row in home.entries()}
        self.ids = {note.turn: ids[line] for note, line in zip(notes, self.lines, strict=True)}
        assert len(set(self.ids.values())) == len(notes)

    def rows(self, notes: list[Note]) -> list[str]:
        """Return what a pipe is given for the notes."""
        return [
            "\t".join((self.ids[note.turn], str(note.date or ""), note.title.text))
            for note in notes
        ]


@pytest.fixture(autouse=True)
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "now", NOW)


def said(done: Any) -> list[str]:
    """Return the lines on stdout; a search that found nothing says so by its code only."""
    lines = done.stdout.split("\n")[:-1]
    assert done.exit_code == (0 if lines else 1)
    assert done.stderr == "" or (not lines and "did you mean" in done.stderr)
    return list(lines)


FULL = [
    Note(turn, day, "", TITLES[turn % len(TITLES)], PIECES[turn :: len(DAYS)])
    for turn, day in enumerate((*DAYS, "2023.02.30"))
]
CONDITIONS = [Atom(kind, word) for kind in ("word", "title") for word in WORDS]
CONDITIONS += [Atom("tag", tag) for tag in TAGS] + [Atom("has", name) for name in FEATURES]
CONDITIONS += [Atom("is", "starred")]
CONDITIONS += [Atom(key, *period) for key in dates[:5] for period in PERIODS.items()]


def test_every_condition_alone_and_turned_round(home: Home) -> None:
    diary = Diary(home, FULL)
    newest = newest_first(FULL)
    found = set()
    for at, atom in enumerate(CONDITIONS):
        asked = replace(atom, negated=at % 3 == 2)
        expected = [note for note in newest if asked.holds(note)]
        found |= {note.turn for note in expected}
        assert diary.rows(expected) == said(home.invoke("search", asked.written())), asked
    assert len(found) == len(FULL)
    for word in WORDS:
        for flag, how in (("-w", {"whole": True}), ("-s", {"case": True})):
            expected = [note for note in newest if Atom("word", word).holds(note, **how)]
            assert diary.rows(expected) == said(home.invoke("search", flag, word)), (flag, word)


@QUICK
@given(
    notes=journals(),
    asked=st.lists(
        st.tuples(queries, st.booleans(), st.booleans(), st.booleans()), min_size=3, max_size=3
    ),
)
def test_a_query_finds_what_the_oracle_finds(
    home: Home, notes: list[Note], asked: list[tuple[list[list[Atom]], bool, bool, bool]]
) -> None:
    diary = Diary(home, notes)
    newest = newest_first(notes)
    for groups, one_argument, case, whole in asked:
        expected = [
            note
            for note in newest
            if all(any(atom.holds(note, case=case, whole=whole) for atom in one) for one in groups)
        ]
        words = typed_query(groups, one_argument=one_argument)
        flags = ["-s"] * case + ["-w"] * whole
        assert diary.rows(expected) == said(home.invoke("search", *flags, *words))


def typed_query(groups: list[list[Atom]], *, one_argument: bool) -> list[str]:
    """Return a query as several arguments, or as one, where plain words would be a phrase."""
    words: list[str] = []
    for group in groups:
        for place, atom in enumerate(group):
            quoted = atom.quoted or one_argument
            words += ["OR"] * (place > 0) + [replace(atom, quoted=quoted).written()]
    return [" ".join(words)] if one_argument else words


filters = {
    "on": st.tuples(st.just("--on"), periods),
    "from": st.tuples(st.sampled_from(["--from", "--since"]), periods),
    "to": st.tuples(st.sampled_from(["--to", "--until"]), periods),
    "tag": st.lists(st.sampled_from(TAGS), min_size=1, max_size=2),
    "not-tag": st.lists(st.sampled_from(TAGS), min_size=1, max_size=2),
    "has": st.lists(st.sampled_from(FEATURES), min_size=1, max_size=2),
    "title": st.sampled_from(WORDS),
    "starred": st.just(True),
}
orders = {
    "limit": st.integers(1, 6),
    "sort": st.sampled_from(["date", "title", "words", "rank"]),
    "reverse": st.just(True),
}
# Of many conditions at once most journals have nothing, and any program would say so.
chosen = st.lists(
    st.one_of([st.tuples(st.just(key), value) for key, value in filters.items()]), max_size=2
)
options = st.builds(
    lambda some, order: {**dict(some), **order}, chosen, st.fixed_dictionaries({}, optional=orders)
)


def flags(asked: dict[str, Any]) -> list[str]:
    """Return the options as they are typed."""
    typed: list[str] = []
    for key in ("on", "from", "to"):
        if key in asked:
            typed += [asked[key][0], asked[key][1][0]]
    for key in ("tag", "not-tag", "has"):
        typed += [word for value in asked.get(key, ()) for word in (f"--{key}", value)]
    typed += ["--title", asked["title"]] if "title" in asked else []
    typed += ["--starred"] if "starred" in asked else []
    typed += ["-n", str(asked["limit"])] if "limit" in asked else []
    typed += [f"--sort={asked['sort']}"] if "sort" in asked else []
    return typed + ["-r"] * ("reverse" in asked)


def wanted(asked: dict[str, Any], note: Note) -> bool:
    """Tell whether a note is what the filters among the options ask for: all must hold."""
    conditions = [Atom(key, *asked[key][1]) for key in ("on", "from", "to") if key in asked]
    conditions += [Atom(key, value) for key in ("tag", "has") for value in asked.get(key, ())]
    conditions += [Atom("tag", value, negated=True) for value in asked.get("not-tag", ())]
    conditions += [Atom("title", asked["title"])] if "title" in asked else []
    conditions += [Atom("is", "starred")] if "starred" in asked else []
    return all(condition.holds(note) for condition in conditions)


def arranged(asked: dict[str, Any], notes: list[Note]) -> list[Note]:
    """Return the wanted notes in the order asked for; without a search `rank` is `date`."""
    sort = asked.get("sort", "date").replace("rank", "date")
    found = newest_first(notes, sort=sort, back="reverse" in asked)
    return [note for note in found if wanted(asked, note)][: asked.get("limit")]


@QUICK
@given(notes=journals(), every=st.lists(options, min_size=3, max_size=3))
def test_list_shows_what_the_flags_say_in_their_order(
    home: Home, notes: list[Note], every: list[dict[str, Any]]
) -> None:
    diary = Diary(home, notes)
    for asked in every:
        done = home.invoke("list", *flags(asked))
        expected = diary.rows(arranged(asked, notes))
        assert expected == done.stdout.split("\n")[:-1]
        assert done.exit_code == (1 if asked.keys() & filters.keys() and not expected else 0)


@FEW
@given(notes=journals(), asked=options)
def test_a_row_of_json_says_what_the_note_is(
    home: Home, notes: list[Note], asked: dict[str, Any]
) -> None:
    diary = Diary(home, notes)
    expected = [
        {
            "id": diary.ids[note.turn],
            "date": str(note.date) if note.date else None,
            "time": note.clock or None if note.date else None,
            "title": note.title.text,
            "body": note.body,
            "tags": note.tags,
            "starred": "starred" in note.tags,
            "draft": False,
            "words": note.words,
            "line": diary.lines[notes.index(note)],
            "file": str(home.file),
        }
        for note in arranged(asked, notes)
    ]
    got = home.entries(*flags(asked))
    assert expected == [{key: row[key] for key in expected[0]} if expected else row for row in got]


@FEW
@given(
    notes=journals(),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
    asked=options,
    case=st.booleans(),
    whole=st.booleans(),
)
def test_every_output_of_search_speaks_of_the_same_entries(
    home: Home, notes: list[Note], words: list[str], asked: dict[str, Any], case: bool, whole: bool
) -> None:
    diary = Diary(home, notes)
    asked = {**asked, "sort": asked.get("sort", "date").replace("rank", "date")}
    how = {"case": case, "whole": whole}
    atoms = [Atom("word", word) for word in words]
    typed = [*flags(asked), *["-s"] * case, *["-w"] * whole, *(atom.written() for atom in atoms)]
    found = arranged({**asked, "limit": None}, notes)
    found = [note for note in found if all(atom.holds(note, **how) for atom in atoms)]
    found = found[: asked.get("limit")]
    assert diary.rows(found) == said(home.invoke("search", *typed))
    ids = [diary.ids[note.turn] for note in found]
    assert ids == said(home.invoke("search", "-l", *typed))
    assert [
        row["id"] for row in map(json.loads, said(home.invoke("search", "--json", *typed)))
    ] == ids
    assert home.invoke("search", "-c", *typed).stdout == f"{len(ids)}\n"
    if any(" " in word for word in words):
        return  # a phrase may stand on two lines
    lines = []
    for note in found:
        start = diary.lines[notes.index(note)]
        heading, *body = note.section().rstrip("\n").split("\n")
        for number, text in enumerate([note.title.text, *body]):
            if any(stands_in(word, text, **how) for word in words):
                shown = text if number else heading
                lines.append(f"{home.file}:{start + number}:{shown}")
    assert lines == said(home.invoke("search", "--lines", *typed))


@QUICK
@given(notes=journals(), words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2))
def test_matches_are_slices_of_the_lines_of_the_file(
    home: Home, notes: list[Note], words: list[str]
) -> None:
    Diary(home, notes)
    lines = home.file.read_text("utf-8").split("\n")
    done = home.invoke("search", "--json", *(Atom("word", word).written() for word in words))
    looked_for = {piece for word in words for piece in fold(word).split()}
    for row in map(json.loads, said(done)):
        for match in row["matches"]:
            text = lines[match["line"] - 1][match["start"] : match["end"]]
            assert text == match["text"]
            assert any(piece in fold(text) for piece in looked_for)


@FEW
@given(
    notes=journals(),
    asked=st.lists(
        st.tuples(st.sampled_from(WORDS), st.booleans()), min_size=4, max_size=4, unique=True
    ),
)
def test_rank_goes_by_titles_then_by_scores_then_by_days(
    home: Home, notes: list[Note], asked: list[tuple[str, bool]]
) -> None:
    diary = Diary(home, notes)
    for word, back in asked:
        atom = Atom("word", word)
        every = [diary.ids[n.turn] for n in newest_first(notes) if atom.holds(n)]
        done = home.invoke("search", "--json", "--sort", "rank", *["-r"] * back, atom.written())
        rows = [json.loads(line) for line in said(done)]
        assert sorted(every) == sorted(row["id"] for row in rows)
        # Equals stand newest first, either way; those without a day know no newer.
        sign = 1 if back else -1
        order = [(sign * row["score"], every.index(row["id"])) for row in rows if row["date"]]
        assert sorted(order) == order
        titled = [stands_in(word, row["title"]) for row in rows]
        assert sorted(titled, reverse=not back) == titled


PATTERNS = (
    "杭.",
    r"^- \[ \]",
    "can(al|oe)s?",
    r"\d+",
    r"x\.y",
    "西|canal walk",
    "^$",
    "café$",
    "C#",
)


@QUICK
@given(
    notes=journals(),
    sources=st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=2),
    case=st.booleans(),
)
def test_patterns_find_what_re_finds(
    home: Home, notes: list[Note], sources: list[str], case: bool
) -> None:
    diary = Diary(home, notes)
    how = re.MULTILINE | (0 if case else re.IGNORECASE)
    texts = {n.turn: [normalize("NFC", text) for text in (n.title.text, n.body)] for n in notes}
    expected = [
        note
        for note in newest_first(notes)
        if all(any(re.search(one, text, how) for text in texts[note.turn]) for one in sources)
    ]
    assert diary.rows(expected) == said(home.invoke("search", "-e", *["-s"] * case, *sources))


REFS: tuple[str, ...] = (
    "2023-04-02",
    "2023.4.2",
    "2023/04/02",
    "2023-05-17",
    "2022-01-01",
    "2023-05-17#2",
)
REFS += ("2023-04-30#1", "last", "last~1", "last~3", "2023-03-32", "las", "none")


@QUICK
@given(notes=journals(), ref=st.sampled_from(REFS), cut=st.integers(0, 8))
def test_a_ref_names_one_entry_or_is_refused(
    home: Home, notes: list[Note], ref: str, cut: int
) -> None:
    diary = Diary(home, notes)
    newest = newest_first(notes)
    ids = {note.turn: diary.ids[note.turn] for note in newest}
    if ref == "none" and notes:
        ref = ids[notes[0].turn][:cut].upper()
        named = [note for note in newest if ids[note.turn].startswith(ref.lower())]
        code = 2 if cut < 4 or len(named) > 1 else 0
    elif ref.startswith("last"):
        back = int(ref.partition("~")[2] or 0)
        named, code = newest[back : back + 1], 0 if back < len(newest) else 1
    elif ref[0].isdigit():
        day, _, number = ref.partition("#")
        parts = [int(part) for part in re.split("[-./]", day)]
        same = [n for n in newest[::-1] if n.date and [*n.date.timetuple()[:3]] == parts]
        named = same[int(number) - 1 :][:1] if number else same
        code = 2 if len(named) > 1 or parts[2] > 31 else int(not named)
    else:
        named, code = [], 2 if len(ref) < 4 else 1
    done = home.invoke("show", "--json", ref)
    if not notes:
        code = 1
    assert code == done.exit_code, done.output
    if code == 0:
        assert [json.loads(done.stdout)["id"]] == [ids[note.turn] for note in named]
    elif len(named) > 1 and len(ref) >= 4:
        assert all(ids[note.turn] in done.stderr for note in named[:5])


def answered_fast(*words: str) -> tuple[int, str] | None:
    """Return what the fast lane says, or None where it leaves it to Typer."""
    raw = io.BytesIO()
    kept, sys.stdout = sys.stdout, io.TextIOWrapper(raw, "utf-8", newline="")
    try:
        code = lane.answer(words)
        sys.stdout.flush()
        return None if code is None else (code, raw.getvalue().decode())
    finally:
        sys.stdout = kept


@QUICK
@given(
    notes=journals(),
    words=st.lists(st.sampled_from(WORDS), max_size=2),
    case=st.booleans(),
    whole=st.booleans(),
    asked=st.fixed_dictionaries(
        {}, optional={"limit": st.integers(0, 4), "reverse": st.just(True)}
    ),
    show=st.sampled_from(["rows", "-c", "-l"]),
)
def test_the_fast_lane_says_what_the_oracle_says(
    home: Home,
    notes: list[Note],
    words: list[str],
    case: bool,
    whole: bool,
    asked: dict[str, Any],
    show: str,
) -> None:
    diary = Diary(home, notes)
    how = {"case": case, "whole": whole}
    every = newest_first(notes, back="reverse" in asked)
    found = [n for n in every if all(Atom("word", word).holds(n, **how) for word in words)]
    shown = diary.rows(found[: asked.get("limit")])
    command = ["list", *flags(asked)]
    if words:
        form = [*["-s"] * case, *["-w"] * whole, *[show] * (show != "rows")]
        command = ["search", *flags(asked), *form, *words]
        shown = [f"{len(shown)}"] if show == "-c" else shown
        shown = [row.split("\t")[0] for row in shown] if show == "-l" else shown
    answer = answered_fast(*command)
    if answer is not None:
        assert answer == (int(bool(words) and not found), "".join(f"{row}\n" for row in shown))


def test_the_fast_lane_does_answer(home: Home) -> None:
    home.write("## 2023.04.01 一\n\n## 2023.04.02 二\n")
    assert [row.split("\t")[2] for row in home("list").split("\n")[:-1]] == ["二", "一"]
    assert answered_fast("list") == (0, home("list"))
    assert answered_fast("search", "一") == (0, home("search", "一"))


SAMPLE = [
    Note(0, "2022.12.31", "", TITLES[0], (PIECES[0], PIECES[7])),
    Note(1, "2023.04.01", "", TITLES[1], (PIECES[1], PIECES[4])),
    Note(2, "2023.04.01", "21:30", TITLES[5], (PIECES[2], PIECES[0])),
    Note(3, "2023.05.17", "", TITLES[2], (PIECES[12], PIECES[17])),
    Note(100, "2023.02.30", "", TITLES[3], (PIECES[0],)),
]


@pytest.mark.parametrize("lane", ["fast", "Typer"])
@pytest.mark.parametrize(
    ("words", "turns"),
    [
        ("list", "3 2 1 0 100"),
        ("list -r -n 2", "0 1"),
        ("list --on 2023-04 --not-tag 旅行", "2 1"),
        ("search 杭州", "2 0 100"),
        ("search 杭州 -西湖 OR title:ａｂｃ", "100"),
        ("search -w canal", "3 1"),
    ],
)
def test_real_processes_say_so_in_both_lanes(home: Home, words: str, turns: str, lane: str) -> None:
    diary = Diary(home, SAMPLE)
    by_turn = {note.turn: note for note in SAMPLE}
    expected = diary.rows([by_turn[int(turn)] for turn in turns.split()])
    # Any word on colour is Typer's; this one changes nothing in a pipe.
    done = home.run(*words.split(), **({"FORCE_COLOR": "0"} if lane == "Typer" else {}))
    assert (done.returncode, done.stderr) == (0, "")
    assert expected == done.stdout.split("\n")[:-1]
