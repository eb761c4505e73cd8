"""What the evidence page says of every bundled plan, typed from there and not from the plans."""

from __future__ import annotations

from typing import Final, NamedTuple


class Row(NamedTuple):
    """What a level comes to between warm-up and cool-down, in minutes."""

    running: float
    work: float
    runs: int
    longest: float


WALK: Final = (
    Row(0, 10, 0, 0),
    Row(0, 15, 0, 0),
    Row(0, 20, 0, 0),
    Row(0, 25, 0, 0),
    Row(0, 30, 0, 0),
)
"""3.11: from 10 min by 5 min a week to 30 min."""

LADDER: Final = (
    Row(4, 20, 8, 0.5),
    Row(5, 25, 10, 0.5),
    Row(5, 15, 5, 1),
    Row(6, 18, 6, 1),
    Row(7, 21, 7, 1),
    Row(7, 17.5, 7, 1),
    Row(8, 20, 8, 1),
    Row(10, 25, 10, 1),
    Row(10.5, 21, 7, 1.5),
    Row(12, 24, 8, 1.5),
    Row(12, 21, 6, 2),
    Row(12, 18, 6, 2),
    Row(14, 21, 7, 2),
    Row(15, 20, 5, 3),
    Row(17, 22, 6, 3),
    Row(18, 22, 4, 4.5),
    Row(19, 22, 3, 19 / 3),
    Row(19, 21, 2, 9.5),
    Row(20, 21, 2, 14),
    Row(20, 20, 1, 20),
    Row(22, 22, 1, 22),
    Row(24, 24, 1, 24),
    Row(26, 26, 1, 26),
    Row(28, 28, 1, 28),
    Row(30, 30, 1, 30),
)
"""3.11."""

LADDER_CHANGES: Final = "TBTTRTTBTBRTBTBBBBBTTTTT"
"""3.11, from level 2 on: T more in total, B longer runs, R shorter walks."""

TWENTY: Final = (
    Row(2, 20, 4, 0.5),
    Row(2, 20, 4, 0.5),
    Row(4, 20, 4, 1),
    Row(4, 20, 4, 1),
    Row(6, 20, 4, 1.5),
    Row(6, 20, 4, 1.5),
    Row(8, 20, 4, 2),
    Row(8, 20, 4, 2),
    Row(10, 20, 4, 2.5),
    Row(10, 20, 4, 2.5),
    Row(12, 20, 4, 3),
    Row(12, 20, 4, 3),
    Row(14, 20, 4, 3.5),
    Row(14, 20, 4, 3.5),
    Row(16, 20, 4, 4),
    Row(16, 20, 4, 4),
    Row(18, 20, 4, 4.5),
    Row(18, 20, 4, 4.5),
    Row(20, 20, 1, 20),
)
"""3.4: 20 min in blocks of 5:00, every length twice; the last is 20 min."""

NINE_WEEKS: Final = (
    Row(8, 20, 8, 1),
    Row(9, 20, 6, 1.5),
    Row(9, 18, 4, 3),
    Row(16, 21.5, 4, 5),
    Row(15, 21, 3, 5),
    Row(16, 21, 2, 8),
    Row(20, 20, 1, 20),
    Row(18, 24, 3, 8),
    Row(20, 23, 2, 10),
    Row(25, 25, 1, 25),
    Row(25, 25, 1, 25),
    Row(28, 28, 1, 28),
    Row(30, 30, 1, 30),
)
"""3.1."""

NINE_WEEKS_SESSIONS: Final = (
    (1, 1, 1),
    (2, 2, 2),
    (3, 3, 3),
    (4, 4, 4),
    (5, 6, 7),
    (8, 9, 10),
    (11, 11, 11),
    (12, 12, 12),
    (13, 13, 13),
)
"""3.1: the sessions of each week, by level."""
NINE_WEEKS_MINUTES: Final = (24, 27, 27, 48, 51, 63, 75, 84, 90)
"""3.1: minutes of running in each week, as computed there."""

WALK_FIRST: Final = (
    Row(3, 15, 3, 1),
    Row(6, 15, 3, 2),
    Row(9, 15, 3, 3),
    Row(16, 20, 4, 4),
    Row(15, 18, 3, 5),
    Row(18, 21, 3, 6),
    Row(21, 24, 3, 7),
    Row(16, 18, 2, 8),
    Row(20, 22, 2, 10),
    Row(12, 15, 1, 12),
    Row(15, 18, 1, 15),
    Row(18, 21, 1, 18),
    Row(20, 23, 1, 20),
)
"""3.5."""

