"""What a device sends, as lines: each key, what it means in a session, and how it repeats."""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.tui.drawing.ink import Line, Span, block, choices, ends, words, wrapped
from controller.tui.keys.table import (
    Slap,
    answers,
    is_modifier,
    is_stop,
    own_name,
    usable,
    why_no_stop_key,
)
from controller.words.catalogue import tr

_KEPT: Final = 60
_NAME: Final = 18
_TYPES: Final = 7
_WAIT: Final = 10
_ALWAYS: Final = tr(
    "These always stop: SPACE, PAGE UP, PAGE DOWN, END, CTRL-C, -D, -Z, -\\, "
    "and any three keys within 0.2 s."
)
_MEANS: Final = {
    "g": tr("begins"),
    "s": tr("something is wrong"),
    "u": tr("unwell"),
    "w": tr("walk"),
    "p": tr("pause"),
    "c": tr("cool down"),
    "m": tr("sound"),
    "?": tr("help"),
    "down": tr("slower"),
    "up": tr("takes slower back"),
    "escape": tr("leaves; no stop key"),
}


class Seen(NamedTuple):
    """A key, and how often it came in a row."""

    key: str
    """As Textual names it."""
    character: str | None
    at: float
    """When it came last, in seconds."""
    waited: float | None = None
    """Seconds since the key before it; None for the first."""
    times: int = 1
    slap: bool = False
    """With it a hand has come down on the keyboard."""

    @property
    def name(self) -> str:
        """What a settings file calls it."""
        return own_name(self.key, self.character)


class Keyboard:
    """All that came, and which keys stop."""

    def __init__(self, added: tuple[str, ...]) -> None:
        """Begin with the keys that were added before."""
        self.added = added
        self.seen: list[Seen] = []
        self._slap = Slap()

    def take(self, key: str, character: str | None, at: float) -> None:
        """Note a key that came at a moment, in seconds."""
        last = self.seen[-1] if self.seen else None
        waited = None if last is None else at - last.at
        slap = self._slap.hit(key, at)
        again = last is not None and last.key == key and not slap
        times = last.times + 1 if last is not None and again else 1
        self.seen = [
            *(self.seen[:-1] if again else self.seen[-_KEPT:]),
            Seen(key, character, at, waited, times, slap),
        ]

    def stops(self, seen: Seen) -> bool:
        """Return whether a key stops the belt."""
        return is_stop(seen.key, seen.character, usable(self.added))

    @property
    def offered(self) -> str:
        """The name of the key that could be added now; empty if there is none."""
        last = self.seen[-1] if self.seen else None
        if last is None or self.stops(last) or why_no_stop_key(last.name):
            return ""
        return last.name

    @property
    def why_not(self) -> str:
        """Why the key that came last cannot be added; empty if it can, or stops already."""
        last = self.seen[-1] if self.seen else None
        return "" if last is None or self.stops(last) else why_no_stop_key(last.name)


def key_lines(keyboard: Keyboard, told: str, width: int, height: int) -> list[Line]:
    """Return the whole page; ``told`` is one line about what was done last."""
    head = ends(words(" ", Span("Reprise", "strong")), words(tr("what keys send"), "  "), width)
    lines: list[Line] = [
        head,
        (),
        words("   ", Span(tr("PRESS THE KEYS of your keyboard, clicker or pedal."), "strong")),
        words("   ", tr("Nothing here reaches a treadmill.  A label may say something else.")),
        (),
        words(
            "   ",
            Span(
                _row(tr("name"), tr("types"), tr("in a session"), tr("times"), tr("ms since")),
                "dim",
            ),
        ),
    ]
    offered = keyboard.offered
    makes = tr("makes {key} a stop key").format(key=shown_name(offered))
    adds = (("ENTER", makes),) if offered else ()
    takes = (("BACKSPACE", tr("takes yours away")),) if keyboard.added else ()
    below: list[Line] = [
        (),
        *_paragraph(_ALWAYS, width),
        *_paragraph(_added_words(keyboard.added), width),
        (),
        words("   ", Span(told or keyboard.why_not, "strong")),
        choices(*adds, *takes, ("ESC", tr("leaves"))),
    ]
    room = max(1, height - len(lines) - len(below))
    shown = keyboard.seen[-room:]
    lines += [_seen_line(keyboard, each, newest=each is shown[-1]) for each in shown]
    return block([*lines, *[()] * (room - len(shown)), *below], width, height)


def shown_name(name: str) -> str:
    """Return a key's name as people read it."""
    return name.upper().replace("_", " ")


def _added_words(added: tuple[str, ...]) -> str:
    if not added:
        return tr("You have added none.")
    told = tr("You have added: {keys}.").format(keys=", ".join(map(shown_name, added)))
    wrong = [f"{shown_name(name)}: {why}" for name in added if (why := why_no_stop_key(name))]
    return " ".join((told, *wrong))


def _paragraph(text: str, width: int) -> list[Line]:
    return [words("   ", line) for line in wrapped(text, width - 6)]


def _row(name: str, types: str, means: str, times: str, waited: str) -> str:
    return f"{name:<{_NAME}}{types:<{_TYPES}}{means:<34}{times:>5}{waited:>{_WAIT}}"


def _seen_line(keyboard: Keyboard, seen: Seen, *, newest: bool) -> Line:
    stops = keyboard.stops(seen)
    means = tr("STOPS THE BELT") if stops else _meaning(seen)
    if seen.slap and not stops:
        means = tr("three keys at once: STOPS THE BELT")
    printed = seen.character if seen.character and seen.character.isprintable() else ""
    types = f'"{printed}"' if printed else "-"
    waited = "-" if seen.waited is None else f"{seen.waited * 1000:.0f}"
    row = _row(seen.key[: _NAME - 1], types, means, str(seen.times), waited)
    style = "strong" if newest or stops or seen.slap else "text"
    return words("   ", Span(row, style))


def _meaning(seen: Seen) -> str:
    if is_modifier(seen.key):
        return tr("nothing by itself")
    known = _MEANS.get(seen.name)
    if known:
        return known
    return tr("answers") if answers(seen.name) else tr("nothing")
