"""The page in a real browser: it opens in silence, finds, obeys the keyboard, runs nothing."""

from __future__ import annotations

import datetime as dt
import http.server
import re
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from journal.entry import Entry, Source
from journal.web.files import Files
from journal.web.page import write_page
from tests.browser import browser, seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
ENTRIES = [
    ("2023-05-20", "完成毕业答辩", "去杭州工作。\n\n$$\n\\frac{a}{b}\n$$", ("工作",)),
    ("2023-04-19", "去了趟杭州", "看了西湖。\n\n" + "很长。\n\n" * 80 + "ＣＡＦÉ 末尾 ﬁn", ()),
    ("2023-04-02", "大珠山", "杜鹃花开了。\n\n![山](img/山.png)", ("路上",)),
    ("2022-12-31", "A quiet evening", "We talked about Hangzhou. Straße.", ("路上", "with blank")),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as made:
        yield made


def write(folder: Path, entries: list[Any]) -> Path:
    """Make a page as `export` does."""
    made = [
        Entry(
            dt.date.fromisoformat(day), title, body, tags=tags, source=Source(str(folder / "d.md"))
        )
        for day, title, body, tags in entries
    ]
    made = [replace(one, id=f"aaaaaa{number + 22:02o}") for number, one in enumerate(made)]
    path = folder / "page.html"
    places = Files([str(folder)], str(folder)).places
    path.write_text("".join(write_page(made, title="日记", places=places)), "utf-8")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "img").mkdir()
    (tmp_path / "img/山.png").write_bytes(PNG)
    return write(tmp_path, ENTRIES)


TITLES = [title for _, title, _, _ in ENTRIES]


def test_it_opens_in_silence_and_asks_for_nothing_but_its_pictures(
    chromium: Browser, page: Path
) -> None:
    with seen(chromium, page) as sight:
        sight.page.evaluate("document.querySelector('article img').scrollIntoView()")
        sight.wait("document.querySelector('article img').naturalWidth === 1")
        assert sight.shown == TITLES
        assert sight.messages == []
        assert sight.requests == [page.as_uri(), (page.parent / "img/山.png").as_uri()]


QUERIES = {
    "杭州": [0, 1],
    "杭州 工作": [0],
    "杭州 -工作": [1],
    '"看了西湖"': [1],
    "café": [1],
    "FIN": [1],
    "STRASSE": [3],
    "2023-04": [1, 2],
    "hangzhou quiet": [3],
    "无此词": [],
    "[.*": [],
    "  ": [0, 1, 2, 3],
    "-": [0, 1, 2, 3],
}


def test_typing_leaves_the_entries_that_have_it_all(chromium: Browser, page: Path) -> None:
    with seen(chromium, page) as sight:
        left: dict[str, list[int]] = {}
        said: dict[str, str] = {}
        for query in QUERIES:
            sight.page.fill("#query", "")
            sight.page.get_by_role("searchbox").press_sequentially(query)
            sight.page.wait_for_timeout(100)
            left[query] = [TITLES.index(title) for title in sight.shown]
            said[query] = sight.page.get_by_role("status").inner_text()
            assert sight.page.locator("#nothing").is_visible() == (not left[query])
        assert left == QUERIES
        counts = {query: f"{len(found)} / 4" for query, found in QUERIES.items()}
        assert said == counts | {"  ": "", "-": ""}
        assert sight.messages == []


def test_words_being_composed_are_not_searched(chromium: Browser, page: Path) -> None:
    with seen(chromium, page) as sight:
        sight.page.focus("#query")
        keyboard = sight.page.context.new_cdp_session(sight.page)
        keyboard.send(
            "Input.imeSetComposition", {"text": "hang", "selectionStart": 4, "selectionEnd": 4}
        )
        sight.page.wait_for_timeout(120)
        assert sight.shown == TITLES
        keyboard.send("Input.insertText", {"text": "杭州"})
        sight.page.wait_for_timeout(120)
        assert sight.shown == TITLES[:2]


