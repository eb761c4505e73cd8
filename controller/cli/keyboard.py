"""Single keys from a terminal, made into intents (POSIX terminals only in this version)."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from controller.core.symptoms import Policy, Symptom
from controller.records.format import Record
from controller.records.intents import Intent

STOP_KEYS = frozenset({" ", "\x03", "\x04", "\x1a", "\x1c"})
"""SPACE, and what Ctrl-C, Ctrl-D, Ctrl-Z and Ctrl-\\ send once the terminal hands them over."""
_MEANS = {
    "g": "start",
    "p": "pause",
    "u": "unwell",
    "w": "walk",
    **dict.fromkeys(("\r", "\n", "0"), "nothing"),
}
_LETTERS = "abcdefhijklmnoqrtvwxyz"
"""Letters to name symptoms with, behind S."""


class Keys:
    """Reads keys as a person means them. A stop key stops, whatever was asked before."""

    def __init__(self, policy: Policy, say: Callable[[str], None]) -> None:
        """Remember the symptoms that can be told of; ``say`` prints a line."""
        self._say = say
        self._symptoms = dict(zip(_LETTERS, policy.symptoms, strict=False))
        self._policy = policy
        self._telling: Symptom | None = None
        self._choosing = False
        self._step = ""
        self._places: dict[str, Any] = {}

    def told(self, record: Record) -> None:
        """Take note of the question and its places: what a key means depends on them."""
        match record:
            case {"io": "head", "places": places}:
                self._places = {each["letter"].lower(): each for each in places}
            case {"io": "out", "kind": "question"}:
                step = record.get("step", "")
                if step == "place" and self._step != "place":
                    for number, (letter, each) in enumerate(self._places.items(), 1):
                        self._say(f"        {number} {letter.upper()}  {each['name']}")
                    self._say("        ENTER not sure   BACKSPACE another strength")
                self._step = step
            case _:
                pass

    def pressed(self, key: str) -> Intent | None:
        """Return what a key means now, or None if it only led on to the next question."""
        if key in STOP_KEYS or key.startswith("\x1b["):
            self._choosing, self._telling = False, None
            return Intent("stop", because="the stop key")
        if self._telling is not None:
            return self._value(key)
        if self._choosing and key.lower() == "u":
            self._choosing = False
            return Intent("unwell")
        if self._choosing:
            return self._symptom(key.lower())
        answer = self._answer(key.lower())
        if answer is not None:
            return answer
        if key.lower() != "s":
            return Intent(_MEANS.get(key.lower(), "other"))
        self._choosing = True
        for letter, symptom in self._symptoms.items():
            self._say(f"        {letter.upper()}  {symptom.label}")
        return Intent("other")

    def _answer(self, key: str) -> Intent | None:
        """Return what a key answers to the open question, if it answers it."""
        if self._step == "strength":
            return Intent("strength", value=int(key)) if key in "1234" else None
        if self._step != "place":
            return None
        if key in "\r\n":
            return Intent("place", symptom="unsure")
        if key in "\x7f\b":
            return Intent("back")
        places = list(self._places.values())
        if key.isdecimal() and 1 <= int(key) <= len(places):
            return Intent("place", symptom=places[int(key) - 1]["id"])
        place = self._places.get(key)
        return None if place is None else Intent("place", symptom=place["id"])

    def _symptom(self, key: str) -> Intent:
        self._choosing = False
        symptom = self._symptoms.get(key)
        if symptom is None:
            self._say("        Not in the list. S shows it again.")
            return Intent("other")
        scale = next(each for each in self._policy.scales if each.name == symptom.scale)
        if len(scale.bands) == 1:
            return Intent("symptom", symptom.id, scale.bands[0].lowest)
        self._telling = symptom
        rows = "   ".join(
            f"{each.lowest} {each.words}" if each.lowest == each.highest else each.words
            for each in scale.bands
        )
        self._say(f"        How strong? {rows}   (X is 10)")
        return Intent("other")

    def _value(self, key: str) -> Intent | None:
        symptom, self._telling = self._telling, None
        if symptom is None:
            return None
        if key in "xX":
            return Intent("symptom", symptom.id, 10)
        if key.isdecimal():
            return Intent("symptom", symptom.id, int(key))
        self._say("        Not a number, nothing noted. S begins again.")
        return Intent("other")


@contextmanager
def raw_keys(on_keys: Callable[[str], None]) -> Iterator[None]:
    """Give every key to ``on_keys`` at once, without echo, until the block ends.

    An empty string says that the terminal is gone.
    """
    import termios  # noqa: PLC0415  # absent on Windows, where --plain reads no keys yet
    import tty  # noqa: PLC0415

    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            data = os.read(fd, 1024)
        except OSError:
            data = b""
        if not data:
            loop.remove_reader(fd)
        on_keys(data.decode("utf-8", "replace"))

    tty.setraw(fd, termios.TCSANOW)
    after = termios.tcgetattr(fd)
    after[1] |= termios.OPOST  # lines still end where they should
    termios.tcsetattr(fd, termios.TCSANOW, after)
    loop.add_reader(fd, read)
    try:
        yield
    finally:
        loop.remove_reader(fd)
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
