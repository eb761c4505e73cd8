"""What the pages of body work want done, the `what` of a `Do`, and what they hope to get back."""

from __future__ import annotations

from dataclasses import dataclass

from controller.coach.preparation.player import Player
from controller.coach.preparation.score import Mark
from controller.tui.pages.page import Page

TESTS = "tests"
"""In place of a routine's id: all tests that may be done today."""


@dataclass(frozen=True, slots=True)
class LookAtBodyWork:
    """The diary is read again; gives a `controller.coach.preparation.suggestion.Preparation`."""


@dataclass(frozen=True, slots=True)
class Play:
    """A routine, or the tests, are to be played; gives a `Score`, or a sentence why not."""

    what: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Marks are to be heard (the coach's `cues`); gives itself back, with the page after."""

    marks: tuple[Mark, ...]
    page: Page


@dataclass(frozen=True, slots=True)
class KeepPlayed:
    """What was played goes into the diary; gives lines to be read, the most urgent first."""

    player: Player
