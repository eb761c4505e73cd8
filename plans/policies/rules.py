"""The decision table within a session (evidence.md 10.1), and those rules that no file holds."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.numbers import GIVE_UP_AFTER, HOLD_AFTER
from protocols.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "I0": "stop key, stumble, the treadmill's own stop or safety key",
        "I1": "a warning sign",
        "I2": "strong or lasting pelvic symptoms",
        "I3": "a pelvic symptom ends the running of the day",
        "I4": "one retry after a first pelvic symptom that is not strong",
        "I5": "a pelvic symptom, the second time",
        "I6": "one sore spot on bone",
        "I7": "pain of 6 and over, or limping that stays",
        "I8": "pain of 4 and 5, or limping",
        "I9": "pain of 3, or pain that rises by 2",
        "I10": "pain of 1 and 2 that does not rise",
        "I11": "effort",
        "I12": "doming",
        "I13": "no answer",
        "I14": "nobody steps on a moving belt",
        "I15": "the link is lost, or the belt does not follow",
    }
)
"""What each rule is about."""


class FixedRule(NamedTuple):
    """A rule that the program itself holds, whatever the policy."""

    rule: str
    """A key of `RULES`, or ``"never"``."""
    when: str
    do: str
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""


FIXED: Final = (
    FixedRule(
        "I0", RULES["I0"], "stop at once; nothing starts again by itself", ("hpc18", "ge70", "ftms")
    ),
    FixedRule(
        "I13",
        f"no answer for {HOLD_AFTER // SECOND} s",
        "the walk is held; no run begins",
        ("hpc50", "proposal"),
    ),
    FixedRule(
        "I13",
        f"no answer for {GIVE_UP_AFTER // SECOND} s",
        "the belt is brought to a stop",
        ("hpc50", "proposal"),
    ),
    FixedRule("I14", f"{RULES['I14']}, 3 s long", "lowest speed, then stop", ("proposal",)),
    FixedRule(
        "I15",
        RULES["I15"],
        "an alarm: use the treadmill's own stop; nothing goes on by itself",
        ("cds1", "proposal"),
    ),
    FixedRule(
        "never",
        "any symptom",
        "faster, longer, or a walk left out: no sentence says so",
        ("deering2024-T6",),
    ),
)
"""They are shown with every policy, and no file can change them."""
