"""One sentence for each decision, in words a person understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.alike import letters
from journal.dedupe.known import clock
from journal.dedupe.slips import tell

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from journal.dedupe.alike import Likeness
    from journal.dedupe.dates import Ruling
    from journal.dedupe.known import Known
    from journal.dedupe.model import Verdict
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
        return "revised" if numbers_differ(incoming, existing) else "reformatted"
    if likeness.holds(one, other):
        return "extended"
    return "shortened" if likeness.holds(other, one) else "revised"


def numbers_differ(one: Entry, other: Entry) -> bool:
    """Tell whether two entries of the same letters say other numbers: 1.5 and 15."""
    texts = (f"{each.title}\n{each.body}" for each in (one, other))
    left, right = map(fingerprint.numbers, texts)
    return left != right


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
        is_number = score == 1.0 and numbers_differ(incoming, existing)
        words = "numbers differ" if is_number else f"{score:.0%} of the text in common"
        return f"{title}; {words}; {_whose(incoming, existing, result)}"
    one, other = len(letters(incoming.body)), len(letters(existing.body))
    if verdict == "extended":
        words = f"holds all of the text known and {max(one - other, 0):,} letters more"
    else:
        words = f"the text known holds all of it and {max(other - one, 0):,} letters more"
    return f"{title}; {words}"


def keys_taken(incoming: Entry, existing: Entry, result: Entry) -> tuple[set[str], set[str]]:
    """Return the header keys that come with an entry, and those of which its value is taken."""
    taken = {name for name in incoming.meta if incoming.meta[name] == result.meta.get(name)}
    added = taken - existing.meta.keys()
    return added, {name for name in taken - added if existing.meta[name] != incoming.meta[name]}


def explain_labels(incoming: Entry, existing: Entry, result: Entry, lost: Collection[str]) -> str:
    """Return the reason for a verdict on an entry that says the same but in its header."""
    told = explain_values(incoming, existing, result, lost)
    if not told or keys_taken(incoming, existing, result)[0]:
        added = "the clock time is" if result.time != existing.time else "tags or header keys are"
        told = f"{added} added" + (f"; {told}" if told else "")
    return f"same date, title and text; {told}"


def explain_values(incoming: Entry, existing: Entry, result: Entry, lost: Collection[str]) -> str:
    """Say which header keys have another value, and which value stays."""
    taken = sorted(keys_taken(incoming, existing, result)[1])
    words = [f"its value of {', '.join(taken)} is taken, the other kept beside it"] if taken else []
    if lost:
        words.append(f"its value of {', '.join(sorted(lost))} is kept beside it")
    return "; ".join(words)


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
    elif numbers_differ(incoming, existing):
        found.append("numbers")
    elif not found:
        found.append("punctuation or signs")
    if len(found) > 1:
        return f"{', '.join(found[:-1])} and {found[-1]} differ"
    if found == ["numbers"]:
        return "numbers differ"
    return f"{found[0]} differs" if found else "nothing else differs"


def _explain_date(
    incoming: Entry, existing: Entry, result: Entry, ruling: Ruling, score: float
) -> str:
    wrong = existing if existing.date != result.date else incoming
    words = ["same text" if score == 1.0 else f"{score:.0%} of the text in common"]
    if wrong.date and result.date:
        words.append(explain_move(wrong.date, result.date, ruling))
    if score == 1.0 and (incoming.title, incoming.body) != (existing.title, existing.body):
        words.append(differences(incoming, existing))
    elif score != 1.0:
        words.append(_whose(incoming, existing, result))
    return "; ".join(words)


def explain_move(wrong: dt.date, right: dt.date, ruling: Ruling) -> str:
    """Say how two dates of an entry differ, and what speaks for the right one."""
    evidence, detail = ruling.why_not(wrong)
    why = {
        "hand": "the date in the journal was set by hand",
        "name": f"the image name {detail} says {right.year if wrong.year != right.year else right}",
        "weekday": f"the heading names the weekday of {right}",
        "order": f"its neighbours are in order with {right}",
        "shift": f"all of {detail}",
        "newer": f"the newer export says {right}",
    }[evidence]
    return f"{tell(wrong, right)}; {why}"


def explain_repeat(entry: Entry, other: Entry, *, is_short: bool) -> str:
    """Return the reason why an entry is new though another has the same letters."""
    where = "at another time of the day"
    if entry.date != other.date:
        where = "on another day"
    elif _titles_differ(entry, other):
        where = "under another heading of the day"
    return f"{'short text' if is_short else 'text'} repeated {where}, as at {other.source}"


def _whose(incoming: Entry, existing: Entry, result: Entry) -> str:
    shown = fingerprint.squeeze(result.body)
    if shown == fingerprint.squeeze(existing.body):
        return "the text known stays"
    if shown == fingerprint.squeeze(incoming.body):
        return "the newer text is taken"
    return "a third text is newer than both"


def _titles_differ(one: Entry, other: Entry) -> bool:
    return fingerprint.title_key(one.title) != fingerprint.title_key(other.title)
