"""What Today wants done that it cannot do itself: the `what` of a `Do`, and who does it.

Whoever does it answers with a turn, which Today then takes (`Page.returned`), or with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, unique
from typing import NamedTuple, Protocol

from controller.coach.today.values import Item
from controller.settings.values import Contrast


@dataclass(frozen=True, slots=True)
class Leave:
    """The pages are over; ``result`` is for whoever showed them."""

    result: object = None


@dataclass(frozen=True, slots=True)
class Begin:
    """A session begins, or the questions before it."""

    item: Item


@dataclass(frozen=True, slots=True)
class Attend:
    """Something else that is due is done now."""

    item: Item


@dataclass(frozen=True, slots=True)
class Answers:
    """What a page that asked was closed with, as it is."""

    result: object


@dataclass(frozen=True, slots=True)
class Look:
    """The diary is read again, and the clock."""


@dataclass(frozen=True, slots=True)
class NotToday:
    """No session today. Nothing is kept of that."""


@unique
class Place(Enum):
    """Where a letter leads."""

    HISTORY = "history"
    PLANS = "plans"
    BODY = "body"
    SETUP = "setup"
    SETTINGS = "settings"
    CLINICIAN = "clinician"
    DOCTOR = "doctor"
    ABOUT = "about"
    PRACTICE = "practice"
    """A session on a simulated treadmill."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A place is opened."""

    place: Place


class Head(NamedTuple):
    """What the first line says beside the page's title."""

    day: str
    whose: str = ""
    """The profile's name, if it is not the usual one."""
    simulated: bool = False
    """Sessions that begin here are simulated."""


class Doer(Protocol):
    """Whoever does what pages want done."""

    bell: Callable[[], object]
    """Rings the terminal's bell; whoever shows the pages puts it in."""

    contrast: Contrast
    """How strong the colours are to be, from the next drawing on."""

    @property
    def head(self) -> Head:
        """For the first line."""

    def do(self, what: object) -> object:
        """Do it and return what came of it; it is what `Page.returned` gets."""
