"""Headers that bomb, nest, lie, or only look like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.diary import HostileFile, diary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _alias_bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 [x]"]
    for n in range(1, levels):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]")
    return "\n".join(lines)


def _merge_bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 {x: y}"]
    for n in range(1, levels):
        lines.append(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * width)}]")
    return "\n".join(lines)


_DATED = "title: 标题\ndate: 2023-04-02\n"
_YAML: dict[str, Callable[[], str]] = {
    "alias bomb": lambda: _alias_bomb(12, 10),
    "merge-key bomb": lambda: _merge_bomb(20, 10),
    "quadratic aliases": lambda: "a: &a [" + "x, " * 5_000 + "x]\nb: [" + "*a, " * 5_000 + "*a]",
    "alias of itself": lambda: "a: &a [*a, *a]",
    "merge of itself": lambda: "a: &a\n  <<: *a\n  b: c",
    "alias as a key": lambda: "a: &a b\n*a : c",
    "unknown alias": lambda: "a: *nowhere",
    "many anchors": lambda: "".join(f"k{n}: &a{n} b\n" for n in range(3_000)),
    "sexagesimal of 60 KB": lambda: "a: 1" + ":10" * 20_000,
    "sexagesimal floats": lambda: "a: 1" + ":10" * 20_000 + ".5",
    "sexagesimal date": lambda: "date: 1" + ":10" * 5_000,
    "number of 60,000 digits": lambda: "a: " + "9" * 60_000,
    "float of 60,000 digits": lambda: "a: 1." + "9" * 60_000 + "e9999",
    "octal and binary": lambda: "a: 0" + "7" * 20_000 + "\nb: 0b" + "1" * 20_000,
    "underscores": lambda: "a: 1" + "_" * 60_000 + "\nb: " + "_" * 500,
    "deep brackets": lambda: "a: " + "[" * 30_000,
    "deep balanced brackets": lambda: "a: " + "[" * 20_000 + "]" * 20_000,
    "deep braces": lambda: "a: " + "{b: " * 10_000 + "}" * 10_000,
    "deep blocks": lambda: "\n".join(" " * n + "a:" for n in range(300)),
    "deep dashes": lambda: "a:\n" + "- " * 20_000 + "b",
    "deep questions": lambda: "? " * 20_000,
    "python object": lambda: "a: !!python/object/apply:os.system ['touch hacked']",
    "python new object": lambda: "!!python/object/new:os.system ['touch hacked']",
    "python name": lambda: "a: !!python/name:os.system",
    "python module": lambda: "a: !!python/module:os",
    "python tuple as a key": lambda: "!!python/tuple [a, b]: c",
    "local tags": lambda: "a: !include /etc/passwd\nb: !ENV ${HOME}\nc: !x/y {d: e}",
    "set, omap, pairs": lambda: "a: !!set {b, c}\nd: !!omap [e: f]\ng: !!pairs [h: i]",
    "binary": lambda: "a: !!binary |\n  G11d\nb: !!binary '%%%'",
    "timestamps": lambda: "a: !!timestamp 'x'\nb: 2023-02-30\nc: 2023-04-02T25:61:61Z",
    "wrong int, float, bool": lambda: "a: !!int x\nb: !!float y\nc: !!bool z\nd: !!null w",
    "zone of 99 hours": lambda: "date: 2023-04-02 10:00:00 +99:99",
    "year 0": lambda: "date: 0000-01-01",
    "year 9999, west": lambda: "date: 9999-12-31 23:59:59 -12:00",
    "impossible day": lambda: "date: 2023-02-30",
    "date is a number": lambda: "date: 20230402",
    "date is a list": lambda: "date: [2023-04-02, 2023-04-03]",
    "date is a mapping": lambda: "date: {year: 2023}",
    "date is nothing": lambda: "date:\ntitle: ~",
    "date is not a number": lambda: "date: .nan\ntitle: .inf",
    "date of 60 KB": lambda: "date: " + "2023-04-02 " * 5_000,
    "title is a list": lambda: "title: [a, [b]]",
    "title is a mapping": lambda: "title: {a: b}",
    "title is a date": lambda: "title: 2023-04-02",
    "title of 60 KB": lambda: "title: " + "长" * 20_000,
    "title over lines": lambda: "title: |\n  a\n  ## 2023.03.01 b\n  \x1b[2J\n",
    "tags are a mapping": lambda: "tags: {a: b, c: [d]}",
    "tags in tags": lambda: "tags: [[a, [b]], {c: d}, ~, 1, true, 2023-04-02]",
    "tags of 20,000": lambda: "tags: [" + "a, " * 20_000 + "b]",
    "duplicate keys": lambda: "title: a\ntitle: b\ndate: 2023-04-03\ntags: [c]\ntags: [d]",
    "key content": lambda: "content: a\nhandler: b\nmetadata: c\nself: d",
    "key yes": lambda: "yes: a\nno: b\non: c\noff: d\ntrue: e\nFalse: f",
    "key 2023": lambda: "2023: a\n1.5: b\n2023-04-02: c\n0x10: d",
    "key null": lambda: "null: a\n~: b\n'': c\n? \n: d",
    "key is a list": lambda: "? [a, b]\n: c\n? {d: e}\n: f",
    "key is a date": lambda: "2023-04-02 10:00:00: a",
    "key of 10,000": lambda: "k" * 10_000 + ": a\n? " + "l" * 3_000 + "\n: b",
    "keys of 6,000": lambda: "".join(f"k{n}: {n}\n" for n in range(6_000)),
    "odd keys": lambda: "😀: a\n__class__: b\n__init__: c\n{{x}}: d\n\u202ee: f",
    "escapes": lambda: 'a: "\\e]0;t\\a\\x9b2J\\N\\L\\P\\0\\U0010FFFF"\ntitle: "\\e[2J"',
    "broken escapes": lambda: 'a: "\\q \\xZZ \\uD800 \\U99999999"',
    "several documents": lambda: "a: b\n...\n---\nc: d\n--- e",
    "directives": lambda: "%YAML 9.9\n%TAG ! tag:x,2000:\n--- \na: b",
    "tabs": lambda: "\ta: b\n\t\tc: d",
    "NUL and controls": lambda: "a: b\0c\nd: \x01\x1b\x7f\x85\u2028e",
    "only comments": lambda: "# a\n# b",
    "a list": lambda: "- a\n- b",
    "a word": lambda: "a",
    "an empty mapping": lambda: "{}",
    "nothing": lambda: "",
    "percent and at": lambda: "a: @b\nc: `d\ne: %f\ng: - h: i",
    "unclosed quote": lambda: 'a: "' + "b" * 50_000,
    "unclosed quotes": lambda: "a: '" * 10_000,
    "long block": lambda: "a: >\n" + "  b\n\n" * 10_000,
    "colons": lambda: "a" + ":" * 60_000,
    "blanks": lambda: "a:" + " " * 60_000 + "b",
    "questions": lambda: "?" * 60_000,
    "ampersands": lambda: "&" * 60_000,
    "excerpt marks": lambda: "draft: yes\nlayout: ../../x\npermalink: javascript:alert(1)",
}
_TOML: dict[str, Callable[[], str]] = {
    "deep arrays": lambda: "a = " + "[" * 30_000,
    "deep balanced arrays": lambda: "a = " + "[" * 20_000 + "]" * 20_000,
    "deep tables": lambda: "a = " + "{b = " * 10_000 + "1" + "}" * 10_000,
    "dotted key of 20,000": lambda: ".".join("a" * 20_000) + " = 1",
    "dotted table of 20,000": lambda: f"[{'.'.join('a' * 20_000)}]",
    "thousands of dotted keys": lambda: "\n".join(f"{'a.' * 40}b{n} = 1" for n in range(500)),
    "tables of tables": lambda: "[[a]]\n" * 8_000,
    "duplicate keys": lambda: "a = 1\na = 2",
    "impossible dates": lambda: "date = 2023-02-30",
    "date with an odd zone": lambda: "date = 2023-04-02T10:00:00+99:99",
    "local time as date": lambda: "date = 10:00:00",
    "numbers": lambda: f"a = {'9' * 60_000}\nb = nan\nc = -inf\nd = 1e999999",
    "hexadecimal": lambda: f"a = 0x{'f' * 60_000}",
    "unclosed string": lambda: 'a = "' + "b" * 50_000,
    "unclosed long string": lambda: 'a = """' + 'b"' * 20_000,
    "escapes": lambda: 'title = "\\u001b[2J\\u009d0;t\\u0007\\u202e"\ndate = 2023-04-02',
    "broken escapes": lambda: 'a = "\\q\\ud800\\U99999999"',
    "controls": lambda: 'a = "\x01\x1b\x7f"',
    "odd keys": lambda: '"" = 1\n"content" = 2\n"\\u0000" = 3\n2023 = 4\nnull = 5',
    "title is a table": lambda: "date = 2023-04-02\n[title]\na = 1",
    "tags are tables": lambda: "date = 2023-04-02\n[[tags]]\na = 1\n[[tags]]\nb = 2",
}
_JSON: dict[str, Callable[[], str]] = {
    "deep arrays": lambda: '"a": ' + "[" * 60_000,
    "deep balanced arrays": lambda: '"a": ' + "[" * 30_000 + "]" * 30_000,
    "deep objects": lambda: '"a": ' + '{"b": ' * 9_000 + "1" + "}" * 9_000,
    "duplicate keys": lambda: '"a": 1, "a": 2, "date": "2023-04-02", "date": "x"',
    "number of 60,000 digits": lambda: f'"a": {"9" * 60_000}',
    "number as date": lambda: '"date": 1e999, "title": 5',
    "not a number": lambda: '"a": NaN, "b": Infinity, "c": -Infinity, "date": "2023-04-02"',
    "half a pair": lambda: '"title": "\\ud800 \\udc80", "date": "2023-04-02", "tags": ["\\udfff"]',
    "escapes": lambda: '"title": "\\u001b]0;t\\u0007\\u009b2J", "date": "2023-04-02"',
    "NUL": lambda: '"title": "a\\u0000b", "date": "2023-04-02", "\\u0000": 1',
    "trailing comma": lambda: '"a": 1,',
    "unclosed string": lambda: '"a": "' + "b" * 50_000,
    "odd keys": lambda: '"": 1, "content": 2, "null": 3, "2023": 4, "date": "2023-04-02"',
    "many keys": lambda: ", ".join(f'"k{n}": {n}' for n in range(4_000)),
}


