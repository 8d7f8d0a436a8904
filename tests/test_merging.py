"""Two changed copies of a diary merged: nothing lost, nothing twice, the same from either side."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal import beside
from journal.dedupe import Export, Memory, loads, plan_import
from journal.dedupe.memory import FORMAT
from journal.fingerprint import letters
from journal.markdown.document import parse
from journal.merging import CannotMergeError, Merged, merge, merge_memories
from journal.merging.lines import merge_texts
from journal.merging.model import BOTH_CHANGED, LEFT_OUT
from tests.markdown_texts import LINES
from tests.merge_histories import MARK, Verdict, Writer, judge

BASE = """\
# Diary

## 2023.04.01 lake

Round the lake in the cold.

## 2023.04.02 bread

The bread rose twice today, by the stove.

It was good.

## 2023.04.05 rain

Rain the whole day, and letters.
"""


def both_ways(base: str, one: str, other: str) -> Merged:
    """Merge, and check that the sides can be swapped."""
    merged = merge(base, one, other)
    assert merged == merge(base, other, one)
    return merged


def headings(text: str) -> list[str]:
    return [f"{entry.date} {entry.title}" for entry in parse(text).entries]


@given(st.integers(0, 1 << 32), st.integers(1, 25))
def test_a_history_of_two_copies_loses_and_doubles_nothing(seed: int, entries: int) -> None:
    history = Writer(random.Random(seed)).history(entries, 1 + entries // 3)  # noqa: S311
    merged = both_ways(*history.texts)
    verdict = judge(history, merged.text)
    assert Verdict(marked=verdict.marked) == verdict
    assert not merged.needs_a_person
    if len(history.base) > 1:
        dates = [one.date for one in parse(merged.text).entries if MARK not in one.raw and one.date]
        assert sorted(dates, reverse=history.newest_first) == dates


@given(st.integers(0, 1 << 32), st.integers(4, 15))
def test_a_history_without_years_keeps_its_dates(seed: int, entries: int) -> None:
    history = Writer(random.Random(seed)).history(entries, 1 + entries // 3)  # noqa: S311
    history.with_years = False
    base, one, other = history.texts
    merged = merge_or_none(base, one, other)
    assert merged == merge_or_none(base, other, one)
    if merged:
        verdict = judge(history, merged.text)
        assert Verdict(marked=verdict.marked) == verdict


@given(st.integers(0, 1 << 32))
def test_a_side_that_did_nothing_yields_to_the_byte(seed: int) -> None:
    base, one, _ = Writer(random.Random(seed)).history(6, 6).texts  # noqa: S311
    assert Merged(one) == merge(base, one, base)
    assert Merged(one) == merge(base, base, one)
    assert Merged(one) == merge(base, one, one)


SIDES = st.lists(LINES, max_size=8).map("\n".join)
CHANGES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2), st.lists(LINES, max_size=2)))


@given(SIDES, SIDES, SIDES, st.sampled_from(["\n", "\r\n"]), st.booleans())
@example("", "## 2023.04.01 a\n👍", "## 2023.04.01 a\n👎", "\n", False)
def test_any_three_texts_keep_what_both_sides_say(
    base: str, one: str, other: str, newline: str, dated: bool
) -> None:
    start = "## 2023.05.01 first\n\n" if dated else ""
    check_any(*((start + text).replace("\n", newline) for text in (base, one, other)))


@given(st.lists(LINES, max_size=16), CHANGES, CHANGES)
def test_any_text_changed_apart_keeps_what_both_sides_say(
    base: list[str],
    one: list[tuple[int, int, list[str]]],
    other: list[tuple[int, int, list[str]]],
) -> None:
    texts = [base]
    for changes in (one, other):
        lines = list(base)
        for at, removed, added in changes:
            lines[at : at + removed] = added
        texts.append(lines)
    check_any(*("\n".join(["## 2023.05.01 first", "", *lines]) for lines in texts))


def check_any(base: str, one: str, other: str) -> None:
    merged = merge_or_none(base, one, other)
    swapped = merge_or_none(base, other, one)
    if merged and merged.needs_a_person:
        assert swapped
        assert swapped.needs_a_person
    else:
        assert merged == swapped
    if merged:
        assert lines_of(one) | lines_of(other) <= lines_of(base) | lines_of(merged.text)


def merge_or_none(base: str, one: str, other: str) -> Merged | None:
    try:
        return merge(base, one, other)
    except CannotMergeError:
        return None


def lines_of(text: str) -> set[str]:
    """Return the letters of each line of a text, of headings of entries what they say."""
    found = text.replace("\r", "\n").split("\n")
    entries = [f"{entry.date} {entry.title}" for entry in parse(text).entries]
    rest = [line for line in found if "#" not in line or not any(map(str.isdigit, line))]
    return {letters(line) for line in (*entries, *rest, "")}


def test_each_side_of_an_entry_is_taken_from_who_changed_it() -> None:
    one = BASE.replace("## 2023.04.02 bread", "## 2022.04.02 bread")
    other = BASE.replace("It was good.", "It was very good.").replace("lake\n", "pond\n", 1)
    merged = both_ways(BASE, one, other)
    assert headings(merged.text) == ["2023-04-01 pond", "2022-04-02 bread", "2023-04-05 rain"]
    assert "It was very good.\n" in merged.text
    assert merged.notes == ()


def test_edits_of_two_places_of_one_text_are_both_made() -> None:
    one = BASE.replace("twice", "thrice")
    other = BASE.replace("It was good.\n", "It was good.\n\nWe ate all of it.\n")
    merged = both_ways(BASE, one, other)
    expected = BASE.replace("twice", "thrice").replace("good.\n", "good.\n\nWe ate all of it.\n")
    assert Merged(expected) == merged


def test_what_both_add_to_one_place_is_all_kept() -> None:
    one = BASE.replace("It was good.\n", "It was good.\n\n09:00 Bought flour.\n")
    other = BASE.replace("It was good.\n", "It was good.\n\n18:00 Ate it.\n")
    merged = both_ways(BASE, one, other)
    text = "It was good.\n\n09:00 Bought flour.\n\n18:00 Ate it.\n"
    assert Merged(BASE.replace("It was good.\n", text)) == merged


def test_two_edits_of_one_line_stand_one_below_the_other() -> None:
    one = BASE.replace("rose twice", "rose three times")
    other = BASE.replace("rose twice", "sank")
    merged = both_ways(BASE, one, other)
    entries = parse(merged.text).entries
    assert [entry.title for entry in entries] == ["lake", "bread", "bread", "rain"]
    kept, left_out = entries[1:3]
    assert ("three times" in kept.body, "sank" in left_out.body) == (True, True)
    assert [kept.meta, left_out.meta] == [{}, {LEFT_OUT: BOTH_CHANGED}]
    ((line, note),) = merged.notes
    assert (kept.source.line, True) == (line, note.startswith("both sides changed the text"))


def test_a_text_that_holds_the_other_leaves_nothing_out() -> None:
    one = BASE.replace("Rain the whole day, and letters.", "Rain the whole day, and letters. Tea.")
    other = BASE.replace("and letters.", "and letters. Tea. Then sleep.")
    merged = both_ways(BASE, one, other)
    assert Merged(other) == merged


def test_two_new_dates_are_both_kept() -> None:
    one, other = (BASE.replace("2023.04.02", date) for date in ("2022.04.02", "2023.04.12"))
    entries = parse(both_ways(BASE, one, other).text).entries
    found = {str(entry.date): entry for entry in entries if entry.title == "bread"}
    assert {"2022-04-02", "2023-04-12"} == set(found)
    assert sorted(LEFT_OUT in entry.meta for entry in found.values()) == [0, 1]
    assert sum("rose twice" in entry.body for entry in entries) == 1


def test_what_is_removed_goes_unless_the_other_side_changed_it() -> None:
    section = BASE[BASE.index("## 2023.04.02") : BASE.index("## 2023.04.05")]
    without = BASE.replace(section, "")
    added = BASE + "\n## 2023.04.06 tea\n\nMint.\n"
    assert without + "\n## 2023.04.06 tea\n\nMint.\n" == both_ways(BASE, without, added).text
    changed = BASE.replace("It was good.", "It was bad.")
    merged = both_ways(BASE, without, changed)
    assert changed == merged.text
    assert [line for line, note in merged.notes if "removed" in note] == [7]


def test_the_same_entry_added_on_both_sides_stands_once() -> None:
    tea = "\n## 2023.04.03 tea\n\nMint and a letter.\n"
    at = BASE.index("\n## 2023.04.05")
    one = BASE[:at] + tea + BASE[at:]
    other = BASE[:at] + tea.replace("letter.", "letter. Two cups.") + BASE[at:]
    assert one == merge(BASE, one, one).text
    assert other == both_ways(BASE, one, other).text


@pytest.mark.parametrize("text", ["Mint tea in the morning.", "Walk."])
def test_two_entries_of_a_day_stay_two(text: str) -> None:
    one = BASE + f"\n## 2023.04.06\n\n{text}\n"
    other = BASE + "\n## 2023.04.06\n\nA long walk. Then home at night.\n"
    merged = both_ways(BASE, one, other).text
    assert headings(merged)[-2:] == ["2023-04-06 ", "2023-04-06 "]
    assert not parse(merged).entries[-1].meta


@pytest.mark.parametrize("newest_first", [False, True])
def test_new_entries_stand_in_the_order_of_the_file(newest_first: bool) -> None:
    days = [f"## 2023.04.{day:02} d{day}\n\nText of day {day}.\n" for day in (1, 10, 20)]
    texts = [days, [*days, "## 2023.04.15 a\n\nx\n"], [*days, "## 2023.04.12 b\n\ny\n"]]
    base, one, other = ("\n".join(sorted(sections, reverse=newest_first)) for sections in texts)
    merged = headings(both_ways(base, one, other).text)
    assert sorted(merged, reverse=newest_first) == merged
    assert len(merged) == 5


def test_an_order_within_the_day_and_a_file_out_of_order_stay() -> None:
    base = "## 2023.04.05 a\n\nAlpha.\n\n## 2021.01.01 old\n\nBeta.\n\n## 2023.04.05 c\n\nGamma.\n"
    one = base.replace("## 2021", "## 2023.04.05 b\n\nDelta.\n\n## 2021")
    other = base + "\n## 2020.05.05 z\n\nOmega.\n"
    expected = ["a", "b", "old", "c", "z"]
    assert expected == [e.title for e in parse(both_ways(base, one, other).text).entries]


def test_line_endings_mark_and_last_line_are_those_of_who_changed_them() -> None:
    one = ("\ufeff" + BASE).replace("\n", "\r\n")
    other = BASE.replace("It was good.", "It was bad.").removesuffix("\n")
    merged = both_ways(BASE, one, other).text
    assert ("\ufeff" + other).replace("\n", "\r\n") == merged


def test_untouched_sections_keep_their_bytes() -> None:
    odd = BASE.replace("## 2023.04.01 lake\n\n", "##  2023.04.01   lake ##\n").replace(
        "cold.", "cold.  \n\u3000"
    )
    one = odd + "\n## 2023.04.06 tea\n\nMint.\n"
    other = odd.replace("bread rose", "dough rose")
    assert one.replace("bread rose", "dough rose") == both_ways(odd, one, other).text


def test_a_header_of_a_section_survives_a_clash() -> None:
    comment = "<!--\n---\ncategory: kitchen\nuntil: 2024-03-06\n---\n-->\n"
    base = BASE.replace("bread\n\n", f"bread\n{comment}\n")
    one, other = (base.replace("rose twice", words) for words in ("rose", "sank again"))
    found = [e for e in parse(both_ways(base, one, other).text).entries if e.title == "bread"]
    assert [entry.meta["category"] for entry in found] == ["kitchen", "kitchen"]


def test_the_preamble_is_merged_by_lines_and_a_clash_in_it_is_for_a_person() -> None:
    base = BASE.replace("# Diary\n", "# Diary\n\nMine.\n\nKeep out.\n")
    one = base.replace("Mine.", "Ours.")
    quiet = both_ways(base, one, base.replace("Keep out.", "Come in."))
    assert "# Diary\n\nOurs.\n\nCome in.\n\n## 2023.04.01" in quiet.text
    loud = merge(base, one, base.replace("Mine.", "Yours.") + "\n## 2023.04.06 tea\n\nMint.\n")
    assert loud.needs_a_person
    assert "<<<<<<< ours\nOurs.\n=======\nYours.\n>>>>>>> theirs\n" in loud.text
    assert headings(loud.text)[-1] == "2023-04-06 tea"


def test_a_level_changed_on_one_side_is_that_of_what_the_other_adds() -> None:
    one = BASE.replace("## 2023", "### 2023")
    other = BASE + "\n## 2023.04.06 tea\n\nMint.\n"
    assert one + "\n### 2023.04.06 tea\n\nMint.\n" == both_ways(BASE, one, other).text


def test_days_without_a_year_are_merged_where_lines_tell_enough() -> None:
    base = "# 2023\n\n## 4/1 lake\n\nCold.\n\n## 4/2 bread\n\nRose.\n\n## 4/5 rain\n\nLong.\n"
    one = base.replace("Cold.", "Very cold.")
    other = base + "\n# 2024\n\n## 1/1 year\n\nNew.\n"
    assert other.replace("Cold.", "Very cold.") == both_ways(base, one, other).text


def test_new_days_without_a_year_stand_in_order_under_their_year() -> None:
    base = "# 2023\n\n## 12/1 lake\n\nCold.\n\n## 12/9 bread\n\nRose.\n"
    one = base + "\n## 12/24 eve\n\nLong.\n"
    other = base + "\n## 12/11 walk\n\nFar.\n\n# 2024\n\n## 1/1 year\n\nNew.\n"
    merged = both_ways(base, one, other).text
    days = ["2023-12-01", "2023-12-09", "2023-12-11", "2023-12-24", "2024-01-01"]
    assert [str(entry.date) for entry in parse(merged).entries] == days
    assert merged.count("# 2024\n") == 1
    clash = both_ways(base, one.replace("Cold.", "Icy."), base.replace("Cold.", "Mild, and dry."))
    assert ("Icy." in clash.text, "Mild" in clash.text, len(clash.notes)) == (True, True, 1)
    with pytest.raises(CannotMergeError):
        merge(base, f"All mine.\n{one}", f"All yours.\n{other}")


@pytest.mark.parametrize("text", ["", "plain\n", "---\ntitle: a post\n---\nwords\n"])
def test_what_has_no_entries_is_no_journal(text: str) -> None:
    with pytest.raises(CannotMergeError):
        merge(text, f"a{text}", f"b{text}")


def test_a_fence_that_would_swallow_entries_is_not_merged() -> None:
    one = BASE + "\n## 2023.04.06 code\n\n```\nnever closed\n"
    other = BASE + "\n## 2023.04.07 tea\n\nMint.\n"
    with pytest.raises(CannotMergeError):
        merge(BASE, one, other)


def test_lines_merge_where_edits_only_touch() -> None:
    base = "- [ ] a\n- [ ] b\n- [ ] c"
    one, other = base.replace("[ ] a", "[x] a"), base.replace("[ ] b", "[x] b")
    assert merge_texts(base, one, other) == "- [x] a\n- [x] b\n- [ ] c"
    assert merge_texts(base, one, base.replace("[ ] a", "[-] a")) is None


def test_a_long_text_wholly_rewritten_is_soon_done() -> None:
    base, one, other = ("\n".join(f"{n}{word}" for n in range(9000)) for word in "abc")
    assert merge_texts(base, one, other) is None


def test_the_mark_is_that_of_the_variants_file() -> None:
    assert beside.LEFT_OUT == LEFT_OUT


def memory_of(*texts: str) -> str:
    """Return what is remembered after these texts were imported, one by one."""
    memory, entries = Memory(), parse(BASE).entries
    for number, text in enumerate(texts):
        export = Export(f"{number}.md", parse(text).entries)
        memory = plan_import([export], entries, memory).memory
    return memory.dumps()


def test_memories_of_two_copies_know_all_exports_of_both() -> None:
    base = memory_of(BASE)
    one = memory_of(BASE, BASE.replace("2023.04.02", "2022.04.02"))
    other = memory_of(BASE, "## 2021.01.01 old\n\nFar away and long ago.\n")
    merged = merge_memories(base, one, other)
    assert merged == merge_memories(base, other, one)
    memory = loads(merged.text)
    keys = [{seen.key for seen in loads(text).exports} for text in (one, other, merged.text)]
    assert keys[0] | keys[1] == keys[2]
    assert len(memory.families) == 4
    assert memory.dumps() == merged.text
    for text in (one, other):
        again = merge_memories(base, merged.text, text)
        assert again == merged
    # What either copy has seen, the merged one has seen too.
    for export in (BASE.replace("2023.04.02", "2022.04.02"), BASE):
        plan = plan_import([Export("x.md", parse(export).entries)], parse(BASE).entries, memory)
        assert not plan.changes


@pytest.mark.parametrize("line", [f'{{"journal-memory":{FORMAT + 1}}}', "<<<<<<< ours"])
def test_a_memory_that_cannot_be_read_is_not_merged(line: str) -> None:
    base, one = memory_of(BASE), memory_of(BASE, BASE.replace("2023.04.02", "2022.04.02"))
    with pytest.raises(CannotMergeError):
        merge_memories(base, one, f"{line}\n")
