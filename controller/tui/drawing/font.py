"""Letters and digits, seven rows high, that are read from where a runner is.

A stroke is two cells wide and one high, which a terminal shows as a square. ``scale`` makes both
larger, in whole steps, so that strokes stay even.
"""

from __future__ import annotations

from functools import cache
from typing import Final
from unicodedata import combining, normalize

from rich.cells import cell_len

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
    (
        "JMQVXZ",
        """
     ## ##   ##  #####  ##   ## ##   ## #######
     ## ### ### ##   ## ##   ##  ## ##       ##
     ## ####### ##   ## ##   ##   ###       ##
     ## ## # ## ##   ## ##   ##    #       ##
     ## ##   ## ## # ## ##   ##   ###     ##
##   ## ##   ## ##  ##   ## ##   ## ##   ##
 #####  ##   ##  ### ##   ###   ##   ## #######
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


@cache
def _drawn(text: str) -> str | None:
    """Return a text in letters that have glyphs, without accents; None: there is another one."""
    found = "".join(_plain(each) for each in text)
    return found if all(each in GLYPHS for each in found) else None


def _plain(letter: str) -> str:
    if letter in GLYPHS:
        return letter
    return "".join(each for each in normalize("NFKD", letter.upper()) if not combining(each))


def big_width(text: str, scale: int = 1) -> int:
    """Return how many cells a text takes."""
    drawn = _drawn(text)
    if drawn is None:
        return cell_len(text)
    return scale * max(0, sum(len(GLYPHS[each][0]) + _GAP for each in drawn) - _GAP)


def big(text: str, scale: int = 1) -> list[str]:
    """Return a text as rows of ``#`` and spaces, all as wide as `big_width`.

    A text of another alphabet has no glyphs: it stands in the middle row as it is.
    """
    drawn = _drawn(text)
    if drawn is None:
        return small(text, scale)
    rows = []
    for row in range(ROWS):
        cells = (" " * _GAP).join(GLYPHS[each][row] for each in drawn)
        rows += ["".join(cell * scale for cell in cells)] * scale
    return rows


def small(text: str, scale: int = 1) -> list[str]:
    """Return as many rows with the text as it is in the middle one."""
    rows = [" " * cell_len(text)] * (ROWS * scale)
    rows[len(rows) // 2] = text
    return rows
