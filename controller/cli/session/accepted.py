"""What a clinician has accepted, as words of a command line: ``leak_urine:1``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from controller.core.accepted import Accepted, acceptable
from controller.core.policy import Policy
from controller.words.catalogue import tr
from plans.problems import Refused, listed, quoted


class AcceptedInvalid(Refused):
    """It cannot be read, or nobody can accept it; one sentence."""


def words_of_accepted(accepted: Accepted) -> list[str]:
    """Return the words that say it to a controller's process."""
    return [f"{symptom}:{most}" for symptom, most in accepted]


def parse_accepted(texts: Iterable[str]) -> Accepted:
    """Read what those words say.

    Raises:
        AcceptedInvalid: they are none.
    """
    return tuple(map(_one, texts))


def parse_acceptable(texts: Iterable[str], policy: Policy) -> Accepted:
    """Read what somebody wrote; what a policy always stops for or refers is told to be so.

    Raises:
        AcceptedInvalid: it cannot be read, or makes no difference.
    """
    texts = list(texts)
    found = parse_accepted(texts)
    can = acceptable(policy)
    for text, (symptom, most) in zip(texts, found, strict=True):
        if most > can.get(symptom, 0):
            known = listed([f"{each}:{value}" for each, value in can.items()], tr("or"))
            raise AcceptedInvalid(
                tr(
                    "--accepted {text}: under this policy that cannot be accepted; "
                    "write at most {known}."
                ).format(text=quoted(text), known=known)
            )
    return found


def _one(text: str) -> tuple[str, int]:
    symptom, _, most = text.partition(":")
    if not symptom or re.fullmatch("[1-9]|10", most) is None:
        raise AcceptedInvalid(
            tr("--accepted {text}: write SYMPTOM:STRENGTH, as leak_urine:1.").format(
                text=quoted(text)
            )
        )
    return symptom, int(most)
