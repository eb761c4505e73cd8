"""Letters and digits, seven rows high, that are read from where a runner is.

A stroke is two cells wide and one high, which a terminal shows as a square. ``scale`` makes both
larger, in whole steps, so that strokes stay even.
"""

from __future__ import annotations

from typing import Final

ROWS: Final = 7
_GAP: Final = 2

THIN: Final = "\N{THIN SPACE}"
"""As much room again as there is between two letters."""

_BANDS: Final = (
    (
        "0123456789",
        """
 #####     ##    #####   #####  ##  ##  #######  #####  #######  #####   #####
##   ##  ####   ##   ## ##   ## ##  ##  ##      ##           ## ##   ## ##   ##
##   ##    ##        ##      ## ##  ##  ##      ##          ##  ##   ## ##   ##
##   ##    ##       ##    ####  ####### ######  ######     ##    #####   ######
##   ##    ##     ###        ##     ##       ## ##   ##    ##   ##   ##      ##
##   ##    ##    ##     ##   ##     ##  ##   ## ##   ##    ##   ##   ##      ##
 #####   ###### #######  #####      ##   #####   #####     ##    #####   #####
""",
    ),
    (
        "ABDEFGHIKL",
        """
  ###   ######  ######  ####### #######  #####  ##   ## ######  ##   ## ##
 ## ##  ##   ## ##   ## ##      ##      ##   ## ##   ##   ##    ##  ##  ##
##   ## ##   ## ##   ## ##      ##      ##      ##   ##   ##    ## ##   ##
##   ## ######  ##   ## #####   #####   ## #### #######   ##    ####    ##
####### ##   ## ##   ## ##      ##      ##   ## ##   ##   ##    ## ##   ##
##   ## ##   ## ##   ## ##      ##      ##   ## ##   ##   ##    ##  ##  ##
##   ## ######  ######  ####### ##       #####  ##   ## ######  ##   ## #######
""",
    ),
    (
        "NOPRSTUWYC",
        """
##   ##  #####  ######  ######   #####  ####### ##   ## ##   ## ##   ##  #####
###  ## ##   ## ##   ## ##   ## ##   ##   ##    ##   ## ##   ## ##   ## ##   ##
#### ## ##   ## ##   ## ##   ## ##        ##    ##   ## ##   ##  ## ##  ##
## #### ##   ## ######  ######   #####    ##    ##   ## ## # ##   ###   ##
##  ### ##   ## ##      ## ##        ##   ##    ##   ## #######   ##    ##
##   ## ##   ## ##      ##  ##  ##   ##   ##    ##   ## ### ###   ##    ##   ##
##   ##  #####  ##      ##   ##  #####    ##     #####  ##   ##   ##     #####
""",
    ),
)

_NARROW: Final[dict[str, tuple[str, ...]]] = {
    ":": ("  ", "##", "##", "  ", "##", "##", "  "),
    ".": ("  ", "  ", "  ", "  ", "  ", "##", "##"),
    " ": ("   ",) * ROWS,
    THIN: ("",) * ROWS,
    "+": ("      ", "  ##  ", "  ##  ", "######", "  ##  ", "  ##  ", "      "),
    "-": ("      ",) * 3 + ("######",) + ("      ",) * 3,
}


def _glyphs() -> dict[str, tuple[str, ...]]:
    made: dict[str, tuple[str, ...]] = dict(_NARROW)
    for names, drawn in _BANDS:
        rows = drawn.strip("\n").split("\n")
        for place, name in enumerate(names):
            made[name] = tuple(row[8 * place : 8 * place + 7].ljust(7) for row in rows)
    return made


GLYPHS: Final = _glyphs()


def big_width(text: str, scale: int = 1) -> int:
    """Return how many cells a text takes."""
    return scale * max(0, sum(len(GLYPHS[each][0]) + _GAP for each in text) - _GAP)


def big(text: str, scale: int = 1) -> list[str]:
    """Return a text of `GLYPHS` as rows of ``#`` and spaces, all as wide as `big_width`."""
    rows: list[str] = []
    for row in range(ROWS):
        small = (" " * _GAP).join(GLYPHS[each][row] for each in text)
        rows += ["".join(cell * scale for cell in small)] * scale
    return rows
