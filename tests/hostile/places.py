"""Every place a payload can come from, and the command that would show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.hostile.payloads import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = "```"


class Place(NamedTuple):
    """A command in whose arguments, files or environment `{}` stands for the payload.

    `before` are commands that were run earlier. In `files`, names too may have
    it. `exact` output to a pipe is bytes of the file.
    """

    name: str
    args: tuple[str, ...]
    files: tuple[tuple[str, str], ...] = ()
    before: tuple[tuple[str, ...], ...] = ()
    stdin: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    exact: bool = False


_BODY = f"""Words {{}} and *{{}}* **{{}}** `{{}}` ~~{{}}~~ ${{}}$ #{{}} 正文{{}}正文

[words {{}}](https://example.com/{{}} "title {{}}") ![alt {{}}](images/{{}}.jpg "{{}}") <https://a.b/{{}}>

> quote {{}}
> - item {{}}
>   1. [ ] task {{}}

{_FENCE}python {{}}
x = "{{}}"
{_FENCE}

{_FENCE}{{}}
{{}}
{_FENCE}

    indented {{}}

| head {{}} | {{}} |
| --- | --- |
| cell {{}} | `{{}}` |

<b title="{{}}">{{}}</b> <a href="https://a.b/{{}}">{{}}</a> <img src="{{}}" alt="{{}}">
<font color="{{}}">c</font>
<{{}}> <!-- {{}} --> <br>{{}} <abbr title="{{}}">a</abbr>

<div>{{}}</div>

$$
\\frac{{{{}}}}{{b_{{}}}} \\text{{{{}}}} {{}}
$$

### heading {{}}

Setext {{}}
---

Note[^{{}}] and [label][{{}}] [[{{}}]] ![[{{}}.png]]

[^{{}}]: footnote {{}}

[{{}}]: https://a.b/{{}} "{{}}"
""".replace("{{", "{").replace("}}", "}")
_META = '<!--\n---\ncategory: "{}"\n{}: {}\ntags: [x{}, "{}"]\n---\n-->\n'
_HEADING = "## 2023.04.02 title {} #t{}\n"
_DIARY = f"# name {{}}\n\npreamble {{}}\n\n{_HEADING}{_META}\n{_BODY}\n## 2023.02.30 {{}}\n\n{{}}\n"
_SHORT = f"## 2023.04.02 title {{}} #t{{}}\n\nbody {MARK} {{}}\n"
_OTHER = _DIARY.replace("Words {}", "Other {} words").replace("2023.04.02", "2022.04.02")
_POSTS = {
    "yaml": '---\ntitle: "t {json}"\ndate: 2023-04-02\n'
    'tags: ["{json}"]\n"{json}": "{json}"\n---\n\nb\n',
    "toml": '+++\ntitle = "t {json}"\ndate = 2023-04-02\n'
    'tags = ["{json}"]\n"{json}" = "{json}"\n+++\n\nb\n',
    "json": '{\n"title": "t {json}", "date": "2023-04-02",\n'
    '"tags": ["{json}"], "{json}": "{json}"\n}\n\nb\n',
    "plain": "---\ntitle: {}\ndate: 2023-04-02\ntags: [{}]\n{}: {}\n---\n\nb {}\n",
    "broken": '---\ntitle: "{}\n{}: [\n*{}\n---\n\nb\n',
    "undated": "---\ndate: x{}\ntitle: a\n---\n\nb\n",
}
_HERE = (("diary.md", _DIARY),)
_BOTH = (("diary.md", _DIARY), ("other.md", _OTHER))
_PLAIN = (("diary.md", "## 2023.04.02 a\n\nb\n"),)
_ADD = ("add", "-d", "2023-04-03", "--title", "{}", "-t", "{}", "words {}")


def _reading() -> Iterator[Place]:
    """Yield commands that show what stands in a journal or an export."""
    lines: tuple[tuple[str, ...], ...] = (
        ("list",),
        ("list", "--json"),
        ("list", "--sort", "title", "-r"),
        ("list", "--tag", f"t{MARK}"),
        ("show", "2023-04-02"),
        ("show", "--json", "2023-04-02"),
        ("show", "last", "last~1"),
        ("search", MARK),
        ("search", MARK, "-C", "2"),
        ("search", "--lines", MARK),
        ("search", "--json", MARK),
        ("search", "-e", f"{MARK}.*"),
        ("search", "--sort", "rank", "-w", "quote"),
        ("export", "-f", "jsonl"),
        ("export", "-f", "json"),
        ("doctor",),
        ("doctor", "--json"),
        ("rm", "--dry-run", "2023-04-02"),
        ("rm", "--yes", "2023-04-02"),
        ("import", "-n", "diary.md"),
    )
    for args in lines:
        yield Place(" ".join(args), args, _HERE)
    yield Place("export", ("export",), _HERE, exact=True)
    yield Place(
        "edit", ("edit", "2023-04-02"), _HERE, environment=(("EDITOR", "sed -i s/Words/W/"),)
    )
    yield Place("list, short", ("list",), (("diary.md", _SHORT),))
    yield Place("show, short", ("show",), (("diary.md", _SHORT),))
    for args in (("-n",), ("--json", "-n"), (), ("--json",)):
        name = " ".join(("import", *args))
        yield Place(f"{name}, revised", ("import", *args, "other.md"), _BOTH)
        yield Place(f"{name}, new", ("import", *args, "other.md"), _BOTH[1:])
        for kind, post in _POSTS.items():
            files = ((f"posts/2023-04-02-{{}}-{kind}.md", post),)
            yield Place(f"{name}, {kind} post", ("import", *args, "posts"), files)
    imported = (("import", "posts"),)
    for kind in ("yaml", "toml", "json", "plain"):
        files = ((f"posts/{kind}.md", _POSTS[kind]),)
        for args in (("list",), ("list", "--json"), ("show",), ("history",), ("doctor",)):
            yield Place(f"{' '.join(args)}, {kind} post", args, files, imported)
    for args in (("history",), ("history", "--json"), ("undo",), ("undo", "--as", "{}.md")):
        yield Place(" ".join(args), args, _PLAIN, (_ADD,))
    yield Place("redo", ("redo",), _PLAIN, (_ADD, ("undo",)))


def _words() -> Iterator[Place]:
    """Yield commands with the payload in an argument, in stdin or in the environment."""
    lines = (
        *(("show", "{}"), ("show", "2023{}"), ("rm", "{}"), ("edit", "{}"), ("search", "{}")),
        *(
            ("search", "-e", "{}"),
            ("search", "-e", "({}"),
            ("search", "tag:{}"),
            ("search", "{}:x"),
        ),
        *(("search", "on:{}"), ("search", "has:{}"), ("search", '"{}'), ("list", "--on", "{}")),
        *(("list", "--from", "2023{}"), ("list", "--to", "2023..{}"), ("list", "--tag", "{}")),
        *(("list", "--title", "{}"), ("list", "--has", "{}"), ("list", "--sort", "{}")),
        *(("list", "-n", "{}"), ("list", "{}"), ("list", "--{}"), ("list", "-{}"), ("{}",)),
        *(("list", "--color", "{}"), ("-j", "{}", "list"), ("-j", "{}.md", "list")),
        *(("-j", "{}/{}", "doctor"), ("-j", "{}.md", "show"), ("--config", "{}", "list")),
        *(("-j", "a", "-j", "{}", "list"), ("--{}", "list"), ("--no-pager={}", "list")),
        *(
            ("import", "{}"),
            ("import", "--from", "{}", "diary.md"),
            ("import", "--prefer", "{}", "x"),
        ),
        *(("export", "-f", "{}"), ("export", "-o", "{}.md"), ("export", "-o", "no/{}")),
        *(("undo", "{}"), ("redo", "{}"), ("history", "-n", "{}"), ("doctor", "{}")),
        *(("add", "-d", "{}", "a"), ("add", "-d", "2023-04-02 {}", "a"), ("add", "{}"), _ADD),
        *(("add", "-n", "{}"), ("add", "-n", "--title", "{}", "-t", "{}", "{}"), ("add", "{}: a")),
        *(("undo", "--as", "no/{}"), ("redo", "--as", "{}"), ("search", "-C", "{}", "a")),
    )
    for args in lines:
        yield Place(" ".join(args), args, _PLAIN)
    yield Place("add -, stdin", ("add", "-"), _PLAIN, stdin="{}\n\nwords {}\n")
    yield Place("add -n -, stdin", ("add", "-n", "-"), _PLAIN, stdin="{}\n\nwords {}\n")
    yield Place("add again", _ADD, _PLAIN, (_ADD,))
    for command in ("show", "rm"):
        yield Place(f"{command} -, stdin", (command, "-"), _PLAIN, stdin="{}\n")
        yield Place(f"{command} -, JSON", (command, "-"), _PLAIN, stdin='{"id": "{json}"}\n')
    environments = (
        *(
            ("JOURNAL", "{}"),
            ("JOURNAL", "{}.md"),
            ("JOURNAL_CONFIG", "{}"),
            ("JOURNAL_PAGER", "{}"),
        ),
        *(("JOURNAL_PAGER", '"{}'), ("COLUMNS", "{}"), ("COLORFGBG", "0;{}"), ("TERM", "{}")),
    )
    for name, value in environments:
        yield Place(f"{name}={value}", ("list",), _PLAIN, environment=((name, value),))
    for value in ("{}", '"{}', "false {}"):
        yield Place(f"EDITOR={value}", ("edit", "last"), _PLAIN, environment=(("EDITOR", value),))
    yield Place(
        "a pager", ("list",), _HERE, environment=(("JOURNAL_PAGER", "cat -u"), ("LINES", "1"))
    )
    yield Place("a narrow screen", ("show",), _HERE, environment=(("COLUMNS", "20"),))
    yield Place("light and no colours", ("show",), _HERE, environment=(("NO_COLOR", "1"),))
    yield Place("a dumb terminal", ("show",), _HERE, environment=(("TERM", "dumb"),))


def _settings() -> Iterator[Place]:
    """Yield commands with the payload in the settings, or in the name of their file."""
    texts = {
        "unknown key": '"{json}" = 1\n',
        "bare key": "{} = 1\n",
        "broken": 'order = "{}\n',
        "value": 'order = "{json}"\n',
        "theme": 'theme = "{json}"\n',
        "week": 'week_start = "{json}"\n',
        "default": 'default = "{json}"\n',
        "default path": 'default = "{json}.md"\n',
        "journal": 'default = "a"\n[journals]\n"{json}" = "b.md"\n',
        "journal path": 'default = "a"\n[journals]\na = "{json}.md"\n',
        "journals": 'journals = "{json}"\n',
        "languages": 'languages = ["{json}"]\n',
        "pager": 'pager = "{json}"\n',
        "editor": 'editor = "{json}"\n',
    }
    for name, text in texts.items():
        files = (("config.toml", text), *_PLAIN)
        given = (("JOURNAL", ""), ("JOURNAL_CONFIG", "config.toml"))
        for args in (("list",), ("add", "-d", "3 sleeps ago", "a"), ("list", "-j", "b")):
            yield Place(f"settings, {name}: {' '.join(args)}", args, files, environment=given)
    bare = (("JOURNAL_CONFIG", ""), ("EDITOR", ""), ("VISUAL", ""))
    files = (("config.toml", texts["editor"]), *_PLAIN)
    edit = ("--config", "config.toml", "edit", "last")
    yield Place("settings, editor: edit", edit, files, environment=bare)
    files = (("{}.toml", "colour = 1\n"), *_PLAIN)
    yield Place("name of the settings", ("--config", "{}.toml", "list"), files)


def _names() -> Iterator[Place]:
    """Yield commands with the payload in the name of a file."""
    journal = (("{}.md", _SHORT),)
    given = (("JOURNAL", "{}.md"),)
    add = ("add", "-d", "2023-04-03", "a b c")
    lines = (
        *(
            ("list",),
            ("list", "--json"),
            ("show",),
            ("show", "--json"),
            ("search", MARK),
            ("doctor",),
        ),
        *(("search", "--lines", MARK), ("search", "--json", MARK), ("export", "-f", "json")),
        *(("doctor", "--json"), add, ("rm", "--yes", "last"), ("import", "-n", "{}.md")),
    )
    for args in lines:
        yield Place(f"journal's name: {' '.join(args)}", args, journal, environment=given)
    for args in (("history",), ("history", "--json"), ("undo",), ("doctor",)):
        yield Place(f"journal's name: add, {args}", args, journal, (add,), environment=given)
    for args in (("list",), ("add", "a"), ("doctor",), ("undo",)):
        yield Place(
            f"folder's name: {' '.join(args)}", args, (("{}.md/a.md", "a"),), environment=given
        )
    foreign = (("{}.md", "\udcb1\udcea\udcc4\udcbf" * 9),)
    for args in (("list",), add, ("doctor",), ("edit", "last")):
        yield Place(f"name, not UTF-8: {' '.join(args)}", args, foreign, environment=given)
    beside = (
        ("diary (someone's conflicted copy {}).md", _SHORT),
        ("diary.sync-conflict-20230402-100000-{}.md", _SHORT),
        ("diary {}.md", _SHORT),
        ("images/{}.jpg", ""),
        ("diary.md", _SHORT + "\n![a](images2/{}.jpg)\n"),
    )
    for args in (("doctor",), ("doctor", "--json")):
        yield Place(f"{' '.join(args)}, copies", args, beside)
    odd = (("in/{}.md", "nothing dated\n"), ("in/a{}.md", "\0" * 99), ("in/b{}/c.md", _SHORT))
    for args in (("import", "-n", "in"), ("import", "--json", "in"), ("import", "in/a{}.md")):
        yield Place(f"{' '.join(args)}, odd names", args, odd)


PLACES = (*_reading(), *_words(), *_settings(), *_names())