HALF_HOUR: Final = (
    Row(5, 30, 5, 1),
    Row(10, 30, 5, 2),
    Row(15, 30, 5, 3),
    Row(20, 30, 5, 4),
    Row(25, 30, 5, 5),
    Row(30, 33, 3, 10),
    Row(20, 20, 1, 20),
)
"""3.6; the last is 20 to 30 min there, and the milder end is taken."""

EIGHT_WEEKS: Final = (
    Row(8, 20, 8, 1),
    Row(14, 21, 7, 2),
    Row(18, 24, 6, 3),
    Row(20, 28, 4, 5),
    Row(24, 30, 3, 8),
    Row(36, 39, 3, 12),
    Row(30, 31, 2, 15),
    Row(30, 30, 1, 30),
)
"""3.10, the 8 weeks from 0 to 30 min."""

TEN_WEEKS: Final = (
    Row(8, 16, 8, 1),
    Row(12, 18, 6, 2),
    Row(12, 16, 4, 3),
    Row(16, 20, 4, 4),
    Row(20, 24, 4, 5),
    Row(18, 21, 3, 6),
    Row(21, 24, 3, 7),
    Row(24, 27, 3, 8),
    Row(27, 30, 3, 9),
    Row(30, 33, 3, 10),
)
"""3.9 c."""

BY_TIME: Final = {
    "postpartum-walk": WALK,
    "postpartum-ladder": LADDER,
    "twenty-by-five": TWENTY,
    "nine-week-30": NINE_WEEKS,
    "walk-first-5wk": WALK_FIRST,
    "thirty-minute-7": HALF_HOUR,
    "eight-week-30": EIGHT_WEEKS,
    "ten-week-n-to-1": TEN_WEEKS,
}
"""The plans whose levels are told in minutes."""


class Miles(NamedTuple):
    """What a level of the plan in miles comes to."""

    jogged: float
    all: float
    runs: int
    longest: float


MILES: Final = (
    Miles(1.0, 2, 10, 0.1),
    Miles(1.3, 2, 7, 0.2),
    Miles(1.5, 2, 5, 0.3),
    Miles(1.6, 2, 4, 0.4),
    Miles(2, 2, 1, 2),
    Miles(2.5, 2.5, 1, 2.5),
    Miles(3, 3, 1, 3),
    Miles(3, 3, 1, 3),
)
"""3.2: walks of 0.1 mi, 2 mi in all; level 8 without its faster half."""


class Phase(NamedTuple):
    """A phase of the plan by effort; no walk where it runs through."""

    effort: int
    walk: float
    run: float
    miles: float


PHASES: Final = (
    Phase(3, 2, 3, 1.0),
    Phase(3, 2, 3, 1.5),
    Phase(4, 2, 4, 1.5),
    Phase(4, 2, 4, 2.0),
    Phase(5, 1, 4, 2.0),
    Phase(5, 0, 0, 2.0),
)
"""3.3: effort of 10, minutes and miles."""

RATIOS: Final = (
    (30, 60),
    (30, 45),
    (30, 30),
    (60, 60),
    (60, 30),
    (120, 60),
    (150, 60),
    (180, 60),
    (90, 30),
)
"""3.10: seconds of run and walk in both charts, neither below 30 s, no pace above 10 km/h."""

FLAGGED: Final = {
    "postpartum-ladder": "no study has tested it",
    "twenty-by-five": "public handout",
    "nine-week-30": "78 % more",
    "mile-ladder-8": "told in distances",
    "army-6": "told by effort",
    "walk-first-5wk": "steep start",
    "thirty-minute-7": "adds 5 minutes",
    "eight-week-30": "50 % more",
    "ten-week-n-to-1": "from a blog",
    "run-walk-ratios": "do not agree",
}
"""11: what every plan but the walk is flagged for, in our words."""

BRANDS: Final = (
    "couch",
    "5k",
    "c25k",
    "none to run",
    "n2r",
    "run walk run",
    "galloway",
    "brigham",
    "mamaste",
    "mcmillan",
    "nike",
    "nhs",
    "delaware",
    "manhattan",
    "advisor",
    "sydney",
    "love running",
    "diastasis",
)
"""11: names that are not ours. They stand in sources.yaml, as citations."""
