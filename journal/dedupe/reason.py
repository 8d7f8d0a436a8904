"""One sentence for each decision, in words a person understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.alike import letters
from journal.dedupe.pool import clock
from journal.dedupe.slips import tell

if TYPE_CHECKING:
    from journal.dedupe.alike import Likeness
    from journal.dedupe.dates import Ruling
    from journal.dedupe.model import Verdict
    from journal.dedupe.pool import Known
    from journal.entry import Entry


def judge(
    incoming: Entry, existing: Entry, versions: tuple[Known, Known], likeness: Likeness
) -> Verdict:
    """Say what an entry is to another of the same cluster; `versions` are those of both."""
    if incoming.date != existing.date:
        return "re-dated"
    same = (incoming.title, incoming.body) == (existing.title, existing.body)
    if same and not clocks_differ(incoming, existing):
        return "identical"
    one, other = versions
    if one.text == other.text:
        return "reformatted"
    if likeness.holds(one, other):
        return "extended"
    return "shortened" if likeness.holds(other, one) else "revised"


def clocks_differ(one: Entry, other: Entry) -> bool:
    """Tell whether two headings name two clock times."""
    return bool(one.time and other.time and clock(one.time) != clock(other.time))


def explain(
    verdict: Verdict, incoming: Entry, existing: Entry, result: Entry, ruling: Ruling, score: float
) -> str:
    """Return the reason for a verdict on an entry that is a version of another."""
    if verdict == "identical":
        return "same date, title and text"
    if verdict == "re-dated":
        return _explain_date(incoming, existing, result, ruling, score)
    if verdict == "reformatted":
        return f"same date and letters; {differences(incoming, existing)}"
    title = "same date" if _titles_differ(incoming, existing) else "same date and title"
    if verdict == "revised":
        words = f"{score:.0%} of the text in common"
        return f"{title}; {words}; {_whose(incoming, existing, result)}"
    one, other = len(letters(incoming.body)), len(letters(existing.body))
    if verdict == "extended":
        words = f"holds all of the text known and {max(one - other, 0):,} letters more"
    else:
        words = f"the text known holds all of it and {max(other - one, 0):,} letters more"
    return f"{title}; {words}"


def differences(incoming: Entry, existing: Entry) -> str:
    """Name what differs between two entries of the same letters."""
    found = ["clock time"] if clocks_differ(incoming, existing) else []
    if fingerprint.squeeze(incoming.title) != fingerprint.squeeze(existing.title):
        found.append("title")
    elif incoming.title != existing.title:
        found.append("heading form")
    images = fingerprint.images(incoming.body), fingerprint.images(existing.body)
    links = fingerprint.links(incoming.body), fingerprint.links(existing.body)
    if images[0] != images[1]:
        found.append("image path")
    if [each for each in links[0] if each not in images[0]] != [
        each for each in links[1] if each not in images[1]
    ]:
        found.append("link")
    bodies = fingerprint.squeeze(incoming.body), fingerprint.squeeze(existing.body)
    if bodies[0] == bodies[1]:
        if incoming.body != existing.body:
            found.append("blank space")
    elif not found:
        found.append("punctuation or signs")
    if len(found) > 1:
        return f"{', '.join(found[:-1])} and {found[-1]} differ"
    return f"{found[0]} differs" if found else "nothing else differs"


def _explain_date(
    incoming: Entry, existing: Entry, result: Entry, ruling: Ruling, score: float
) -> str:
    wrong = existing if existing.date != result.date else incoming
    words = ["same text" if score == 1.0 else f"{score:.0%} of the text in common"]
    if wrong.date and result.date:
        words.append(tell(wrong.date, result.date))
        evidence, detail = ruling.why_not(wrong.date)
        year = wrong.date.year != result.date.year
        words.append(
            {
                "hand": "the date in the journal was set by hand",
                "name": f"the image name {detail} says {result.date.year if year else result.date}",
                "weekday": f"the heading names the weekday of {result.date}",
                "order": f"its neighbours are in order with {result.date}",
                "shift": f"all of {detail}",
                "newer": f"the newer export says {result.date}",
            }[evidence]
        )
    if score == 1.0 and (incoming.title, incoming.body) != (existing.title, existing.body):
        words.append(differences(incoming, existing))
    elif score != 1.0:
        words.append(_whose(incoming, existing, result))
    return "; ".join(words)


def _whose(incoming: Entry, existing: Entry, result: Entry) -> str:
    shown = fingerprint.squeeze(result.body)
    if shown == fingerprint.squeeze(existing.body):
        return "the text known stays"
    if shown == fingerprint.squeeze(incoming.body):
        return "the newer text is taken"
    return "a third text is newer than both"


def _titles_differ(one: Entry, other: Entry) -> bool:
    return fingerprint.title_key(one.title) != fingerprint.title_key(other.title)
