"""Bytes that are not the UTF-8 with LF that one hopes for."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from tests.hostile.diary import HostileFile, diary, in_diary, in_title, of_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT = (
    "# 随手记\n\n## 2023.04.02 标题 one\n\n正文里有一些话，some words.\n\n## 2023.04.01 two\n\n二\n"
)
_WESTERN = "## 2023.04.02 Déjà vu\n\nUn café près de l’église.\n"
_CODECS = {
    **dict.fromkeys(("gbk", "big5hkscs", "hz", "utf-7", "iso2022_jp_2"), _TEXT),
    "gb18030": _TEXT + "𠮷野家\n",
    **dict.fromkeys(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-8-sig"), _TEXT
    ),
    **dict.fromkeys(("latin-1", "cp1252", "mac-roman", "cp500"), _WESTERN),
    "koi8-r": "## 2023.04.02 Озеро\n\nСегодня холодно.\n",
    "cp1256": "## 2023.04.02 بحيرة\n\nالجو بارد.\n",
    "shift_jis": "## 2023.04.02 みずうみ\n\n今日は寒い。\n",
    "euc-kr": "## 2023.04.02 호수\n\n오늘은 춥다.\n",
}
_INVALID = {
    "lone continuation": b"\x80",
    "C1 bytes": b"\x9b31m\x9d0;t\x9c\x90q\x9c",
    "FF": b"\xff",
    "FE FF within": b"\xfe\xff",
    "overlong slash": b"\xc0\xaf",
    "overlong NUL": b"\xc0\x80",
    "overlong ESC": b"\xe0\x80\x9b",
    "surrogate": b"\xed\xa0\x80",
    "surrogate pair": b"\xed\xa0\xbd\xed\xb8\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "five bytes": b"\xf8\x88\x80\x80\x80",
    "cut character": b"\xe4\xbd",
    "every byte": bytes(range(256)).replace(b"\n", b"").replace(b"\r", b""),
}
_SEPARATORS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def files() -> Iterator[HostileFile]:
    """Yield all of them."""
    yield from _codecs()
    yield from _invalid()
    yield from _endings()
    yield from _zeros()
    yield from _binaries()


def _codecs() -> Iterator[HostileFile]:
    for codec, text in _CODECS.items():
        yield of_bytes("encoding", codec, text.encode(codec, "replace"))
    wide = _TEXT.encode("utf-16")
    cases = {
        "odd number of bytes": wide[:-1],
        "half a pair": wide + b"\x3d\xd8",
        "only a mark": b"\xff\xfe",
        "two marks": b"\xff\xfe" + wide,
        "mark and UTF-8": b"\xff\xfe" + _TEXT.encode(),
        "UTF-32 cut": _TEXT.encode("utf-32")[:-2],
        "UTF-32 beyond Unicode": b"\xff\xfe\x00\x00" + b"\xff" * 64,
    }
    for name, data in cases.items():
        yield of_bytes("UTF-16", name, data)
    half = _TEXT.encode() + _TEXT.encode("gbk")
    yield of_bytes("encoding", "UTF-8, then GBK", half)
    yield HostileFile("encoding", "GBK, then UTF-8", lambda: _TEXT.encode("gbk") + _TEXT.encode())
    mark = "\ufeff"
    marks = {
        "twice": mark * 2 + _TEXT,
        "in the middle": _TEXT.replace("two", mark),
        "before each line": mark + _TEXT.replace("\n", "\n" + mark),
        "before a header": f"{mark}---\ntitle: a\ndate: 2023-04-02\n---\n\nbody\n",
        "alone": mark,
    }
    for name, text in marks.items():
        yield of_bytes("BOM", name, text.encode())


def _invalid() -> Iterator[HostileFile]:
    for name, odd in _INVALID.items():
        text = odd.decode("utf-8", "surrogateescape")
        yield in_diary("not UTF-8", f"{name}, body", f"a {text} b 正文 {text}")
        yield in_title("not UTF-8", f"{name}, title", f"a{text} #t{text}")
        head = b"---\ntitle: a" + odd + b"\ntags: [x" + odd + b"]\ndate: 2023-04-02\n---\n\nbody\n"
        yield of_bytes("not UTF-8", f"{name}, header", head)
    many = "正文 word \udcff" * 50_000
    yield HostileFile("not UTF-8", "50,000 stray bytes", lambda: diary(many))
    yield HostileFile("not UTF-8", "in a date", lambda: diary("a") + b"## 2023.0\xff4.02 a\n")


def _endings() -> Iterator[HostileFile]:
    lines = _TEXT.encode().split(b"\n")
    for name, ending in {
        "CRLF": b"\r\n",
        "CR": b"\r",
        "CRCRLF": b"\r\r\n",
        "LFCR": b"\n\r",
        "form feeds": b"\n\f",
    }.items():
        yield of_bytes("line endings", name, ending.join(lines))
        yield of_bytes("line endings", f"{name}, many", ending.join(lines * 2_000))
    mixed = b"".join(
        line + (b"\n", b"\r\n", b"\r")[number % 3] for number, line in enumerate(lines * 50)
    )
    yield HostileFile("line endings", "mixed", lambda: mixed)
    yield HostileFile("line endings", "no final newline", lambda: b"## 2023.04.02 a\n\nb")
    yield HostileFile("line endings", "only a heading", lambda: b"## 2023.04.02")
    yield HostileFile("line endings", "ends with CR", lambda: _TEXT.encode() + b"end\r")
    yield HostileFile("line endings", "a million LF", lambda: _TEXT.encode() + b"\n" * 1_000_000)
    yield HostileFile("line endings", "a million CR", lambda: _TEXT.encode() + b"\r" * 1_000_000)
    yield HostileFile("line endings", "empty", lambda: b"")
    yield HostileFile("line endings", "one LF", lambda: b"\n")
    yield HostileFile("line endings", "one CR", lambda: b"\r")
    yield HostileFile("line endings", "blanks", lambda: b" \t" * 200_000)
    for mark in _SEPARATORS:
        joined = mark.join(_TEXT.split("\n"))
        yield of_bytes("separators", f"{mark!a} for LF", joined.encode())
        yield in_diary("separators", f"{mark!a}, body", f"a{mark}## 2023.03.01 b{mark}")
        yield in_title("separators", f"{mark!a}, title", f"a{mark}b #t{mark}u")


def _zeros() -> Iterator[HostileFile]:
    yield HostileFile("NUL", "body", lambda: diary("a\0b\0 正文"))
    yield HostileFile("NUL", "title", lambda: diary("a", "a\0b #t\0u"))
    yield HostileFile("NUL", "first byte", lambda: b"\0" + diary("a"))
    yield HostileFile("NUL", "at the end", lambda: diary("a") + b"\0" * 50)
    yield HostileFile("NUL", "nothing else", lambda: b"\0" * 100_000)
    yield HostileFile("NUL", "a fifth", lambda: diary("word\0" * 50_000))
    yield HostileFile("NUL", "header", lambda: b"---\ntitle: a\0b\ndate: 2023-04-02\n---\nbody\n")


def _binaries() -> Iterator[HostileFile]:
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(256))
    starts = {
        "gzip": b"\x1f\x8b\x08\x00",
        "zip": b"PK\x03\x04",
        "PNG": b"\x89PNG\r\n\x1a\n",
        "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "SQLite": b"SQLite format 3\0",
        "ELF": b"\x7fELF\x02\x01\x01",
    }
    for name, start in starts.items():
        yield of_bytes("binary", name, start + noise)
        yield of_bytes("binary", f"{name} with a heading", start + b"\n" + diary("a"))
    packed = zlib.compress(b"\0" * 50_000_000)
    yield HostileFile("binary", "packed zeros", lambda: packed)
