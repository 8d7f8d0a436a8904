"""An entry that a scan has found: its heading read, the rest when it is asked for."""

from __future__ import annotations

from journal.markdown.plain import plain_title, read_day
from journal.scan.form import DAY

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

    from journal.entry import Entry
    from journal.scan.survey import Survey


class Found:
    """An entry of a survey; `id` is "" until the survey has counted those like it.

    What a query asks of an entry it answers like the entry itself.
    """

    __slots__ = ("_entry", "_raw", "clock", "day", "id", "index", "survey", "title")

    def __init__(self, survey: Survey, index: int, raw: str) -> None:
        """Read the heading that the text begins with; the text may end with that line."""
        self.survey = survey
        self.index = index
        self.id = ""
        self._raw: str | None = raw
        self._entry: Entry | None = None
        line = raw[: raw.find("\n")] if "\n" in raw else raw
        text = line.removesuffix("\r")[survey.level :].strip(" \t")
        is_day = survey.has_sure_days or read_day(text[:DAY])
        title = plain_title(text[DAY:]) if is_day and text[-1:] != "#" else None
        self.clock: dt.time | None = None
        if title is None:
            self._read_heading(line)
        else:
            self.day = f"{text[:4]}-{text[5:7]}-{text[8:DAY]}"
            self.title = title

    @property
    def date(self) -> dt.date:
        """Return the day."""
        import datetime as dt

        return dt.date(int(self.day[:4]), int(self.day[5:7]), int(self.day[8:]))

    @property
    def line(self) -> int:
        """Return the line of the heading in its file, from 1."""
        return 1 + self.survey.count_lines(self.survey.start(self.index))

    @property
    def body(self) -> str:
        """Return the text below the heading as the full parse does."""
        text = self.text
        if self._entry is None and "\\" not in text and "<!--" not in text and "\r" not in text:
            from journal.markdown.lines import trim

            return trim(text[text.find("\n") + 1 :] if "\n" in text else "")
        return self.entry.body

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags."""
        return self.entry.tags

    @property
    def entry(self) -> Entry:
        """Return the entry, parsed in full."""
        if self._entry is None:
            self._entry = self.survey.parse(self.index, self.text, self.id)
        return self._entry

    def forget(self) -> None:
        """Let go of the text, which can be read again."""
        self._raw = self._entry = None

    @property
    def text(self) -> str:
        """Return the whole section."""
        if self._raw is None:
            self._raw = self.survey.text(self.index)
        return self._raw

    def _read_heading(self, line: str) -> None:
        from journal.markdown.heading import read_top
        from journal.scan.form import UnsureError

        _, head = read_top(line)
        if head is None or head.date is None:
            raise UnsureError
        self.day, self.title, self.clock = head.date.isoformat(), head.title, head.time
