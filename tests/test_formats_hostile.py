"""Whatever an export holds: an entry, or one clear sentence; never a crash, never a long wait."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal import formats
from journal.errors import DataError
from journal.formats import links
from tests.markdown_texts import TEXTS

KEYS = st.sampled_from(
    [
        *("entries", "creationDate", "timeZone", "text", "tags", "photos", "identifier", "md5"),
        *("date_journal", "date", "title", "body", "meta", "time", "type", "starred", "richText"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=8,
)
ENTRY = st.dictionaries(KEYS, JSON, max_size=6)
STAMPED = st.fixed_dictionaries(
    {"creationDate": st.just("2023-04-02T10:00:00Z") | JSON, "text": JSON, "photos": JSON},
)
DOCUMENTS = (
    JSON
    | ENTRY
    | st.fixed_dictionaries({"entries": st.lists(ENTRY | STAMPED, max_size=2)})
    | st.fixed_dictionaries({"date_journal": JSON, "text": JSON, "lat": JSON, "photos": JSON})
    | st.fixed_dictionaries({"date": JSON, "title": JSON, "body": JSON, "tags": JSON})
)
LINES = st.sampled_from(
    [
        *("[2023-08-21 09:01 AM] a", "[99/99/2023] x", "date,title,body", '"a,b', "a\x00b,c"),
        *("full_date,date,mood,activities,note", "2023-04-02,x,y,z,w", "- a", "id:: x", "a:: b"),
        *("%%", "![[a.png]]", "# T", "Date: 2023/04/02", ":LOGBOOK:", "((", "---", "title: x"),
        *("created: 2023-04-02 10:00:00Z", "<p>", "\udcff", "\u2028", "```", "<!--"),
    ]
)
JUNK = st.lists(LINES, max_size=10).map("\n".join) | TEXTS | DOCUMENTS.map(json.dumps)
PATHS = st.sampled_from(
    ["2023-04-02.md", "journals/2022_09_27.md", f"a {'0' * 32}.md", f"a {'f' * 32}.csv", "x.json"]
)


@settings(max_examples=40)
@pytest.mark.parametrize("name", ["", *formats.READERS])
@given(text=JUNK, path=PATHS)
def test_no_text_breaks_a_reader(name: str, text: str, path: str) -> None:
    with suppress(DataError):
        reading = formats.read(text, path, name=name)
        assert all(entry.body.strip("\n") == entry.body for entry in reading.entries)
        for form in formats.WRITERS:
            assert "".join(formats.write(reading.entries, form)) or not reading.entries


@given(st.lists(LINES | st.sampled_from(["[a](b)", "![", "](", "[[", "{% asset_img a.b %}"])))
def test_links_turned_nowhere_change_nothing(lines: list[str]) -> None:
    body = "\n".join(lines)
    assert links.rewrite(body, {}) == body
    found = [*links.find(body)]
    assert all(body[link.start : link.end] for link in found)


HEAVY = {
    "brackets": "[" * 50_000,
    "images": "![" * 50_000,
    "embeds": "![[" * 50_000,
    "tags": "<img " * 20_000,
    "shortcodes": "{{< figure " * 20_000,
    "assets": "{% asset_img a " * 20_000,
    "comments": "%%a" * 50_001,
    "stamps": "[2023-08-21 09:01] a\n" * 5_000,
    "stamp lines": "[aaaaaaaaaa] \n" * 20_000,
    "ticks": "`a``b\\." * 20_000,
    "bullets": "- " * 50_000,
    "references": "((" * 50_000,
    "properties": "a: b\n" * 20_000,
    "sentence": "a" * 200_000,
    "rows": '<tr class="property-row' * 5_000,
}


@pytest.mark.parametrize("kind", HEAVY)
@pytest.mark.parametrize("name", ["obsidian", "logseq", "jrnl", "dayone", "notion", "daylio"])
def test_no_text_takes_long(name: str, kind: str) -> None:
    text = HEAVY[kind]
    path = "/x/2023_04_02.md" if name == "logseq" else "/x/2023-04-02.md"
    if name == "dayone":
        text = json.dumps({"entries": [{"creationDate": "2023-04-02T10:00:00Z", "text": text}]})
    if name == "notion":
        path = f"/x/a {'0' * 32}.html" if kind == "rows" else f"/x/a {'0' * 32}.md"
        text = f"# 2023-04-02\n\n{text}"
    if name == "daylio":
        text = f'full_date,date,mood,activities,note\n2023-04-02,a,b,c,"{text}"\n'
    begun = time.process_time()
    with suppress(DataError):
        reading = formats.read(text, path, name=name)
        for entry in reading.entries:
            assert [*links.find(entry.body)] or True
    assert time.process_time() - begun < 4
