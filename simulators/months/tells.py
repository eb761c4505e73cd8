"""What she tells between sessions: the set-up, the checks, the tests, and a clinician's words.

Rule: what is true of her is in her body (`simulators.months.tissue`); here she says it, honestly or
a little less, as in a session (`simulators.person.words`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from controller.coach.asking.daily import DAILY_PELVIC, WHICH
from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    NextDay,
    PreCheck,
    Screen,
    Told,
    Trial,
    Weekly,
    WhyStopped,
)
from controller.core.symptoms import Category
from plans.readiness.floor import ANSWERS
from simulators.months.tissue import category_of, pelvic_of
from simulators.person.chance import dice, happens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from controller.coach.history import Fact, Session
    from plans.readiness.self_tests import SelfTest
    from simulators.months.tissue import Body
    from simulators.person import Person

_LEAKS: Final = ("leak_urine", "leak_bowel")
_PAINFUL: Final = (Category.PAIN, Category.BONE)
_STIFF: Final = 3
"""Pain from here on is a morning that is stiffer than before."""
_BAD_NIGHT: Final = 0.06
"""How likely one is: assumed, about one in two weeks (evidence.md 1.2 names sleep, no rate)."""
_SORE: Final = 0.15
"""How likely a muscle is sore the morning after more running than ever (evidence.md 10.2, N9)."""
_REPEATS_FIRST: Final = 10
"""Of a test of strength, and so many seconds of a plank, with no body work done ..."""
_PLANK_FIRST_S: Final = 25
_DAYS_PER_REPEAT: Final = 2
"""... and one more for so many days of it, two seconds for each: assumed."""
_REPEATS_MOST: Final = 30
_PLANK_MOST_S: Final = 90
_STRENGTH: Final = ("calf-raises", "bridges", "sit-to-stands", "leg-raises")
_WALKS_FIRST_MIN, _MORE_A_WEEK_MIN = 10, 5
"""How long she walks outside at first, and how much longer each week (femina, newmom)."""
IMPACT_MIN: Final = 3.0
"""The tests of impact are as so many minutes of running: assumed, from their doses."""


class Tells:
    """One person who tells."""

    def __init__(self, person: Person, seed: int) -> None:
        """Have told nothing yet."""
        self._person, self._seed = person, seed

    def draws(self, on: date, what: str) -> Random:
        """Return the draws of a day for one purpose; another purpose does not disturb them."""
        return dice(self._seed, f"{on} {what}")

    def says(self, value: int, draws: Random) -> int:
        """Return what she says of what she feels: that, or one less."""
        return value - (value > 0 and happens(draws, self._person.answers.says_less))

    def set_up(self, at: datetime, birth: date) -> Iterator[Fact]:
        """Yield what does not change: the birth, and that there is no warning sign."""
        yield Birth(at, birth, BirthKind.VAGINAL)
        yield Screen(at, ())

    def daily(self, at: datetime, gate: str, *, true: bool) -> Iterator[Told]:
        """Yield the answer to the question of a gate; ``true`` is that it is as it should be.

        With a yes to pelvic symptoms comes which they are: her own, or leaking if she has none.
        """
        key, passes = ANSWERS[gate]
        draws = self.draws(at.date(), f"tells {gate}")
        passed = true or happens(draws, self._person.answers.says_less)
        yield Told(at, key, passes if passed else {"no": "yes", "yes": "no"}[passes])
        if key == DAILY_PELVIC and not passed:
            for which, symptom in WHICH.items():
                yield Told(at, which, "yes" if symptom in self._in_daily_life else "no")

    @property
    def _in_daily_life(self) -> tuple[str, ...]:
        """What there is of it in daily life, while it lasts: her own, or leaking without any."""
        own = tuple(each for each in pelvic_of(self._person) if each in WHICH.values())
        return own or _LEAKS[:1]

    def before(self, at: datetime, body: Body, accepted: Mapping[str, int]) -> PreCheck:
        """Return the six questions before a session."""
        draws = self.draws(at.date(), "before")
        return PreCheck(
            at,
            warning_sign=False,
            bleeding=False,
            pelvic=self._pelvic(body, accepted, draws),
            pain=self._pain(body, draws),
            rested=not self.bad_night(at.date()),
            safety_key=True,
        )

    def next_day(  # noqa: PLR0913  # all that it may hang on
        self, at: datetime, session: str, body: Body, accepted: Mapping[str, int], *, sore: bool,
        ill: bool,
    ) -> NextDay:  # fmt: skip
        """Return the six questions of the day after.

        Args:
            at: when she answers.
            session: its id.
            body: as it is now.
            accepted: what a clinician has accepted, with strengths.
            sore: she ran more than ever.
            ill: she is ill.
        """
        draws = self.draws(at.date(), "next day")
        pain = dict(self._pain(body, draws))
        if sore and happens(draws, _SORE):
            pain.setdefault("calf_achilles", 1)
        return NextDay(
            at,
            session,
            pelvic=self._pelvic(body, accepted, draws),
            pain=tuple(pain.items()),
            worse=any(value >= _STIFF for value in pain.values()),
            bleeding=False,
            energy=2 if ill or self.bad_night(at.date()) else draws.randint(3, 5),
            warning_sign=False,
        )

    def weekly(self, at: datetime, *, leaks: bool) -> Weekly:
        """Return the check of the week; leaking in daily life becomes less, if it is there."""
        draws = self.draws(at.date(), "weekly")
        leaks = leaks and any(each in self._in_daily_life for each in _LEAKS)
        told = self.says(draws.randint(1, 3), draws) if leaks else 0
        return Weekly(
            at, told, "better" if leaks else "same", draws.randint(2, 5), draws.randint(3, 5)
        )

    def after(self, at: datetime, session: Session, felt: Mapping[str, int]) -> Aftermath:
        """Return what she tells standing."""
        draws = self.draws(at.date(), "after")
        effort = max(draws.randint(3, 4), felt.get("effort", 0))
        why = None
        if session.outcome == "stopped":
            why = WhyStopped.BODY if set(felt) - {"effort"} else WhyStopped.ELSEWHERE
        return Aftermath(at, session.id, effort, why)

    def trial(self, at: datetime, test: SelfTest, body: Body, felt: tuple[str, ...]) -> Trial:
        """Return a test that she does; ``felt`` is what comes of impact."""
        most = test.dose.amount
        if test.id == "plank":
            most = min(_PLANK_MOST_S, _PLANK_FIRST_S + 2 * body.practised)
        elif test.id in _STRENGTH:
            most = min(_REPEATS_MOST, _REPEATS_FIRST + body.practised // _DAYS_PER_REPEAT)
        return Trial(at, test.id, most, most if test.dose.sides else None, felt)

    def walks_min(self, weeks: int) -> int:
        """Return how many minutes of quick walking she does outside after some weeks of it."""
        return _WALKS_FIRST_MIN + _MORE_A_WEEK_MIN * weeks

    def bad_night(self, on: date) -> bool:
        """Whether the night before a day was a bad one."""
        return happens(self.draws(on, "night"), _BAD_NIGHT)

    def _pelvic(self, body: Body, accepted: Mapping[str, int], draws: Random) -> bool:
        return any(
            self.says(body.felt(each), draws) > accepted.get(each, 0)
            for each in body.left
            if category_of(each) is Category.PELVIC
        )

    def _pain(self, body: Body, draws: Random) -> tuple[tuple[str, int], ...]:
        told = [
            (each, self.says(body.felt(each), draws))
            for each in body.left
            if category_of(each) in _PAINFUL
        ]
        return tuple((place, number) for place, number in told if number)
