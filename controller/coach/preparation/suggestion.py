"""Body work for a day, as values that a screen draws: `suggest`, beside it, makes them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from controller.words.catalogue import tr, trn


class Listed(NamedTuple):
    """A routine, as it stands on the list."""

    id: str
    title: str
    minutes: int
    exercises: int
    days: int
    """On how many of the last seven it was done, today included."""
    last: date | None
    note: str
    """When it is for, if that is still to come; empty if it is open."""


class Suggestion(NamedTuple):
    """What would suit today."""

    routine: str
    """Its id; empty: rest is as good."""
    because: str
    """One sentence."""
    listed: tuple[Listed, ...]
    """All routines, in the order of the pillars."""
    days: int
    """Days with body work among the last seven, today included."""


class DueTest(NamedTuple):
    """A test of readiness that may be done today."""

    id: str
    title: str
    dose: str


class Preparation(NamedTuple):
    """All that there is to do for the body on a day."""

    suggestion: Suggestion
    tests: tuple[DueTest, ...]
    """Those that running waits for, or level 2, and that may be done today."""
    again: tuple[str, ...]
    """Ids of those that were passed and may be done once more."""
    no_tests: str
    """Why there is none; empty if there is one."""
    left: str
    """What the tests that may not be done today wait for; empty if all may."""
    closed: str
    """Why nothing is to be begun at all; empty if nothing speaks against it."""
    gentle: str
    """Why nothing but breath is to be begun today; empty if more is."""


def done_words(listed: Listed, today: date) -> str:
    """Return when a routine was done, in a few words."""
    if listed.last is None:
        return tr("not done yet")
    ago = (today - listed.last).days
    if ago == 0:
        told = tr("last done today, on {days} of the last 7 days")
    elif ago == 1:
        told = tr("last done yesterday, on {days} of the last 7 days")
    else:
        told = trn(
            "last done {ago} day ago, on {days} of the last 7 days",
            "last done {ago} days ago, on {days} of the last 7 days",
            ago,
        )
    return told.format(ago=ago, days=listed.days)
