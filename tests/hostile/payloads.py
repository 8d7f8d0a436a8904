"""Texts that would drive a terminal, or hide or turn round what it shows."""

from __future__ import annotations

from typing import NamedTuple

MARK = "PwN"
"""Stands on both sides of each payload, so that an output that shows it can be told."""


class Payload(NamedTuple):
    """A hostile text; bytes that are no UTF-8 are lone surrogates in it."""

    name: str
    text: str


def _marked(name: str, text: str | bytes) -> Payload:
    inner = text if isinstance(text, str) else text.decode("utf-8", "surrogateescape")
    return Payload(name, f"{MARK}{inner}{MARK}")


PAYLOADS = (
    _marked("ESC alone", "\x1b"),
    _marked("ESC c, reset", "\x1bc"),
    _marked("CSI erase display", "\x1b[2J\x1b[H"),
    _marked("CSI blink and background", "\x1b[5;41m"),
    _marked("CSI conceal", "\x1b[8m"),
    _marked("CSI cursor up, erase line", "\x1b[1A\x1b[2K"),
    _marked("CSI alternate screen", "\x1b[?1049h"),
    _marked("CSI mouse and paste", "\x1b[?1003h\x1b[?2004h"),
    _marked("CSI report position", "\x1b[6n\x1b[c\x1b[>q"),
    _marked("CSI window operation", "\x1b[21t\x1b[8;1;1t"),
    _marked("CSI with intermediate bytes", "\x1b[1;2 q\x1b[!p"),
    _marked("CSI never ended", "\x1b[38;2;1;2"),
    _marked("OSC 0 title, BEL", "\x1b]0;owned\x07"),
    _marked("OSC 2 title, ST", "\x1b]2;owned\x1b\\"),
    _marked("OSC 8 link", "\x1b]8;;https://evil.invalid\x1b\\here\x1b]8;;\x1b\\"),
    _marked("OSC 8 link with an id", "\x1b]8;id=x;file:///etc/passwd\x07here\x1b]8;;\x07"),
    _marked("OSC 9 notification", "\x1b]9;owned\x07\x1b]777;notify;a;b\x07"),
    _marked("OSC 10 colour query", "\x1b]10;?\x07\x1b]4;1;?\x07"),
    _marked("OSC 52 clipboard", "\x1b]52;c;cm0gLXJmIH4K\x07"),
    _marked("OSC 1337 file", "\x1b]1337;File=name=YQ==;inline=1:YQ==\x07"),
    _marked("OSC never ended", "\x1b]0;"),
    _marked("DCS settings query", '\x1bP$q"p\x1b\\'),
    _marked("DCS sixel", "\x1bPq#0;2;0;0;0~~\x1b\\"),
    _marked("DCS tmux", "\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\"),
    _marked("APC kitty image", "\x1b_Gf=100;YQ==\x1b\\"),
    _marked("PM and SOS", "\x1b^a\x1b\\\x1bXb\x1b\\"),
    _marked("charset and shifts", "\x1b(0lqk\x0e\x0f\x1bN\x1bO"),
    _marked("C1 CSI", "\x9b2J\x9b5;41m"),
    _marked("C1 OSC and ST", "\x9d52;c;YQ==\x9c"),
    _marked("C1 DCS, APC, NEL, RI", "\x90q\x9c\x9fG\x9c\x85\x8d"),
    _marked("C1 CSI as a byte", b"\x9b2J\x9b5;41m"),
    _marked("C1 OSC as bytes", b"\x9d0;t\x9c"),
    _marked("every C1 as a byte", bytes(range(0x80, 0xA0))),
    _marked("backspaces", "safe\b\b\b\brm"),
    _marked("carriage return", "safe\rrm -rf"),
    _marked("DEL and SUB", "\x7f\x1a\x18"),
    _marked("bell and shifts", "\x07\x0e\x0f"),
    _marked("VT and FF", "a\x0bb\x0cc"),
    _marked("every C0", "".join(map(chr, (*range(1, 9), *range(11, 32))))),
    _marked("NUL", "a\0b"),
    _marked("bidi override", "\u202egpj.exe\u202c"),
    _marked("bidi embeddings", "\u202aa\u202b\u202db"),
    _marked("bidi isolates", "\u2066a\u2067b\u2068c\u2069"),
    _marked("bidi marks", "\u200e\u200f\u061c"),
    _marked("line and paragraph separators", "a\u2028b\u2029c"),
    _marked("zero width and joiners", "a\u200b\u2060\ufeffb\u00adc"),
    _marked("tag characters", "\U000e0001\U000e0041\U000e007f"),
    _marked("interlinear and deprecated", "\ufff9\ufffa\ufffb\u206a\u206f"),
    _marked("Rich closing tag", "[/]"),
    _marked("Rich style and link", "[red on blue]a[/red] [link=https://evil.invalid]b[/link]"),
    _marked("Rich unknown and emoji", "[/nothing][@click=f]c[/] :skull:"),
    _marked("format strings", "{0.__class__} %s %n {{}} %(x)s ${HOME} `id`"),
    _marked("Markdown round an escape", "**\x1b[5m** `\x1b[5m` <b>\x1b[5m</b> [a](\x1b]0;t\x07)"),
    _marked("entities", "&#27;[2J&#x1b;]0;t&#7;&#x9b;2J&#x202e;a&#0;&#8203;&#127;"),
    _marked("percent escapes", "%1b%5b2J%9b2J%e2%80%ae%00"),
    _marked("broken UTF-8 round an escape", b"\xe4\xbd\x1b[5m\xc2\x1b]0;t\x07\xff"),
    _marked("overlong ESC", b"\xc0\x9b[2J\xe0\x80\x9b[2J"),
    _marked("half a pair as bytes", b"\xed\xa0\x80\x1b[5m"),
)