def test_what_was_found_is_marked_and_enter_goes_from_one_to_the_next(
    chromium: Browser, page: Path
) -> None:
    here = "[...CSS.highlights.get('here')][0]"
    with seen(chromium, page, viewport={"width": 900, "height": 500}) as sight:
        sight.page.fill("#query", "cafÉ")
        sight.wait("CSS.highlights.has('found')")
        assert sight.page.evaluate("[...CSS.highlights.get('found')].map(String)") == ["ＣＡＦÉ"]
        sight.page.fill("#query", "fin")
        sight.wait("String([...CSS.highlights.get('found') || []][0]) === 'ﬁn'")
        sight.page.press("#query", "Enter")
        top = sight.page.evaluate(f"{here}.getBoundingClientRect().top")
        assert 0 < top < 500
        assert sight.page.evaluate("document.activeElement.id") == "query"
        assert sight.messages == []


def test_years_and_tags_filter_and_the_contents_say_what_is_left(
    chromium: Browser, page: Path
) -> None:
    with seen(chromium, page) as sight:
        sight.page.get_by_label("年份", exact=True).select_option("2023")
        sight.page.wait_for_timeout(120)
        assert sight.shown == TITLES[:3]
        assert sight.page.locator("nav a.none").all_inner_texts() == ["2022 年", "12"]
        sight.page.get_by_role("button", name="#路上").first.click()
        assert sight.shown == [TITLES[2]]
        sight.page.fill("#query", "杭州")
        sight.page.get_by_role("button", name="显示全部").click()
        assert sight.shown == TITLES
        sight.page.get_by_label("标签", exact=True).select_option("with blank")
        sight.page.wait_for_timeout(120)
        assert sight.shown == [TITLES[3]]


def test_a_link_to_what_is_filtered_away_shows_it_again(chromium: Browser, page: Path) -> None:
    with seen(chromium, page) as sight:
        sight.page.fill("#query", "杜鹃花")
        sight.page.wait_for_timeout(120)
        assert sight.shown == [TITLES[2]]
        sight.page.get_by_role("link", name=re.compile("2022 12 月")).click()
        sight.page.wait_for_timeout(120)
        assert sight.shown == TITLES
        assert sight.page.url.endswith("#m2022-12")


def test_the_keyboard_is_enough(chromium: Browser, page: Path) -> None:
    with seen(chromium, page) as sight:
        focused = "document.activeElement.id || document.activeElement.className"
        ids = []
        for _ in range(5):
            sight.page.keyboard.press("Tab")
            ids.append(sight.page.evaluate(focused))
        assert ids == ["skip", "query", "year", "tag", "dark"]
        sight.page.keyboard.press("/")
        assert sight.page.evaluate(focused) == "query"
        sight.page.keyboard.type("西湖/")
        assert sight.page.input_value("#query") == "西湖/"
        sight.page.keyboard.press("Escape")
        assert (sight.page.input_value("#query"), sight.shown) == ("", TITLES)
        sight.page.keyboard.press("Escape")
        assert sight.page.evaluate(focused) != "query"


