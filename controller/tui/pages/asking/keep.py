"""What a page that asked wants kept, and what whoever shows the pages answers (`Do`)."""

from __future__ import annotations

from typing import NamedTuple

from controller.coach.history import Fact, PreCheck


class Keep(NamedTuple):
    """These facts are to go into the diary, all of them or none.

    The answer is a `Kept`, or a sentence that says why they were not kept.
    """

    facts: tuple[Fact, ...]


class SignsKept(NamedTuple):
    """Questions were left; of what was answered the warning signs are kept, and nothing else."""

    facts: tuple[Fact, ...]


class Kept(NamedTuple):
    """They are in the diary."""

    comes_next: str = ""
    """What is decided now about the next session, in one sentence; empty if nothing is to say."""
    earlier: tuple[PreCheck, ...] = ()
    """What was told on the same day before it, where these are the questions before a session."""
    stands: str = ""
    """Why they do not open what a sign told before them keeps off
    (`controller.coach.readiness.stands`); empty if there is no such sign."""
