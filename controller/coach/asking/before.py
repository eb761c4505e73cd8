"""What a question of the set-up was answered with the last time it was asked."""

from __future__ import annotations

from controller.coach.asking.reading import NO_BIRTH
from controller.coach.history import BIRTH, Birth, Fact, History, Told


def told_before(known: History, key: str) -> str:
    """Return the value of a question of the set-up as it was told last; empty if it was not."""
    match key:
        case "birth":
            last = next((each for each in reversed(known.facts) if _of_birth(each)), None)
            return str(last.on) if isinstance(last, Birth) else NO_BIRTH if last else ""
        case "birth-kind":
            born = known.birth
            return "" if born is None else born.kind.value
        case _:
            told = known.told(key)
            return "" if told is None else told.value


def _of_birth(fact: Fact) -> bool:
    return isinstance(fact, Birth) or (isinstance(fact, Told) and fact.key == BIRTH)
