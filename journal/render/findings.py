"""What a check-up found: each thing with its place and its remedy, then the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from journal.render.cells import cells, cut
from journal.render.lines import flow, styled, wrap
from journal.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style

    from journal.doctor.finding import Finding
    from journal.render.console import Screen
    from journal.render.theme import Theme

_MARGIN = "  "


def show_findings(findings: Sequence[Finding], screen: Screen) -> None:
    """Show findings under the file they are in, problems and notes told apart, then counted."""
    screen.show(_lines(findings, screen.theme, screen.width))


def _lines(findings: Sequence[Finding], theme: Theme, width: int) -> Iterator[Text]:
    for finding in findings:
        yield from _finding(finding, theme, width)
        yield Text()
    parts = []
    for severity in ("problem", "note"):
        if number := sum(finding.severity == severity for finding in findings):
            noun = severity if number == 1 else f"{severity}s"
            parts.append(styled((f"{number:,} ", theme.heading), (noun, _style(severity, theme))))
    yield from flow(parts, styled((f" {theme.dot} ", theme.quiet)), width)


def _finding(finding: Finding, theme: Theme, width: int) -> Iterator[Text]:
    """Yield severity and kind, the place, what is wrong, and what to do."""
    yield styled(
        (finding.severity, _style(finding.severity, theme)),
        (_MARGIN, theme.plain),
        (finding.kind, theme.heading),
    )
    place = visible(f"{finding.path}:{finding.line}", keep="")
    room = width - len(_MARGIN)
    rows = [styled((cut(place, room, mark=theme.ellipsis, end=True), theme.quiet))]
    what = visible(finding.what, keep="")
    rows += wrap(Text(f"{what[:1].upper()}{what[1:]}."), room)
    arrow = f"{theme.arrow} "
    remedy = wrap(Text(visible(finding.todo, keep="")), room - cells(arrow))
    rows += [
        Text(" " * cells(arrow) if number else arrow) + row for number, row in enumerate(remedy)
    ]
    for row in rows:
        yield Text(_MARGIN).append_text(row)


def _style(severity: str, theme: Theme) -> Style:
    return theme.warning if severity == "problem" else theme.changed
