"""Texts that are recorded with values in them.

They stand here, and not where they are said, so that whoever shows one finds the text again that it
was made of (`controller.words.recorded`).
"""

from __future__ import annotations

from typing import Final

from controller.words import files, radio
from controller.words.journals import WRONG
from controller.words.later import tr_later

LINK_LOST: Final = tr_later("the link to the treadmill is lost: {because}")
SLEPT: Final = tr_later("the computer slept for {seconds} s")
START_REFUSED: Final = tr_later(
    "the treadmill refused to start: {answer}; "
    "with --manual you press its keys yourself, as Reprise says them"
)
SLOWING_REFUSED: Final = tr_later("the treadmill refused to go slower: {answer}")
STARTED_TOO_FAST: Final = tr_later("the belt started faster than allowed ({because})")
MISTAKE: Final = tr_later("a mistake in Reprise ({bug})")
REVIEW_OF_BOTH: Final = tr_later("Plan and policy: {review}.")
REVIEWS: Final = tr_later("Plan: {plan}. Policy: {policy}.")
REVIEW_OF_PLAN: Final = tr_later("Plan: {review}.")
REVIEW_OF_POLICY: Final = tr_later("Policy: {review}.")
SIGNAL: Final = tr_later("signal {name}")
CALLED_OFF: Final = tr_later("{because} called it off")
NEITHER_HELD: Final = tr_later(
    "Neither sleep nor the screen lock is held off ({reasons}): turn both off in the system's "
    "settings before the belt moves."
)
SLEEP_NOT_HELD: Final = tr_later(
    "Sleep is not held off ({reason}): turn automatic sleep off in the system's settings before "
    "the belt moves."
)
LOCK_NOT_HELD: Final = tr_later(
    "The screen lock is not held off ({reason}): turn it off in the system's settings before the "
    "belt moves."
)
SUSPEND_NOT_HELD: Final = tr_later(
    "A forced sleep cannot be held up ({reason}): do not close the lid while the belt moves."
)
BUS_REFUSED: Final = tr_later("{who} refused: {error}")
NO_BUS: Final = tr_later("no {bus} answers")
HAS_ENDED: Final = tr_later("{program} has ended")
NOT_STARTED: Final = tr_later("{program} cannot be started")
NO_ANSWER: Final = tr_later("{program} did not answer")
# For translators: what was felt or where, and how much of it.
NOTED: Final = tr_later("{symptom}, {strength}")

WITH_VALUES: Final = (
    *radio.SAID_WITH_VALUES,
    *files.SAID_WITH_VALUES,
    *WRONG,
    LINK_LOST,
    SLEPT,
    START_REFUSED,
    SLOWING_REFUSED,
    STARTED_TOO_FAST,
    MISTAKE,
    REVIEW_OF_BOTH,
    REVIEWS,
    REVIEW_OF_PLAN,
    REVIEW_OF_POLICY,
    SIGNAL,
    CALLED_OFF,
    NEITHER_HELD,
    SLEEP_NOT_HELD,
    LOCK_NOT_HELD,
    SUSPEND_NOT_HELD,
    BUS_REFUSED,
    NO_BUS,
    HAS_ENDED,
    NOT_STARTED,
    NO_ANSWER,
    NOTED,
)
"""The first that fits is the one: `NOTED` fits much, and comes last."""