def test_a_screen_reader_finds_its_way(chromium: Browser, page: Path) -> None:
    with seen(chromium, page) as sight:
        for role, name in (
            *(("banner", None), ("search", "搜索"), ("navigation", "年份与月份"), ("main", None)),
            *(("searchbox", "搜索"), ("combobox", "年份"), ("combobox", "标签")),
            *(("status", None), ("button", "深色"), ("link", "跳到正文")),
            ("link", "2023 4 月, 2 篇"),
        ):
            found = sight.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
            assert (role, found.count()) == (role, 1)
        levels = sight.page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((one) => +one.tagName[1])"
        )
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
        unnamed = "[...document.querySelectorAll('img:not([alt]), a:empty, button:empty')].length"
        assert sight.page.evaluate(unnamed) == 0
        languages = "[...document.querySelectorAll('[lang]')].map((one) => one.lang)"
        assert sight.page.evaluate(languages) == ["zh", "en", "zh"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_is_that_of_the_system_until_one_is_chosen(
    chromium: Browser, page: Path, scheme: str
) -> None:
    lightness = "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    with seen(chromium, page, color_scheme=scheme) as sight:
        dark = scheme == "dark"
        assert (sight.page.evaluate(lightness) < 100) == dark
        button = sight.page.get_by_role("button", name="深色")
        assert button.get_attribute("aria-pressed") == str(dark).lower()
        button.click()
        assert (sight.page.evaluate(lightness) < 100) != dark
        sight.page.reload()
        assert (sight.page.evaluate(lightness) < 100) != dark
        sight.page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
        assert sight.page.evaluate(lightness) == 255
        assert not sight.page.locator("#find").is_visible()


def test_without_scripts_all_can_be_read(chromium: Browser, page: Path) -> None:
    with seen(chromium, page, java_script_enabled=False) as sight:
        assert sight.shown == TITLES
        assert not sight.page.locator("#find").is_visible()
        assert sight.page.locator("nav").is_visible()


def test_nothing_is_wider_than_the_screen(chromium: Browser, tmp_path: Path) -> None:
    wide = "x" * 300
    body = (
        f"{wide}\n\n```\n{wide}\n```\n\n| {wide} | b |\n|--|--|\n| 1 | 2 |\n\n"
        f"<table><tr><td>{wide}</td></tr></table>\n\n$${'x + ' * 90}x$$\n\n> - https://e.org/{wide}"
    )
    path = write(tmp_path, [("2023-04-02", wide, body, (wide,))])
    with seen(chromium, path) as sight:
        size = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        for width in (320, 390, 800, 1400):
            sight.page.set_viewport_size({"width": width, "height": 700})
            inside, outside = sight.page.evaluate(size)
            assert (width, inside) <= (width, outside)


HOSTILE = """\
<script>document.title = "run"</script>
<img src=x onerror="document.title='run'"> <img src="http://{host}/raw.png">
![remote](http://{host}/image.png) ![relative](//{host}/slashes.png)
[one](javascript:document.title='run') <a href="javascript:document.title='run'">two</a>
<a href="jav&#x09;ascript:document.title='run'">three</a> [four](data:text/html,<script>1</script>)
<svg onload="document.title='run'"><style>@import "http://{host}/style.css";</style></svg>
<iframe src="http://{host}/frame"></iframe> <link rel=stylesheet href="http://{host}/link.css">
<b style="background:url(http://{host}/background.png)">five</b> <base href="http://{host}/">
<video poster="http://{host}/poster.png" src="http://{host}/video.mp4" autoplay></video>
<form action="http://{host}/form"><button formaction="javascript:document.title='run'">x</button>
</title></script></style></textarea></article></main></body></html><script>document.title="run"
<div><b><font color=red><table><tr><td><details> </div></div></section>
$\\href{{javascript:document.title='run'}}{{x}} \\text{{<img src=x onerror=document.title='run'>}}$
"""


@contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    """Run a server; give its address, and what it is asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    made = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{made.server_port}", asked
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


def test_what_is_planted_does_nothing_and_fetches_nothing(
    chromium: Browser, tmp_path: Path
) -> None:
    with server() as (host, asked):
        text = HOSTILE.format(host=host)
        bodies = [text, *(line for line in text.split("\n") if line)]
        entries = [(f"2023-04-{n:02}", "<script>x", body, ()) for n, body in enumerate(bodies, 1)]
        path = write(tmp_path, entries)
        with seen(chromium, path) as sight:
            links = sight.page.locator(".body a")
            addresses = [str(link.get_attribute("href")) for link in links.all()]
            assert {address.split(":")[0] for address in addresses} == {"http", "https", "None"}
            for article in sight.page.locator("article").all():
                article.scroll_into_view_if_needed()
            sight.page.fill("#query", "<script>")
            sight.page.wait_for_timeout(200)
            assert sight.page.title() == "日记"
            assert len(sight.shown) == len(bodies)
            whole = "document.querySelectorAll('.month > article > .body:last-child').length"
            assert sight.page.evaluate(whole) == len(bodies)
            assert sight.requests == [path.as_uri()]
            assert sight.messages == []
        assert asked == []


def test_the_policy_stops_what_would_get_past_the_gate(chromium: Browser, page: Path) -> None:
    with server() as (host, asked):
        planted = (
            "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
            f"<img src='http://{host}/x.png'><style>body{{display:none}}</style>"
            f"<link rel=stylesheet href='http://{host}/x.css'>"
        )
        source = page.read_text("utf-8")
        page.write_text(source.replace("看了西湖", planted + "看了西湖"), "utf-8")
        with seen(chromium, page) as sight:
            sight.page.wait_for_timeout(200)
            assert sight.page.title() == "日记"
            assert sight.page.locator("body").is_visible()
            assert len([one for one in sight.messages if "Content Security Policy" in one]) >= 5
        assert asked == []
