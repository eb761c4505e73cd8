"""One record: a JSON object on a line, with its number, its moment and its direction.

A record is an input (what happened: bytes received, a key, a wake), an output (what was made of
it: bytes sent, a phase, a question) or the header. Replaying the inputs makes the outputs again,
so a journal proves itself. Moments and speeds are integers; no number passes through a float.
"""

from __future__ import annotations

import json
from typing import Any, Final

FORMAT: Final = "reprise-journal 2"

HEADER: Final = "head"
INPUT: Final = "in"
OUTPUT: Final = "out"
SHELL: Final = "shell"
"""What the shell says of itself (our bug, an incomplete journal); a replay does not remake it."""

WATCH: Final = "watch"
"""What the operator says of the controller's process (it died, a successor is there). It is on no
disk: it is told by the front end's own side of the pipe."""

MAY_MOVE: Final = frozenset({"starting", "running", "walking out", "stopping", "unknown"})
"""The phases in which a belt moves or may move. In ``ended`` it depends on ``confirmed``."""

Record = dict[str, Any]
"""``{"n": int, "t": int, "io": str, "kind": str, ...}``; ``t`` is nanoseconds of session time."""


_encode: Final = json.JSONEncoder(separators=(",", ":")).encode
"""Once: `json.dumps` makes an encoder for each call that is not content with its defaults."""


def to_line(record: Record) -> str:
    """Return the record as one line without its newline."""
    return _encode(record)
