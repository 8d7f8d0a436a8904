"""Make visible what would drive a terminal or hide in a text; without Rich, for pipes too."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# DEL and C1; soft hyphen; bidi controls; zero-width and line separators; deprecated
# format characters; annotation marks; half surrogates (bytes that are no UTF-8).
_HIDDEN = (
    r"\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
# Joiners belong between the parts of one emoji and in the scripts that need them to
# be spelt (Arabic to Myanmar, Khmer and Mongolian); anywhere else they only hide.
_JOINED = r"\u0620-\u109f\u1780-\u180d\u180f-\u18af\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
# Tag characters spell the flags of England, Scotland and Wales after a black flag;
# anywhere else, and in any other number, they hide what is read by machines.
_FLAG = r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_TAGS = r"[\U000e0020-\U000e007f]"

_patterns: dict[str, re.Pattern[str]] = {}


def visible(text: str, *, keep: str = "\n\t") -> str:
    r"""Return `text` with control, bidi and hidden characters as `\x1b`, `\u202e`, `\udc80`.

    `keep` names the C0 characters that stay as they are.
    """
    # Unicode takes the two fillers of Hangul for letters, though they show nothing.
    if text.isprintable() and "\u3164" not in text and "\uffa0" not in text:
        return text
    return (_patterns.get(keep) or _pattern(keep)).sub(_escape, text)


def _pattern(keep: str) -> re.Pattern[str]:
    """Compile the pattern of all that has to be shown, but for `keep`."""
    import re

    controls = "".join(f"\\x{code:02x}" for code in range(32) if chr(code) not in keep)
    joiners = rf"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
    pattern = f"[{controls}{_HIDDEN}]|{joiners}|{_FLAG}|{_TAGS}"
    return _patterns.setdefault(keep, re.compile(pattern))


def _escape(match: re.Match[str]) -> str:
    """Return the escape that Python would write for the character; a flag stays."""
    if len(match[0]) > 1:
        return match[0]
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
