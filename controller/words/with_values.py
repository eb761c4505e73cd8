"""Texts that are recorded with values in them.

They stand here, and not where they are said, so that whoever shows one finds the text again that it
was made of (`controller.words.recorded`).
"""

from __future__ import annotations

from typing import Final

from controller.words.journals import WRONG
from controller.words.later import tr_later
from controller.words.radio import SAID_WITH_VALUES

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
# For translators: what was felt or where, and how much of it.
NOTED: Final = tr_later("{symptom}, {strength}")

WITH_VALUES: Final = (
    *SAID_WITH_VALUES,
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
    NOTED,
)
"""The first that fits is the one: `NOTED` fits much, and comes last."""
