"""Headers: found by hand, read without harm, never taken for what they are not."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from journal.dates.stamp import find_moment
from journal.frontmatter.handlers import read_mapping
from journal.frontmatter.header import LIMIT, Fields, HeaderError, fields, find, load, moment_of
from journal.frontmatter.plain import read_plain

YAML = '---\ntitle: "湖边"\ndate: 2023-04-02\n---\nBody.\n'
TOML = "+++\ntitle = '湖边'\ndate = 2023-04-02\n+++\nBody.\n"
JSON = '{\n"title": "湖边",\n"date": "2023-04-02"\n}\nBody.\n'


def said(text: str) -> Fields:
    header = find(text)
    assert header is not None
    return fields(load(header))


def values(text: str) -> dict[str, Any]:
    header = find(text)
    assert header is not None
    return load(header)


@pytest.mark.parametrize("text", [YAML, TOML, JSON, YAML.replace("\n---\nB", "\n...\nB")])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_header_is_found_and_read(text: str, ending: str, mark: str) -> None:
    whole = mark + text.replace("\n", ending)
    header = find(whole)
    assert header is not None
    assert whole[header.end :] == f"Body.{ending}"
    assert header.text == whole[len(mark) : header.end].rstrip("\r\n")
    assert (said(whole).title, said(whole).date) == ("湖边", dt.date(2023, 4, 2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "---\ntitle: x\n",
        " ---\ntitle: x\n---\n",
        "----\ntitle: x\n----\n",
        "--- # c\ntitle: x\n---\n",
        "\n---\ntitle: x\n---\n",
        "text\n---\ntitle: x\n---\n",
        "+++\ntitle = 'x'\n---\n",
        '{"title": "x"}\n',
    ],
)
def test_what_is_no_header_is_not_found(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA diary that begins with a rule.\n\n---\n",
        "---\n- a\n- b\n---\n",
        "---\njust words\n---\n",
        "---\n42\n---\n",
        "---\ntitle: [x\n---\n",
        "---\na: b: c\n---\n",
        "---\na: &x [1]\nb: *x\n---\n",
        "---\na: &x {b: 1}\n<<: *x\n---\n",
        "---\na: !!python/object/apply:os.system ['true']\n---\n",
        "+++\ntitle = x\n+++\n",
        "+++\na = 1\na = 2\n+++\n",
        "{\nnothing\n}\n",
        "---\n" + "[" * 50000 + "\n---\n",
        "---\na: " + "{a: " * 5000 + "\n---\n",
        "{\n" + '"a":' + "[" * 60000 + "\n}\n",
        "+++\na = " + "[" * 5000 + "\n+++\n",
        *(
            f"+++\nb = 1\n{key}\n+++\n"
            for part in ("a", " 'x.y' ", '"\\""')
            for key in (f"{'.'.join([part] * 51)} = 1", f"[{'.'.join([part] * 51)}]")
        ),
        "+++\na = " + "[" * 50 + "]" * 50 + "\n+++\n",
        "{\n" + '"a":' + '{"b":' * 300 + "1" + "}" * 300 + "\n}\n",
        "---\na:\n" + "\n".join("      " * n + "- - b:" for n in range(1, 30)) + "\n---\n",
    ],
)
def test_what_does_not_load_to_a_mapping_is_no_header(text: str) -> None:
    header = find(text)
    assert header is not None
    with pytest.raises(HeaderError) as caught:
        load(header)
    assert 1 <= caught.value.line <= text.count("\n") + 1


def test_a_header_is_capped() -> None:
    assert find("---\n" + "a: b\n" * (LIMIT // 5 + 10) + "---\n") is None
    assert find("---\na: " + "x" * 2 * LIMIT + "\n---\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "---\na: &a ['x','x','x','x','x','x','x','x','x']\n"
        + "".join(
            f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n"
            for a, b in zip("abcdefg", "bcdefgh", strict=True)
        )
        + "---\n",
        "---\na: &a {x: 1}\n"
        + "".join(
            f"{b}: &{b}\n  <<: [{', '.join([f'*{a}'] * 30)}]\n"
            for a, b in zip("abcdef", "bcdefg", strict=True)
        )
        + "---\n",
        "---\nn: 1" + ":10" * 20000 + "\n---\n",
        "---\nn: " + "9" * 60000 + "\n---\n",
        "{\n" + '"n": ' + "9" * 60000 + "\n}\n",
        "+++\nn = " + "9" * 60000 + "\n+++\n",
        "+++\ntitle = 0x" + "f" * 60000 + "\ntags = [0o" + "7" * 3000 + "]\n+++\n",
        "+++\n" + ".".join("a" * 30000) + " = 1\n+++\n",
        "---\n? " * 5000 + "\n---\n",
    ],
)
def test_bombs_do_not_go_off(text: str) -> None:
    """Each would take minutes, or a gigabyte; nothing here looks at a clock."""
    header = find(text)
    assert header is not None
    with suppress(HeaderError):
        assert json.dumps(fields(load(header)).meta)


def test_a_long_value_of_toml_may_have_dots() -> None:
    dots = ". ".join(["杭州", "a b"] * 50) + "." * 100
    assert values(f"+++\na = '{dots}'\nb.c.d = [[[1.5]]]\n+++\n") == {
        "a": dots,
        "b": {"c": {"d": [[[1.5]]]}},
    }


def test_a_broken_header_of_toml_has_a_line() -> None:
    header = find("+++\na = 1\n" + ".".join("b" * 60) + " = 2\n+++\n")
    assert header is not None
    with pytest.raises(HeaderError) as caught:
        load(header)
    assert caught.value.line == 3


def test_numbers_that_json_has_not_are_strings() -> None:
    found = said(f"+++\na = [nan, -inf, 1.5]\nb = 0x{'F' * 5000}\n+++\n")
    assert found.meta == {"a": ["nan", "-inf", 1.5], "b": f"0x{'f' * 5000}"}


def test_values_of_yaml_stay_as_they_were_written() -> None:
    text = "---\na: 0123\nb: 2024-3-6\nc: 1:10\nd: true\ne: ~\nf: [1, x]\ng: no\nh: 1.50\n---\n"
    assert values(text) == {
        "a": "0123",
        "b": "2024-3-6",
        "c": "1:10",
        "d": True,
        "e": None,
        "f": ["1", "x"],
        "g": "no",
        "h": "1.50",
    }


def test_keys_that_trouble_others_are_keys() -> None:
    text = "---\ncontent: a\nyes: b\n2023: c\nmetadata: d\nhandler: e\n---\n"
    assert values(text) == {
        "content": "a",
        "yes": "b",
        "2023": "c",
        "metadata": "d",
        "handler": "e",
    }


@pytest.mark.parametrize(
    ("value", "date", "clock"),
    [
        ("2024-03-06", (2024, 3, 6), None),
        ("2024-3-6", (2024, 3, 6), None),
        ("'2024-03-06'", (2024, 3, 6), None),
        ("2013/7/13 20:46:25", (2013, 7, 13), (20, 46, 25)),
        ("2024-08-24T21:01:10+08:00", (2024, 8, 24), (21, 1, 10)),
        ("2024-08-24T23:59:59Z", (2024, 8, 24), (23, 59, 59)),
        ("2024-08-24 21:01:10 +0800", (2024, 8, 24), (21, 1, 10)),
        ("2024.08.24", (2024, 8, 24), None),
        ("2024年8月24日", (2024, 8, 24), None),
    ],
)
def test_dates_keep_the_wall_clock(
    value: str, date: tuple[int, int, int], clock: tuple[int, int, int] | None
) -> None:
    found = said(f"---\ndate: {value}\n---\n")
    assert found.date == dt.date(*date)
    assert found.time == (dt.time(*clock) if clock else None)


@pytest.mark.parametrize(
    ("value", "date", "clock"),
    [
        ("2024-08-24", (2024, 8, 24), None),
        ("2024-08-24T21:01:10+08:00", (2024, 8, 24), (21, 1, 10)),
        ("2024-08-24 21:01:10", (2024, 8, 24), (21, 1, 10)),
        ("'2024-8-24'", (2024, 8, 24), None),
    ],
)
def test_dates_of_toml(
    value: str, date: tuple[int, int, int], clock: tuple[int, int, int] | None
) -> None:
    found = said(f"+++\ndate = {value}\n+++\n")
    assert found.date == dt.date(*date)
    assert found.time == (dt.time(*clock) if clock else None)


@pytest.mark.parametrize("value", ["soon", "2023", "[2023-01-01]", "true"])
def test_what_is_no_date_is_none_and_is_kept(value: str) -> None:
    found = said(f"---\ndate: {value}\n---\n")
    assert found.date is None
    assert "date" in found.meta


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("tags: [讲座, AI]", ("讲座", "AI")),
        ("tags:\n  - 讲座\n  - AI\n  - 讲座", ("讲座", "AI")),
        ("tags: 讲座, AI", ("讲座", "AI")),
        ("tags: 讲座，AI", ("讲座", "AI")),
        ("tags: one two", ("one", "two")),
        ('tags: ["two words", "#x"]', ("two words", "x")),
        ("tags: [2023, true]", ("2023", "True")),
        ("tags:", ()),
        ("tags: []", ()),
    ],
)
def test_tags(line: str, tags: tuple[str, ...]) -> None:
    assert said(f"---\n{line}\n---\n").tags == tags


def test_everything_else_is_meta_that_json_can_carry() -> None:
    found = said(
        "+++\ntitle = 'x'\ndate = 2023-04-02\ntags = ['a']\ndraft = true\nweight = 3\n"
        "lastmod = 2023-05-01T10:00:00Z\n[cover]\nimage = 'a.png'\nday = 2023-01-01\n+++\n"
    )
    assert json.loads(json.dumps(found.meta)) == {
        "draft": True,
        "weight": 3,
        "lastmod": "2023-05-01T10:00:00+00:00",
        "cover": {"image": "a.png", "day": "2023-01-01"},
    }


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("2023", "2023"),
        ("|\n  two\n  lines", "two lines"),
        ("'  blanks   within '", "blanks within"),
        ("~", ""),
        ("true", "True"),
    ],
)
def test_a_title_is_one_line(value: str, title: str) -> None:
    assert said(f"---\ntitle: {value}\n---\n").title == title


@given(st.text(max_size=60), st.sampled_from(["---", "+++"]))
def test_any_text_between_fences_is_read_or_refused(inner: str, fence: str) -> None:
    header = find(f"{fence}\n{inner}\n{fence}\nbody")
    if header is None:
        return
    with suppress(HeaderError):
        assert json.dumps(fields(load(header)).meta)


KEYS = st.text("abcxyz标题", min_size=1, max_size=6).filter(lambda key: key not in ("y", "Y"))
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@given(st.dictionaries(KEYS, VALUES | st.booleans() | st.lists(VALUES, max_size=3), min_size=1))
def test_strings_and_lists_come_back_as_yaml_wrote_them(wanted: dict[str, Any]) -> None:
    text = yaml.safe_dump(wanted, allow_unicode=True)
    assert values(f"---\n{text}---\n") == wanted
    assert values(json.dumps(wanted, indent=1) + "\n") == wanted


LINE = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["title", "date", "tags", "a-b", "_x", "true", "-a", "键", "a.b", "'q'", " a"]),
    st.sampled_from([": ", ": ", ": ", ":", ":  ", " : "]),
    st.sampled_from(
        [
            *("", "a", "湖边 走", "2023-04-02", "2023-04-02 12:30", "true", "False", "null", "~"),
            *("a: b", "a:b", "a #b", "a#b", "# c", "a:", "-", "- a", "-a", "&x y", "*x", "!t x"),
            *("'a'", "'a''b'", "'''a'", "''", "'a", "a'", '"a"', '"a b" c', '"a\\"b"', '"a\\\\"'),
            *('"a\\\\"b"', '"\\u6cb3"', '"a\\nb"', '"\\"', "[a, b]", "[]", "[ ]", "[a,]", "[a: b]"),
            *("['a, b']", '["a", b c]', "[a:b]", "[a, [b]]", "[-a]", "[a #b]", "[null, ~]", "[a]x"),
            *(
                "{a: b}",
                "《书》",
                "“引”",
                "a\u3000b",
                "a\x85b",
                "a\u2028b",
                "a\tb",
                "\x07",
                "\ud800",
            ),
            *("%x", "@x", "?x", "? x", "http://a.b/c", "a  b", "12:30:45", "<<", "=", "...", "|"),
        ]
    ),
    st.sampled_from(["", "", "", " ", " # c"]),
)
ITEM = st.sampled_from(
    ["- a", "  - a", "   - b", "- 'a: b'", "- a: b", "- - a", "-", "  x", "", "# c", "...", "- [a]"]
)


@given(
    st.lists(LINE | ITEM, min_size=1, max_size=5)
    | st.builds(lambda key, items: [key, *items], st.just("tags:"), st.lists(ITEM, min_size=1))
)
def test_plain_lines_say_what_the_parser_says(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read_plain("---", text)
    if found is not None:
        assert repr(read_mapping("---", text)) == repr(found)


TOML_LINE = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["title", "date", "a-b", "_x", "1", "-a", "a.b", "'q'", "键", "", " a", "[a]"]),
    st.sampled_from([" = ", " = ", " = ", "=", "  =  ", " ", " == "]),
    st.sampled_from(
        [
            *("'a'", '"湖边 走"', '"a\\"b"', "'a''b'", '"a\\nb"', "'a\\b'", "''", '""', '"""a"""'),
            *("true", "false", "True", "1", "0x1f", "inf", "", "a", "{a = 1}", '"a" # c', "'a"),
            *("2023-04-02", "2023-02-30", "2023-04-02T08:00:00Z", "2023-04-02T08:00:00+08:00"),
            *("2023-04-02T08:00:00", "2023-04-02 08:00:00", "2023-04-02T08:00:00.5Z", "08:00:00"),
            *("2023-04-02T24:00:00", "2023-04-02T08:00:60", "2023-04-02T08:00:00-23:59", "２023"),
            *("2023-04-02T08:00:00+24:00", "2023-04-02T08:00:00-00:00", "0000-01-01", "2023-4-2"),
            *("2023-04-02T08:00:00+05:60", "2023-04-02T08:60:00Z"),
            *('["a", "b"]', "[]", "[ ]", "['a',]", "[1]", '["a, b"]', "[['a']]", "['a' 'b']", "["),
        ]
    ),
    st.sampled_from(["", "", "", " ", "\t", "\x07"]),
)


@given(st.lists(TOML_LINE | st.sampled_from(["", "# c", "# \x07"]), min_size=1, max_size=4))
def test_plain_lines_of_toml_say_what_the_parser_says(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read_plain("+++", text)
    if found is not None:
        assert repr(read_mapping("+++", text)) == repr(found)


@pytest.mark.parametrize(
    "text",
    [
        "title: 湖边 walk\ndate: 2023-04-02T12:30:00+08:00\ndraft: false",
        'title: "a \\"b\\""\n\n# note\ntags: [a, \'b\', "c"]',
        "tags:\n  - a\n  - 湖边\ncategories:\n- x\nempty:\nlast-mod: '12:30'",
    ],
)
def test_everyday_headers_need_no_parser(text: str) -> None:
    assert read_mapping("---", text) == read_plain("---", text)


def test_everyday_headers_of_toml_need_no_parser() -> None:
    text = "title = '湖边'\ndate = 2023-04-02T12:30:00+08:00\n\ndraft = true\ntags = [\"a\", 'b']"
    assert read_mapping("+++", text) == read_plain("+++", text)


@pytest.mark.parametrize("zone", ["+05:60", "+24:00", "-23:99"])
def test_a_zone_that_there_is_not_is_left_to_the_parser(zone: str) -> None:
    assert read_plain("+++", f"date = 2023-04-02T12:30:00{zone}") is None


MOMENTS = st.sampled_from(
    [
        *("2023-04-02", "2023-04-02 12:30", "2023-04-02T12:30:45", "2023-04-02T12:30:45Z"),
        *("2023-04-02T12:30:45+08:00", "2023-04-02 12:30:45 +0800", "2023-04-02T12:30:45-05:00"),
        *("2023-02-30", "2023-04-02T24:00", "0999-01-01", "2023-04-02 1:30 pm", "3023-04-02"),
    ]
)


@given(MOMENTS, st.integers(0, 25), st.text("0129:-+ TZpm.２日", max_size=2), st.booleans())
def test_a_date_is_read_as_anywhere(text: str, at: int, piece: str, cut: bool) -> None:
    value = text[:at] + piece + text[at + cut :]
    moment = find_moment(value.strip())
    wanted = moment if moment and moment[0] else (None, None)
    assert wanted == moment_of({"date": value})[1]


@given(st.lists(st.sampled_from(["---", "--- ", "...", "a: b", "", "\r", "----"]), max_size=6))
def test_a_mark_before_a_header_changes_nothing_else(lines: list[str]) -> None:
    text = "\n".join(["---", *lines, ""])
    header, marked = find(text), find("\ufeff" + text)
    wanted = (marked.text, marked.end - 1) if marked else None
    assert wanted == ((header.text, header.end) if header else None)
