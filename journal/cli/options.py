"""What the everyday commands can be told: one table, from which both lanes read.

Plain data, so that the fast lane need not import Typer; `typed` makes Typer's
parameters of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import inspect
    from collections.abc import Callable, Iterable
    from typing import Any


class Option:
    """An option, or without spellings the argument of a command.

    `kind` is `flag`, `text`, `texts` or `number`; `more` is what only Typer is
    told. A `plain` one is understood by the fast lane.
    """

    __slots__ = ("default", "help", "kind", "more", "name", "plain", "spellings")

    def __init__(
        self,
        name: str,
        *spellings: str,
        kind: str = "text",
        help: str,
        default: object = "",
        plain: bool = False,
        **more: object,
    ) -> None:
        """Keep what is told."""
        self.name = name
        self.spellings = spellings
        self.kind = kind
        self.help = help
        self.default = {"flag": False, "texts": []}.get(kind, default) if default == "" else default
        self.plain = plain
        self.more = more


_PANEL: dict[str, Any] = {"rich_help_panel": "Which entries", "show_default": False}

JOURNAL = Option(
    "journal",
    *("-j", "--journal"),
    kind="texts",
    help="Journal: a name or a path. Repeat to read several; all: every one.",
    plain=True,
)
GLOBALS = (
    JOURNAL,
    Option("config", "--config", help="Settings file to use."),
    Option("color", "--color", help="auto, always or never.", default="auto"),
    Option("no_pager", "--no-pager", kind="flag", help="Never use a pager."),
    Option("quiet", "-q", "--quiet", kind="flag", help="Say only what went wrong.", plain=True),
    Option("debug", "--debug", kind="flag", help="Show tracebacks."),
)
LIMIT = Option(
    "limit",
    "-n",
    "--limit",
    kind="number",
    help="At most so many.",
    default=None,
    plain=True,
    min=0,
)
REVERSE = Option(
    "reverse", "-r", "--reverse", kind="flag", help="Turn the order round.", plain=True
)
FILTERS = (
    Option("on", "--on", help="In this period: 2023, 2023-04, 上周, a..b.", **_PANEL),
    Option("since", "--from", "--since", help="From the beginning of this period on.", **_PANEL),
    Option("until", "--to", "--until", help="Up to the end of this period.", **_PANEL),
    Option("tags", "-t", "--tag", kind="texts", help="With this tag; repeatable.", **_PANEL),
    Option("not_tags", "--not-tag", kind="texts", help="Without this tag.", **_PANEL),
    Option("title", "--title", help="With this text in the title.", **_PANEL),
    Option("has", "--has", kind="texts", help="With an image, link, code, task or math.", **_PANEL),
    Option("starred", "--starred", kind="flag", help="With a star.", **_PANEL),
    LIMIT,
    Option("sort", "--sort", help="date, title, words or rank.", default="date"),
    REVERSE,
)
JSON = Option("json", "--json", kind="flag", help="JSON Lines, one entry a line.")
LIST = (JSON, *FILTERS)
SHOW = (
    Option(
        "refs",
        kind="texts",
        help="An id, a date, last, last~3; - reads them from stdin.",
        metavar="REF",
    ),
    Option("raw", "--raw", kind="flag", help="The bytes of the file, as they are."),
    JSON,
)
SEARCH = (
    Option(
        "query",
        kind="texts",
        help='Words, "a phrase", -not, OR, tag: title: on: has:',
        default=...,
        plain=True,
        metavar="QUERY",
    ),
    Option("regex", "-e", "--regex", kind="flag", help="QUERY is a regular expression."),
    Option(
        "case_sensitive", "-s", "--case-sensitive", kind="flag", help="Tell A from a.", plain=True
    ),
    Option("word", "-w", "--word", kind="flag", help="Whole words only.", plain=True),
    Option(
        "context",
        "-C",
        "--context",
        kind="number",
        help="Lines around each match.",
        default=0,
        min=0,
    ),
    Option("count", "-c", "--count", kind="flag", help="Only the number found.", plain=True),
    Option("ids", "-l", "--ids", kind="flag", help="Only the ids.", plain=True),
    Option("lines", "--lines", kind="flag", help="path:line:text of each match."),
    JSON,
    *FILTERS,
)
ADD = (
    Option(
        "text",
        kind="texts",
        help="What to write; - reads it from stdin.",
        plain=True,
        metavar="TEXT",
    ),
    Option("date", "-d", "--date", help="Its day: 2023-04-02, yesterday, 昨天 …", plain=True),
    Option("title", "--title", help="Its title.", plain=True, show_default=False),
    Option("tag", "-t", "--tag", kind="texts", help="A tag; repeatable.", plain=True),
    Option("edit", "-e", "--edit", kind="flag", help="Open the editor first."),
    Option("template", "--template", help="Begin with this template.", show_default=False),
    Option("dry_run", "-n", "--dry-run", kind="flag", help="Write nothing."),
)
EXPORT = (
    Option(
        "format_name",
        *("-f", "--format"),
        help="markdown, posts, jsonl, json, csv, html, txt, jrnl or sqlite.",
        metavar="FORMAT",
    ),
    Option("output", "-o", "--output", help="A file, or - for stdout.", default="-"),
    Option("force", "--force", kind="flag", help="Overwrite the file."),
    Option("raw", "--raw", kind="flag", help="Leave cells that look like formulas alone (csv)."),
    Option("embed", "--embed", kind="flag", help="Put the pictures into the page, too (html)."),
    *FILTERS,
)
TABLES = {"list": LIST, "show": SHOW, "search": SEARCH, "add": ADD, "export": EXPORT}
SHORT = {"list": "ls", "show": "cat", "search": "grep"}


def declare(
    command: Callable[..., int | None], options: Iterable[Option]
) -> Callable[..., int | None]:
    """Return a command as Typer reads it: with these options, by their names."""
    import inspect
    from functools import wraps

    import typer

    @wraps(command)
    def run(**values: Any) -> int | None:
        return command(**values)

    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    parameters = [context, *typed(options)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def typed(options: Iterable[Option]) -> list[inspect.Parameter]:
    """Return the options as the parameters of a function that Typer reads."""
    import inspect
    from typing import Annotated

    import typer

    kinds: dict[str, Any] = {"flag": bool, "text": str, "texts": list[str], "number": int}
    made: list[inspect.Parameter] = []
    for one in options:
        kind = kinds[one.kind] if one.default is not None else kinds[one.kind] | None
        more: dict[str, Any] = one.more
        if one.spellings:
            info = typer.Option(*one.spellings, help=one.help, **more)
        else:
            info = typer.Argument(help=one.help, **more)
        made.append(
            inspect.Parameter(
                one.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if one.default is ... else one.default,
                annotation=Annotated[kind, info],
            )
        )
    return made
