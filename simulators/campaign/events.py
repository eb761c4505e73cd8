"""What happens in a session, drawn at random: the runner's keys, and mishaps of the machine's.

Everything is written as `simulators.script` reads it, so that a case can be played alone by
``reprise simulate --at``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.core.symptoms import UNSURE

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from controller.core.policy import Policy

_QUIET: Final = 3
"""One runner in so many presses nothing but answers."""
_MOST_KEYS: Final = 6
_TROUBLED: Final = 4
"""One session in so many has a mishap ..."""
_MOST_MISHAPS: Final = 2
"""... or so many at most."""
_RESUMES: Final = 3
"""Two pauses in so many are followed by a resume."""

_KEYS: Final[dict[str, int]] = {
    "symptom": 6,
    **dict.fromkeys(("nothing", "strength"), 4),
    **dict.fromkeys(("walk", "slower", "faster", "wrong", "pause", "place"), 3),
    **dict.fromkeys(("stop", "which", "degree", "back"), 2),
    **dict.fromkeys(("resume", "unwell", "cool-down", "answer:none", "site", "talk", "go-on"), 1),
}
"""How often each key is pressed, beside the others."""

MISHAPS: Final = ("console", "console:stop", "safety-key", "steps", "disobey", "control-lost")
"""What a campaign may let happen to the machine, beside the faults of `simulators.faults`."""


def draw_keys(random: Random, seconds: int, policy: Policy) -> tuple[str, ...]:
    """Return keys at random moments of a session that lasts so long."""
    if random.randrange(_QUIET) == 0:
        return ()
    found: list[tuple[int, str]] = []
    names, weights = tuple(_KEYS), tuple(_KEYS.values())
    for key in random.choices(names, weights, k=random.randint(1, _MOST_KEYS)):
        at = random.randrange(seconds)
        found.append((at, _pressed(key, random, policy)))
        if key == "pause" and random.randrange(_RESUMES):
            found.append((at + random.randint(5, 90), "resume"))
    return tuple(f"{_clock(at)}={key}" for at, key in sorted(found))


def draw_mishaps(random: Random, seconds: int, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Return mishaps of the allowed kinds at random moments."""
    if not allowed or random.randrange(_TROUBLED):
        return ()
    found = sorted(
        (random.randrange(seconds), _happens(random.choice(allowed), random))
        for _ in range(random.randint(1, _MOST_MISHAPS))
    )
    return tuple(f"{_clock(at)}={key}" for at, key in found)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _pressed(key: str, random: Random, policy: Policy) -> str:
    """Return a key with what belongs to it."""
    entry = random.choice(policy.entries).symptom
    place = random.choice((*policy.places, UNSURE)).id
    amounts: dict[str, Callable[[], str]] = {
        "strength": lambda: f"strength:{random.randint(1, 4)}",
        "degree": lambda: f"degree:{random.randrange(4)}",
        "talk": lambda: f"talk:{random.randrange(3)}",
        "place": lambda: f"place:{place}",
        "which": lambda: f"which:{entry.id}",
        "site": lambda: f"site:{random.randrange(3)}:{entry.id}",
        "symptom": lambda: f"symptom:{entry.id}:{random.randint(0, entry.highest)}",
    }
    return amounts[key]() if key in amounts else key


def _happens(mishap: str, random: Random) -> str:
    """Return a mishap with its amount."""
    match mishap:
        case "console":
            return f"console:{random.randint(10, 90) / 10}"
        case "steps":
            return f"steps:{random.choice((0, 60, 110, 150, 200))}"
        case _:
            return mishap
