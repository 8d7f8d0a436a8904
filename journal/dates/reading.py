"""What every reader of dates is given, what it gives back, and how it refuses."""

from __future__ import annotations

from journal.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from journal.dates.period import Period

_SHOWN = 40
_FORMS = "write it like 2023-04-02, 2023-04, last friday, 上周五, or 2023-03..2023-04"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


class Context:
    """The clock and the habits that words are resolved against.

    `now` and `today` are the writer's wall clock. `week_start` counts from Monday
    (0); `date_order` is some order of Y, M and D.
    """

    __slots__ = ("date_order", "languages", "now", "today", "week_start")

    def __init__(
        self, now: dt.datetime, week_start: int, date_order: str, languages: Sequence[str]
    ) -> None:
        """Keep the settings; a zone is dropped, the clock on the wall stays."""
        self.now = now.replace(tzinfo=None)
        self.today = now.date()
        self.week_start = week_start
        self.date_order = date_order.upper()
        self.languages = tuple(languages)


class Reading:
    """A text read: its period, and a clock time if it is a day that has one.

    `exact` as in `Moment`. `note` says which order of day and month was taken.
    `loose` marks what is a date only where a date is expected ("4/2", "5号").
    """

    __slots__ = ("exact", "loose", "note", "period", "time")

    def __init__(
        self,
        period: Period,
        time: dt.time | None = None,
        *,
        exact: bool = False,
        note: str = "",
        loose: bool = False,
    ) -> None:
        """Keep the parts."""
        self.period = period
        self.time = time
        self.exact = exact
        self.note = note
        self.loose = loose


def fold(text: str) -> str:
    """Return the text with full-width forms narrow and blanks single."""
    if not text.isascii():
        text = text.translate(_WIDE)
    return " ".join(text.split())


def shape(text: str) -> tuple[str, list[str]]:
    """Return the text with each run of digits as `9`, and those runs.

    `2023-04-02` has the shape `9-9-9`, `三天前` in digits the shape `9天前`.
    """
    form: list[str] = []
    runs: list[str] = []
    inside = False
    for char in text:
        if "0" <= char <= "9":
            if inside:
                runs[-1] += char
            else:
                runs.append(char)
                form.append("9")
            inside = True
        else:
            form.append(char)
            inside = False
    return "".join(form), runs


def refusal(text: str, why: str = "is no date or period I know", todo: str = _FORMS) -> UsageError:
    """Return the error that names the text, cut and with control characters escaped."""
    escaped = repr(text[: _SHOWN + 1])[1:-1]
    if len(escaped) > _SHOWN:
        escaped = escaped[: _SHOWN - 1] + "…"
    return UsageError(f"“{escaped}” {why}", todo=todo)
