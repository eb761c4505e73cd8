"""A reason names what was told, with how much of it, and not all that its row is about."""

from __future__ import annotations

from typing import Any, Final

import pytest

from controller.coach.history import Aftermath, ClearanceKind, Screen
from controller.coach.progress.rules import decide
from plans.shelf import find_plan, open_policy
from tests.coach.stories import LADDER, at, before, day, done, fact, history, note, seen

PLAN: Final = find_plan(LADDER)
POLICY: Final = open_policy(PLAN.policy)
PELVIC: Final = ClearanceKind.PELVIC
REFERRED: Final[dict[str, Any]] = {"completed": False, "outcome": "stopped_and_refer"}
SINCE_BONE: Final = fact(Aftermath(at(0, 11), "s0", 3, None, ("shin_foot_bone",)))
SPOT: Final = "one sore spot on bone"
REASONS: Final = {
    f"Pain on bone was noted on 2 March, {SPOT} (1-2 of 10): ": [
        done(0, 5, note("shin_foot_bone", 1))
    ],
    f"Pain on bone was noted on 2 March, {SPOT} (1 of 10): ": [
        done(0, 5, check={"missing": True}), before(0, 10, pain=(("shin_foot_bone", 1),))
    ],
    f"Pain on bone was noted on 2 March, {SPOT}: ": [done(0, 5), SINCE_BONE],
    f"Pain on bone was noted on 2 March, {SPOT} (4 of 10 on 3 March): ": [
        done(0, 5, note("shin_foot_bone", 1), check={"pain": (("shin_foot_bone", 4),)})
    ],
    f"Pain on bone was noted on 3 March, {SPOT} (1 of 10): ": [
        done(0, 5, check={"pain": (("shin_foot_bone", 1), ("knee", 2))})
    ],
    "Pain of 6 and over was noted on 2 March, knee (6-10 of 10): ": [done(0, 5, note("knee", 6))],
    "Pain of 6 and over was noted on 3 March, knee (7 of 10): ": [
        done(0, 5, check={"pain": (("knee", 7), ("hip", 5))})
    ],
    f"Pain on bone, and pain of 6 and over, was noted on 3 March, {SPOT} (1 of 10), "
    "knee (6 of 10): ": [done(0, 5, check={"pain": (("shin_foot_bone", 1), ("knee", 6))})],
    "Pain on bone, or pain of 6 and over, was noted on 2 March: ": [
        done(0, 5, rules=("I6",), **REFERRED)
    ],
    "On 2 March there was heaviness (strong): ": [done(0, 5, note("heaviness", 3), **REFERRED)],
    "On 2 March there was a bulge below: ": [done(0, 5, signs="bulge", **REFERRED)],
    "On 3 March there was a bulge below: ": [done(0, 5), fact(Screen(at(1), ("bulge",)))],
    "On 2 March there was leaking wind or poo (clear): ": [
        done(0, 5, note("leak_bowel", 2), note("knee", 1), **REFERRED)
    ],
    "On 2 March there was heaviness (a little): ": [
        done(0, 5, note("heaviness", 1), rules=("I2",), **REFERRED)
    ],
    "Heaviness (a little) came again on 2 March: ": [
        done(-3, 5, note("leak_urine", 1)), done(0, 5, note("heaviness", 1)),
    ],
    "Leaking pee (a little) came at level 1 on 2 March: ": [done(0, 1, note("leak_urine", 1))],
    "Leaking, heaviness or pain down below came at level 1 on 3 March: ": [
        done(0, 1, check={"pelvic": True})
    ],
    "On 2 March there was leaking pee (clear): ": [
        seen(-9, PELVIC, accepted=(("leak_urine", 1), ("heaviness", 1))),
        done(0, 5, note("leak_urine", 2), note("heaviness", 1)),
    ],
    "Pain of 4 and over was noted on 2 March, knee (4-5 of 10): ": [done(0, 5, note("knee", 4))],
    "On 2 March there was limping: ": [done(0, 5, note("limp", 1))],
}  # fmt: skip


@pytest.mark.parametrize("words", REASONS)
def test_a_reason_names_the_half_that_was_told_and_how_much(words: str) -> None:
    """Whoever skims reads the 6 of "pain on bone, or pain of 6 and over" where it was a 1."""
    assert decide(history(*REASONS[words]), PLAN, POLICY, day(2)).because.startswith(words)
