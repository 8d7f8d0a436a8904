"""Other languages through dateparser, believed only as far as it can be checked."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from journal.dates import parse_moment, parse_period
from journal.errors import UsageError

NOW = dt.datetime.fromisoformat("2023-05-17T10:30:40.5")  # a Wednesday
LANGUAGES = ("zh", "en", "fr", "de", "es")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hier", "2023-05-16"),
        ("il y a 3 jours", "2023-05-14"),
        ("il y a 2 semaines", "2023-05-03"),
        ("la semaine dernière", "2023-W19"),
        ("mercredi", "2023-05-17"),
        ("31 mai", "2022-05-31"),
        ("10 octobre", "2022-10-10"),
        ("juin", "2022-06"),
        ("mai 2022", "2022-05"),
        ("5 mai 2022", "2022-05-05"),
        ("gestern", "2023-05-16"),
        ("vor 3 Tagen", "2023-05-14"),
        ("vor 2 Jahren", "2021-05-17"),
        ("letzte Woche", "2023-W19"),
        ("hace 3 días", "2023-05-14"),
        ("3 de abril de 2022", "2022-04-03"),
    ],
)
def test_other_languages_are_read_in_the_past(text: str, expected: str) -> None:
    assert expected == str(parse_period(text, NOW, languages=LANGUAGES))


def test_a_clock_time_in_another_language_is_kept() -> None:
    moment = parse_moment("gestern um 21:00", NOW, languages=["de"])
    assert (dt.date(2023, 5, 16), dt.time(21)) == (moment.date, moment.time)
    assert not moment.exact


@pytest.mark.parametrize(
    "text",
    [
        *("a", "ok", "10", "maybe", "not a date at all", "am", "la", "9 Uhr", "um 9 Uhr", "le 5"),
        *("heute um 9 Uhr", "2-5 mai", "(" * 40 + "a", "gestern" * 20, "mai \x1b", "\udc80 mai"),
        *("sun set", "几天前", "月底", "31 avril", "vor 99999999999 Tagen", "il y a 9999 ans"),
    ],
)
def test_what_cannot_be_checked_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_period(text, NOW, languages=LANGUAGES)


@pytest.mark.parametrize("languages", [["fr"], ["xx"], [], ["zh-Hant"], ["en-GB"]])
def test_only_the_languages_of_the_settings_are_read(languages: list[str]) -> None:
    with pytest.raises(UsageError):
        parse_period("gestern", NOW, languages=languages)
    expected = parse_period("2023-04-02", NOW)
    assert expected == parse_period("2023年4月2日", NOW, languages=languages)


@pytest.mark.parametrize(
    ("call", "forbidden"),
    [
        ("", "re typing dataclasses journal.dates.words dateparser"),
        ("d.parse_moment('2023-04-02 14:30', n)", "re typing journal.dates.words dateparser"),
        ("d.parse_moment('昨晚9点', n)", "re typing journal.dates.guess dateparser"),
        ("d.leading_moment('note: x', n, languages=['fr'])", "re journal.dates.guess dateparser"),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(call: str, forbidden: str) -> None:
    code = (
        "import datetime, sys; n = datetime.datetime(2023, 5, 17, 10, 30)\n"
        "before = {*sys.modules}; import journal.dates as d\n"
        f"{call}\nprint(*{{*sys.modules}} - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set() == {*done.stdout.split()} & {*forbidden.split()}
