"""The list behind the unwell key: which signs mean that somebody is to be called, and how soon.

It is read standing. Reprise does not know which of them it is; the runner chooses a part of it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.words.catalogue import tr


class Part(NamedTuple):
    """One part of the list."""

    number: int
    """The key that chooses it."""
    choice: str
    """How a record names it."""
    large: str
    """The same in letters that are read from afar."""
    title: str
    told: str
    """The signs, with a line break where a line of the screen ends."""
    graver: str = ""
    """What makes the call one that does not wait: a line alone says it, a screen has all parts."""

    @property
    def signs(self) -> list[str]:
        """The signs as lines."""
        return self.told.split("\n")


PARTS: Final = (
    Part(
        1,
        "now",
        tr("CALL NOW"),
        tr("CALL YOUR EMERGENCY NUMBER NOW (112, 999, 911)"),
        tr(
            "chest pain or tightness, no air, racing or uneven heart, fainting, fits,\n"
            "trouble speaking, weak or numb face, arm or leg, numb between the legs,\n"
            "pee or poo suddenly not held, pee that will not come, a pad soaked in an\n"
            "hour, a large clot, thoughts of harming yourself or the child"
        ),
    ),
    Part(
        2,
        "today",
        tr("TODAY"),
        tr("CALL YOUR MIDWIFE, DOCTOR OR THAT NUMBER TODAY"),
        tr(
            "one calf swollen, red, warm or sore - a bad headache or changed sight -\n"
            "new bleeding - severe tummy pain - fever 38 C - a wound open or oozing"
        ),
        tr("With a pad soaked in an hour, or a large clot, call that number now."),
    ),
    Part(
        3,
        "bulge",
        tr("PHYSIO"),
        tr("SEE A PELVIC-HEALTH PHYSIOTHERAPIST BEFORE YOU RUN AGAIN"),
        tr("something bulging below; your midwife or doctor can help you find one"),
    ),
)
"""In the order of the keys 1 to 3; the most serious first.

After evidence.md 2.4 and 9: awhonn, cdc and davenport2025; a soaked pad and a large clot are an
emergency there (9). The numb saddle, the new loss of control and the pee that will not come are
general knowledge there (cauda equina), a proposal in the policy. A bulge stops and refers to a
physiotherapist (nhslondon, bnssg); nothing there says to call on the same day.
"""


def parts(number: str) -> tuple[Part, ...]:
    """Return the list with the emergency number of her country; with none, all that are usual."""
    now, *others = PARTS
    title = tr("CALL {number} NOW").format(number=number) if number else now.title
    return now._replace(title=title), *others


MISTAKE: Final = "mistake"
PRESSED_BY_MISTAKE: Final = (
    tr("You told that it was pressed by mistake."),
    tr("The session is over; nothing is held against you."),
)
_REFERRED: Final = tr("Please see a clinician before another session.")


def part_in_a_line(choice: str, number: str) -> str:
    """Return whom to call for the part that was chosen; nothing if none was.

    Args:
        choice: as a record names it.
        number: the emergency number of her country, or nothing.
    """
    said = (f"{part.title}. {part.graver}" for part in parts(number) if part.choice == choice)
    return next(said, "").rstrip()


def last_words(choice: str, number: str) -> str:
    """Return what stays to be read on the terminal when a session that refers has been left.

    Where no part was chosen that is the whole list: nobody knows which of its calls it is.
    """
    listed = (f"{part.title}: {' '.join(part.signs)}." for part in parts(number))
    return part_in_a_line(choice, number) or "\n".join((_REFERRED, *listed))
