"""A URL as a code that a phone's camera reads, in half blocks: two rows of it in a line."""

from __future__ import annotations

from typing import Final

import segno

_BORDER: Final = 2
"""In modules: half of what the standard asks for, and what every camera does with."""
_BLOCKS: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def code_lines(url: str) -> tuple[str, ...]:
    """Return the lines, to be shown black on white."""
    rows = [
        list(row) for row in segno.make(url, error="l", micro=False).matrix_iter(border=_BORDER)
    ]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    return tuple(
        "".join(
            _BLOCKS[bool(upper), bool(lower)] for upper, lower in zip(above, below, strict=True)
        )
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    )
