"""What a text is apart from its form: letters, face, units, sampled shingles."""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from operator import itemgetter
from unicodedata import is_normalized
from zlib import crc32

from journal.normal import normalize

SHINGLE = 5
"""Letters in a shingle."""

PHRASE = 12
"""Letters in a shingle of a sample where the script is an alphabet: about two words.

Five of them are in every diary of some size, so none would be rare.
"""

RATE = 16
"""One shingle in so many is sampled."""

# No class may run over its own opening mark, else a line of "[[[[" costs a square.
_IMAGE = re.compile(
    r"!\[\[[^\[\]\n]*+\]\]"
    r"|!\[[^\[\]\n]*+\]\((?:[^()\n]++|\([^()\n]*+\))*+\)"
    r"|!\[[^\[\]\n]*+\]\[[^\[\]\n]*+\]"
    r"|<img\b[^<>]*+>",
    re.IGNORECASE,
)
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]*+\|)?([^\[\]|\n]*+)\]\]")
_LINK = re.compile(r"\[([^\[\]\n]*+)\]\((?:[^()\n]++|\([^()\n]*+\))*+\)")
_words = itemgetter(1)
_IMAGE_TARGET = re.compile(
    r"!\[\[([^\[\]|\n]++)"
    r"|!\[[^\[\]\n]*+\]\(\s*+<?((?:[^()<>\s]++|\([^()\s]*+\))*+)"
    r"|<img\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'<>\s]++)",
    re.IGNORECASE,
)
_LINK_TARGET = re.compile(
    r"(?<!!)\[\[([^\[\]|\n]++)"
    r"|\]\(\s*+<?((?:[^()<>\s]++|\([^()\s]*+\))*+)"
    r"|<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\"'<>\s]++)",
    re.IGNORECASE,
)
# A byte that is no UTF-8 is a lone surrogate, and may be all that a text consists of.
_OTHER = re.compile(r"[^\w\ud800-\udfff]+")
# No form of them is a letter, nor do they make one with a mark behind them.
_SIGNS = "，。、！？：；（）,.-*"
_WIDE = tuple(zip("，！？：；（）", ",!?:;()", strict=True))
_LOWER = bytes(range(128)).lower().ljust(256)
_NO_LETTERS = bytes(code for code in range(128) if not (chr(code).isalnum() or code == 95))
_NUMBER = re.compile(r"\d+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def letters(text: str) -> str:
    """Return the letters and digits of a text: NFKC, casefolded, only `\\w` kept.

    Links count by their text; images not at all.
    """
    text = _strip_markup(text)
    if text.isascii():
        return text.encode().translate(_LOWER, _NO_LETTERS).decode()
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    text = "".join(_fold(text).split())
    # Each sign costs more than all that look whether there is one.
    return text if text.isalnum() else _OTHER.sub("", text)


def numbers(text: str) -> list[str]:
    """Return the numbers in a text, in order: `1.5` is two and `15` one, of the same letters.

    Blank space does not count.
    """
    return _NUMBER.findall("".join(_fold(_narrow(_strip_markup(text))).split()))


def title_key(title: str) -> str:
    """Return what two titles must share to be the same: letters, or signs if it has none."""
    return letters(title) or squeeze(title)


def squeeze(text: str) -> str:
    """Return a text without blank space, in canonical form (NFC)."""
    text = "".join(text.split())
    return text if text.isascii() else normalize("NFC", text)


def face(title: str, body: str) -> int:
    """Hash all that is seen of an entry but its date; blank space does not count."""
    return digest(f"{squeeze(title)}\n{squeeze(body)}")


def digest(text: str) -> int:
    """Hash a text to 80 bits, the same on every machine."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=10).digest(), "big")


def content_key(body: str, text: str) -> int:
    """Hash the letters of a body (`text`); a body without any counts by its images and signs."""
    if text:
        return digest(text)
    return digest(" ".join(["", *sorted(map(stem, images(body))), squeeze(_strip_markup(body))]))


def units(text: str) -> str:
    """Return the letters of a text, one stretch between punctuation marks a line.

    Blank space does not count, so a reflowed text has the same units.
    """
    return _OTHER.sub("\n", "".join(_fold(_narrow(_strip_markup(text))).split()))


def paragraphs(text: str) -> list[str]:
    """Return the letters of each paragraph that has any, in order."""
    return [found for part in _BLANK_LINE.split(text) if (found := letters(part))]


def images(text: str) -> tuple[str, ...]:
    """Return the targets of the images in a text, in order."""
    if "[" not in text and "<" not in text:
        return ()
    return tuple("".join(match.groups("")) for match in _IMAGE_TARGET.finditer(text))


def links(text: str) -> tuple[str, ...]:
    """Return the targets of the links in a text, in order; of images too where they are inline."""
    if "[" not in text and "<" not in text:
        return ()
    return tuple("".join(match.groups("")) for match in _LINK_TARGET.finditer(text))


def stem(target: str) -> str:
    """Return the bare name of a target: no folder, no extension, no query."""
    name = target.partition("?")[0].rstrip("/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def shingles(text: str) -> set[str]:
    """Return all stretches of five letters in a text that `letters` made."""
    if len(text) < SHINGLE:
        return {text} if text else set()
    return {text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)}


def sample(text: str) -> list[int]:
    """Return 32-bit checksums of one shingle in sixteen, chosen by what they say, not by place.

    They are of five letters, or of `PHRASE` letters of an alphabet.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        text = re.sub(r"[\ud800-\udfff]", lambda found: chr(ord(found[0]) + 0x800), text)
    return list(map(crc32, map(str.encode, set(map("".join, _sampled().findall(text))))))


def _strip_markup(text: str) -> str:
    if "<" in text or "[" in text:
        if "![" in text or "<" in text:
            text = _IMAGE.sub("", text)
        if "[[" in text:
            text = _WIKI.sub(_words, text)
        if "](" in text:
            text = _LINK.sub(_words, text)
    return text


def _narrow(text: str) -> str:
    """Return a text with the usual wide signs in their normal form, which spares the others it."""
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return text


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    text = normalize("NFKC", text).casefold()
    return text if is_normalized("NFKC", text) else normalize("NFKC", text)


@cache
def _sampled() -> re.Pattern[str]:
    # A shingle is taken if it begins and ends with an anchor, about one letter in
    # four of running text: by frequency in ASCII, by turns in other alphabets, in
    # scripts of thousands by blocks, because a class of ranges is built faster.
    letter = "todcp048" + "".join(map(chr, range(0x81, 0x2E80, 4)))
    kana = "".join(map(chr, range(0x2E81, 0x3100, 4)))
    starts = (code for code in range(0x3100, 0x10000, 8) if not code // 8 * 40503 >> 8 & 3)
    sign = kana + "".join(f"{chr(start)}-{chr(start + 7)}" for start in starts)
    rest = f"(?<=[{letter}]).{{{PHRASE - 2}}}[{letter}{sign}]"
    rest += f"|(?<=[{sign}]).{{{SHINGLE - 2}}}[{letter}{sign}]"
    # A pattern that begins with a class is searched for faster than one that looks ahead.
    return re.compile(f"([{letter}{sign}])(?=({rest}))", re.DOTALL)
