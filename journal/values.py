"""Values: classes whose instances are frozen, compare by their fields, and cost nothing to import.

`dataclasses` costs more than the start of the interpreter. This does the little
that the classes on the way of an everyday command need of it, by the same
spelling; type checkers see the real one, and so does `dataclasses.replace`.
"""

from __future__ import annotations

from _operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from dataclasses import dataclass, field, replace
    from typing import Any

__all__ = ["dataclass", "field", "replace"]

_MISSING = object()


class _Field:
    """What is special about a field."""

    __slots__ = ("compare", "default", "factory", "init", "repr")

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Callable[[], Any] | None = None,
        init: bool = True,
        repr: bool = True,
        compare: bool = True,
    ) -> None:
        self.default = default
        self.factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare


class _Fields:
    """The fields as `dataclasses` has them, made when it asks for them."""

    def __init__(self, fields: dict[str, _Field]) -> None:
        self._fields = fields
        self._made: dict[str, Any] = {}

    def __get__(self, _: object, cls: type) -> dict[str, Any]:
        if not self._made:
            import dataclasses

            made = [
                (name, object, dataclasses.field(init=one.init, default=None))
                for name, one in self._fields.items()
            ]
            self._made = dataclasses.make_dataclass(cls.__name__, made).__dataclass_fields__  # type: ignore[attr-defined]
        return self._made


def _dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type], type]:
    """Make a class of values, as `dataclasses.dataclass` does."""

    def build(cls: type) -> type:
        fields: dict[str, _Field] = {}
        for name in _names(cls):
            given = cls.__dict__.get(name, _MISSING)
            fields[name] = given if isinstance(given, _Field) else _Field(default=given)
        space = {key: value for key, value in cls.__dict__.items() if key not in fields}
        space.pop("__dict__", None)
        space.pop("__weakref__", None)
        if slots:
            space["__slots__"] = tuple(fields)
        has_more = hasattr(cls, "__post_init__")
        # All methods are there when the class is made: to add one later costs more.
        methods = _methods(fields, frozen=frozen, has_more=has_more, slots=slots)
        space = {**methods, **space}
        made = type(cls)(cls.__name__, cls.__bases__, space)
        made.__qualname__ = cls.__qualname__
        if frozen and slots:
            # Sooner than `object.__setattr__`, which has to look for the slot each time.
            setters = {f"_set_{name}": made.__dict__[name].__set__ for name in fields}
            methods["__init__"].__globals__.update(setters)
        return made

    return build


def _names(cls: type) -> Iterable[str]:
    """Return the names of the fields in a class body."""
    names: Iterable[str] | None = cls.__dict__.get("__annotations__")  # noqa: RUF063 - see above
    if names is None:  # from Python 3.14 on they are made when they are asked for
        names = cls.__annotations__
    return names


def _methods(
    fields: dict[str, _Field], *, frozen: bool, has_more: bool, slots: bool
) -> dict[str, Any]:
    compared = [name for name, one in fields.items() if one.compare]
    key: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()
    shown = [name for name, one in fields.items() if one.repr]

    def __eq__(self: object, other: object) -> bool:
        same = other.__class__ is self.__class__
        return key(self) == key(other) if same else NotImplemented

    def __hash__(self: object) -> int:
        return hash(key(self))

    def __repr__(self: object) -> str:
        inner = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({inner})"

    names: dict[str, Any] = {"_fields": fields, "_set": object.__setattr__, "_missing": _MISSING}
    setter = "self.{0} = {1}"
    if frozen:
        setter = "_set_{0}(self, {1})" if slots else "_set(self, {0!r}, {1})"
    exec(_init(fields, setter, has_more=has_more), names)  # noqa: S102 - our own names
    methods = {
        "__init__": names["__init__"],
        "__eq__": __eq__,
        "__hash__": __hash__ if frozen else None,
        "__repr__": __repr__,
        "__match_args__": tuple(name for name, one in fields.items() if one.init),
        "__dataclass_fields__": _Fields(fields),
    }
    return {**methods, "__setattr__": _refuse, "__delattr__": _refuse} if frozen else methods


def _init(fields: dict[str, _Field], setter: str, *, has_more: bool) -> str:
    """Return the source of `__init__`; `setter` is how it sets a field to a value."""
    arguments: list[str] = []
    lines: list[str] = []
    for name, one in fields.items():
        value = name
        if one.factory:
            value = f"_fields[{name!r}].factory()"
            if one.init:
                arguments.append(f"{name}=_missing")
                value = f"{value} if {name} is _missing else {name}"
        elif one.default is not _MISSING:
            arguments.append(f"{name}=_fields[{name!r}].default")
        elif one.init:
            arguments.append(name)
        if one.init or one.factory or one.default is not _MISSING:
            lines.append(f"  {setter.format(name, value)}")
    if has_more:
        lines.append("  self.__post_init__()")
    return f"def __init__(self, {', '.join(arguments)}):\n" + "\n".join(lines or ["  pass"]) + "\n"


def _refuse(self: object, name: str, *_: object) -> None:
    raise AttributeError(f"cannot change {name!r} of a {self.__class__.__name__}")


def _replace(value: Any, **changes: Any) -> Any:
    """Return a value with some fields changed."""
    own = getattr(type(value), "__replace__", None)
    if own is not None:
        return own(value, **changes)
    cls = value.__class__
    kept = {name: getattr(value, name) for name in cls.__match_args__ if name not in changes}
    return cls(**kept, **changes)


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _Field, _replace
