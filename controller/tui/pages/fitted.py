"""Sections one below the other in what room there is: the least needed of them shrink first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from controller.tui.drawing.ink import Line


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines that belong together."""

    forms: tuple[list[Line], ...]
    """How they can be said, the longest first; an empty one is left out."""
    rank: int = 0
    """The lower, the sooner it takes a shorter form, and the later a longer one again."""


def fitted(sections: Sequence[Section], rows: int) -> list[Line]:
    """Return the sections with an empty line before each, in at most ``rows`` lines.

    Where the shortest forms have no room either the empty lines go, and then the end is cut.
    """
    chosen = [0] * len(sections)

    def shown() -> list[list[Line]]:
        forms = (each.forms[at] for each, at in zip(sections, chosen, strict=True))
        return [each for each in forms if each]

    def height() -> int:
        return sum(1 + len(each) for each in shown())

    while height() > rows:
        shorter = [at for at, each in enumerate(sections) if chosen[at] + 1 < len(each.forms)]
        if not shorter:
            break
        chosen[min(shorter, key=lambda at: sections[at].rank)] += 1
    for at in sorted(range(len(sections)), key=lambda at: -sections[at].rank):
        # A step down may have freed more than was needed.
        while chosen[at]:
            chosen[at] -= 1
            if height() > rows:
                chosen[at] += 1
                break
    apart = height() <= rows
    lines = [line for each in shown() for line in ([(), *each] if apart else each)]
    return lines[:rows]