def files() -> Iterator[HostileFile]:
    """Yield each header before a post and before a diary, and what only looks like one."""
    yield from _both("YAML", _YAML, "---\n{}\n---\n", _DATED)
    yield from _both("TOML", _TOML, "+++\n{}\n+++\n", 'title = "a"\n')
    yield from _both("JSON", _JSON, "{{\n{}\n}}\n", "")
    yield from _no_headers()


def _both(
    family: str, inner: dict[str, Callable[[], str]], form: str, dated: str
) -> Iterator[HostileFile]:
    for name, text in inner.items():

        def post(text: Callable[[], str] = text) -> bytes:
            said = text()
            lead = "" if "date" in said else dated
            return f"{form.format(lead + said)}\nbody 正文\n".encode("utf-8", "surrogateescape")

        def before(text: Callable[[], str] = text) -> bytes:
            return form.format(text()).encode("utf-8", "surrogateescape") + diary("body 正文")

        yield HostileFile(f"{family} header", f"{name}, post", post)
        yield HostileFile(f"{family} header", f"{name}, diary", before)


def _no_headers() -> Iterator[HostileFile]:
    cases: dict[str, Callable[[], bytes]] = {
        "a rule first": lambda: b"---\n\n" + diary("a\n\n---\n\nb"),
        "rules around a text": lambda: b"---\n\nfor you: me\n\n---\n\n" + diary("a"),
        "rules only": lambda: b"---\n" * 20_000,
        "plus signs only": lambda: b"+++\n" * 20_000,
        "braces only": lambda: b"{\n}\n" * 20_000,
        "never closed": lambda: b"---\ntitle: a\n" + diary("a"),
        "never closed, long": lambda: b"---\n" + b"a: b\n" * 200_000,
        "closed after 64 KiB": lambda: b"---\n" + b"a: b\n" * 20_000 + b"---\n" + diary("a"),
        "closed at 64 KiB": lambda: b"---\na: " + b"b" * 65_520 + b"\n---\n" + diary("a"),
        "first line of 1 MB": lambda: b"---" + b" " * 1_000_000 + b"\na: b\n---\n",
        "sexagesimal of 600 KB": lambda: b"---\na: 1" + b":10" * 200_000 + b"\n---\n" + diary("a"),
        "a brace in a line": lambda: b"{ a: b }\n" + diary("a"),
        "closed by dots": lambda: b"---\ntitle: a\ndate: 2023-04-02\n...\n\nbody\n",
        "fences of two kinds": lambda: b"---\ntitle: a\n+++\n" + diary("a"),
        "two headers": lambda: b"---\ndate: 2023-04-02\n---\n---\ndate: 2022-04-02\n---\nbody\n",
        "a header and ten thousand more": lambda: b"---\ndate: 2023-04-02\n---\na\n" * 10_000,
        "JSON alone": lambda: b'{"title": "a", "date": "2023-04-02"}\n',
        "four dashes": lambda: b"----\ntitle: a\n----\n" + diary("a"),
        "blank before": lambda: b" ---\ntitle: a\n ---\n" + diary("a"),
    }
    for name, make in cases.items():
        yield HostileFile("no header", name, make)
