"""Whom to call, by country; where that is not certain, all the numbers that are usual."""

from __future__ import annotations

from typing import Final

from controller.words.catalogue import tr

_EUROPE: Final = (
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS"
)
"""112 is the number of all emergency services there (European Union; Iceland)."""
_NUMBERS: Final = {
    **dict.fromkeys(_EUROPE.split(), "112"),
    "GB": "999",
    "US": "911",
    "CA": "911",
    "AU": "000",
    "NZ": "111",
}
UNKNOWN: Final = tr("your emergency number (112, 999, 911)")


def emergency_number(country: str) -> str:
    """Return the number of a country, two letters; or a sentence's part that fits everywhere."""
    return _NUMBERS.get(country.upper(), UNKNOWN)


def crisis_words(country: str) -> tuple[str, ...]:
    """Return what is said to somebody whose mood is low: no judgement, and a way to go."""
    number = emergency_number(country)
    return (
        tr("A low mood after a birth, or at any time, is common, and there is help for it."),
        tr("Tell somebody today: a person close to you, your midwife, your doctor."),
        tr("With thoughts of harming yourself or the child call {number} now.").format(
            number=number
        ),
        tr("Do not stay alone with it."),
    )
