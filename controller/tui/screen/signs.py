"""The list behind the unwell key: which signs mean that somebody is to be called, and how soon.

It is read standing. Reprise does not know which of them it is; the runner chooses a part of it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.words.catalogue import tr


class Part(NamedTuple):
    """One part of the list."""

    choice: str
    """How a record names it."""
    large: str
    """The same in letters that are read from afar."""
    title: str
    told: str
    """The signs, with a line break where a line of the screen ends."""

    @property
    def signs(self) -> list[str]:
        """The signs as lines."""
        return self.told.split("\n")


PARTS: Final = (
    Part(
        "now",
        tr("CALL NOW"),
        tr("CALL YOUR EMERGENCY NUMBER NOW (112, 999, 911)"),
        tr(
            "chest pain or tightness, no air, racing or uneven heart, fainting,\n"
            "a fit, weakness or numbness of face, arm or leg, trouble speaking"
        ),
    ),
    Part(
        "today",
        tr("TODAY"),
        tr("CALL YOUR MIDWIFE, DOCTOR OR THAT NUMBER TODAY"),
        tr(
            "one calf swollen, red, warm or sore - a bad headache or changed sight -\n"
            "a pad soaked in an hour, a large clot - severe tummy pain - fever 38 C -\n"
            "a wound that opens or oozes"
        ),
    ),
    Part(
        "bulge",
        tr("TODAY"),
        tr("CALL YOUR MIDWIFE OR DOCTOR TODAY"),
        tr("something bulging below; ask for a pelvic-health physiotherapist, too"),
    ),
)
"""In the order of the keys 1 to 3; the most serious first."""
MISTAKE: Final = "mistake"
PRESSED_BY_MISTAKE: Final = (
    tr("You told that it was pressed by mistake."),
    tr("The session is over; nothing is held against you."),
)
