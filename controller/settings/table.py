"""Each setting: what it means, what it can be, and how a file and a command line have it."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, NamedTuple, Protocol

from controller.settings.values import Contrast, Settings, Units
from controller.words.catalogue import tr
from controller.words.later import tr_later


class ValueRefused(ValueError):  # noqa: N818  # it becomes a sentence with a place
    """A setting cannot be this."""


class Kind(Protocol):
    """The kind of a value."""

    @property
    def possible(self) -> str:
        """All that it can be, in words."""

    def read(self, given: object) -> Any:
        """Return the value of what stands in a file, or of a text.

        Raises:
            ValueRefused: it is none.
        """

    def written(self, value: Any) -> object:
        """Return it as a file or JSON has it: a truth, a number, a text or a list of texts."""


class Switch(NamedTuple):
    """On or off."""

    @property
    def possible(self) -> str:
        """All that it can be, in words."""
        # For translators: "on" and "off" stay as they are; that is what is typed.
        return tr("on or off")

    def read(self, given: object) -> bool:
        """Return whether it is on."""
        match given:
            case bool():
                return given
            case "on" | "yes" | "true":
                return True
            case "off" | "no" | "false":
                return False
            case _:
                raise ValueRefused

    def written(self, value: bool) -> bool:  # noqa: FBT001  # it is the value itself
        """Return it as it is."""
        return value


class Choice(NamedTuple):
    """One of the values of an enumeration, by its text."""

    of: type[Enum]

    @property
    def possible(self) -> str:
        """All that it can be, in words."""
        *others, last = (str(each.value) for each in self.of)
        return tr("{others} or {last}").format(others=", ".join(others), last=last)

    def read(self, given: object) -> Enum:
        """Return the value with this text."""
        for each in self.of:
            if given == each.value:
                return each
        raise ValueRefused

    def written(self, value: Enum) -> str:
        """Return its text."""
        return str(value.value)


class Number(NamedTuple):
    """A whole number, or "none" where a setting can do without one."""

    least: int
    most: int
    can_be_none: bool = False

    @property
    def possible(self) -> str:
        """All that it can be, in words."""
        told = tr("{least} to {most}, or none") if self.can_be_none else tr("{least} to {most}")
        return told.format(least=self.least, most=self.most)

    def read(self, given: object) -> int | None:
        """Return the number; None for "none"."""
        if self.can_be_none and given == _NONE:
            return None
        if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < _LONG:
            given = int(given)
        if type(given) is int and self.least <= given <= self.most:
            return given
        raise ValueRefused

    def written(self, value: int | None) -> int | str:
        """Return the number, or "none"."""
        return _NONE if value is None else value


class Names(NamedTuple):
    """Some names of keys, in a list or with commas between them."""

    @property
    def possible(self) -> str:
        """Return all that it can be, in words."""
        return tr("names of keys as reprise doctor keys tells them, or none")

    def read(self, given: object) -> tuple[str, ...]:
        """Return the names.

        Raises:
            ValueRefused: they are none.
        """
        if given == _NONE:
            return ()
        names = given.split(",") if isinstance(given, str) and given != "," else given
        if not isinstance(names, list) or len(names) > _MOST:
            raise ValueRefused
        return tuple(dict.fromkeys(_name(each) for each in names))

    def written(self, value: tuple[str, ...]) -> list[str]:
        """Return them as a file has them."""
        return list(value)


def _name(given: object) -> str:
    name = given.strip().lower() if isinstance(given, str) else ""
    if not name.isprintable() or not 0 < len(name) <= _LONGEST:
        raise ValueRefused
    return name


_NONE: Final = "none"
_LONG: Final = 10
_MOST: Final = 16
_LONGEST: Final = 24


class Setting(NamedTuple):
    """One of them."""

    key: str
    """How a person writes it."""
    kind: Kind
    means: str

    @property
    def field(self) -> str:
        """Its name in `Settings`."""
        return self.key.replace("-", "_")

    def of(self, settings: Settings) -> Any:
        """Return its value."""
        return getattr(settings, self.field)

    def words(self, settings: Settings) -> str:
        """Return its value as it is written on a command line."""
        held = self.kind.written(self.of(settings))
        if isinstance(held, bool):
            return tr_later("on") if held else tr_later("off")
        if isinstance(held, list):
            return ", ".join(held) or _NONE
        return str(held)


SETTINGS: Final = (
    Setting(
        "units", Choice(Units), tr("what a speed is shown in; plans and files are as they are"),
    ),
    Setting("tones", Switch(), tr("a tone for walk, run, question, stop")),
    Setting("volume", Number(0, 100), tr("of tones and voice, in percent")),
    Setting("voice", Switch(), tr("walk, run, times and cues are spoken; never a symptom")),
    Setting("cues", Switch(), tr("one line of technique in each interval")),
    Setting(
        "discreet", Switch(),
        tr(
            "in a session a place of the body is a letter, but where it is asked for; "
            "what is shown or asked between sessions names it"
        ),
    ),
    Setting("contrast", Choice(Contrast), tr("of the screens' colours")),
    Setting("motion", Switch(), tr("what moves on a screen only to be looked at")),
    Setting(
        "cadence-target", Number(120, 220, can_be_none=True),
        tr("steps a minute of both feet, to be shown; nothing is held back for it"),
    ),
    Setting("stop-keys", Names(), tr("further keys that stop the belt; the usual ones always do")),
)  # fmt: skip
BY_KEY: Final = {each.key: each for each in SETTINGS}
