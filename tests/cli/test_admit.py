"""The door before a session: what is open to whom, what is said if not, and no way around it."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from controller.cli.machines.remembered import today
from controller.cli.main import parse
from controller.cli.session.admit import NotAdmitted, admit
from controller.cli.session.planned import Planned, planned
from controller.coach.diary.store import Diary
from controller.coach.history import (
    Aftermath,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    NextDay,
    Noted,
    Screen,
    Session,
    Told,
    Trial,
    WhyStopped,
)
from controller.coach.readiness.judge import readiness
from tests.cli.terminals import at_a_terminal
from tests.coach.ready import BORN, CHECKS, TODAY, at, ready, session, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

pytestmark = pytest.mark.long

RUN: Final = ("run", "postpartum-ladder")
SESSIONS: Final = {
    "run": RUN,
    "run at a higher level": (*RUN, "--level", "7"),
    "walking plan": ("run", "postpartum-walk"),
    "walk": ("walk", "20min"),
    "probe": ("probe",),
}
RUNS: Final = ("run", "run at a higher level")


def asked(*words: str) -> tuple[Planned, int]:
    """Return the session that a command line asks for, and its level."""
    args = parse(words)
    if args.command == "run" and args.level is None:
        args.level = 1
    return planned(args), args.level


def refusal(facts: Iterable[Fact], *words: str, day: date = TODAY, **more: Any) -> str:
    """Return what the door says, or nothing if it is open."""
    try:
        admit(History(tuple(facts), **more), CHECKS, *asked(*words), day)
    except NotAdmitted as refused:
        return str(refused)
    return ""


PEOPLE: Final[dict[str, tuple[Fact, ...]]] = {
    "nobody": (),
    "ready": ready(),
    "screened only": (Screen(at(TODAY), ()),),
    **{f"all but {each}": without(ready(), each) for each in CHECKS.gates},
    "a warning sign": (*ready(), Screen(at(TODAY, 12), ("chest",))),
    "leaking": (*ready(), Told(at(TODAY, 12), "daily-pelvic", "yes")),
    "felt at a test": (*ready(), Trial(at(TODAY, 12), "hops", 3, 0, ("heaviness",))),
    "not after a birth": ready(born=None),
    "10 weeks": ready(born=TODAY - timedelta(weeks=10)),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_the_door_is_what_readiness_says(person: str) -> None:
    """Of every kind of session: walks wait for the warning signs, runs for all that is hard."""
    facts = PEOPLE[person]
    found = readiness(History(facts), CHECKS, TODAY)
    for name, words in SESSIONS.items():
        said = refusal(facts, *words)
        # Nothing of the plan was done yet.
        higher = name == "run at a higher level"
        is_open = found.running and not higher if name in RUNS else found.belt
        assert bool(said) is not is_open, (name, said)
        assert all(len(line) <= 80 for line in said.splitlines())
        assert not said or "reprise setup" in said or higher


def test_of_whom_nothing_is_known_is_sent_to_the_set_up() -> None:
    """One sentence for a run; for a walk that the warning signs come first."""
    assert refusal((), *RUN) == (
        "running: not yet, for nothing is known of you, and nobody runs here before the\n"
        "questions that decide about it: reprise setup asks them, in about two minutes.\n"
        "Walking is open once the warning signs were asked there."
    )
    assert refusal((), "walk", "20min").splitlines()[:2] == [
        "A walk of 20min is not open today. The warning signs are asked before anything",
        "on the belt: not asked yet.",
    ]


def test_a_run_that_is_not_open_is_told_why_until_when_and_what_to_do() -> None:
    """The whole text, of one who leaks when she sneezes and has 10 weeks behind her."""
    facts = (
        *ready(born=TODAY - timedelta(weeks=10)),
        Told(at(TODAY, 12), "daily-pelvic", "yes"),
    )
    assert refusal(facts, *RUN) == LEAKING.strip()


LEAKING: Final = """
postpartum-ladder, level 1, is not open today. Running: not yet. Here is all
that decides it:
  not yet   12 weeks or more since the birth (10 weeks; from 21 April 2026 on)
  yes       no warning sign (none, told on 7 April 2026)
  yes       no bleeding but a period ("no", told on 7 April 2026)
  yes       every wound healed, also after a quick walk ("yes", told on 7 April
            2026)
  not yet   no leaking, heaviness or bulge in daily life ("yes", told on 7 April
            2026; asked again from 21 April 2026 on)
  yes       30 min of quick walking, pain 2 or less, no limp (passed on 7 April
            2026)
  yes       hops, squats and jogging on the spot, nothing felt (passed on 7
            April 2026)
12 weeks or more since the birth: Time opens it. Between 3 and 12 weeks a
clinician's yes to running does, too, once it is written down here: who, when
and their words. A date that was wrong can be told anew.
No leaking, heaviness or bulge in daily life: It is common, and often gets
better with help. Two ways: it is asked again, and you can tell any day that it
has gone. Or see a pelvic-health physiotherapist, in many places without a
referral: if they say that you may run with this, that is written down here
(who, when and their words), and from then on only more of it than there is now
keeps you from running.
Meanwhile: Walk from ten minutes up as far as it is comfortable, and do the body
work. Walk, and do the body work of breath and pelvic floor.
Open today: reprise run postpartum-walk, and reprise prepare.
reprise setup asks all of this, and what was told can be told anew any day.
"""


def test_a_warning_sign_is_told_with_whom_to_call() -> None:
    """And with nothing that could be walked instead."""
    said = refusal(PEOPLE["a warning sign"], "walk", "20min")
    assert "Call your emergency number (112, 999, 911) now." in said
    assert "reprise run" not in said
    assert "weeks" not in said


def test_level_1_is_open_until_the_strength_is_there() -> None:
    """Higher ones are not, and it is said which test is short."""
    weak = (*ready(), Trial(at(TODAY, 12), "calf-raises", 12, 20, ()))
    assert refusal(weak, *RUN) == ""
    said = refusal(weak, *RUN, "--level", "2")
    assert said.startswith("postpartum-ladder, level 2, is not open today; level 1 is.")
    assert "Calf raise on one leg" in said


def test_a_plan_that_begins_later_after_a_birth_waits_for_its_own_day() -> None:
    """A clinician's early yes is about the readiness, and not about that plan."""
    words = ("run", "ten-week-n-to-1")
    early = Clearance(at(TODAY, 12), ClearanceKind.EARLY, "Dr. Example", TODAY, "Yes.")
    begins = BORN + timedelta(weeks=53)
    said = refusal((*ready(), early), *words)
    assert said.startswith("ten-week-n-to-1 begins 53 weeks after a birth: for you on ")
    assert refusal(ready(begins, born=BORN), *words, day=begins) == ""
    day = begins - timedelta(1)
    assert refusal(ready(day, born=BORN), *words, day=day)
    assert refusal(ready(born=None), *words) == ""


YESTERDAY: Final = session(TODAY - timedelta(1))
CUT: Final = session(TODAY, completed=False, outcome="stopped", ran_s=60)
CHECKED: Final = NextDay(at(TODAY, 8), YESTERDAY.id, False, (), False, False, 4, False)
NEXT: Final[dict[str, tuple[tuple[Fact, ...], Session, int, str]]] = {
    "a level too many": ((), session(TODAY - timedelta(4)), 2, "level 1 is."),
    "the same level": ((), session(TODAY - timedelta(4)), 1, ""),
    "too soon": ((CHECKED,), YESTERDAY, 1, "from 9 April 2026 on it is."),
    "the rest of what the door cut": (
        (Aftermath(at(TODAY, 13), CUT.id, 3, WhyStopped.ELSEWHERE),), CUT, 1, "",
    ),
    "the rest of what was enough": (
        (Aftermath(at(TODAY, 13), CUT.id, 3, WhyStopped.ENOUGH),), CUT, 1, "from ",
    ),
    "leaking at level 1": (
        (), session(TODAY - timedelta(4), rules=("I3",), outcome="walked_out",
                    noted=(Noted("leak_urine", 1, True, False, 400),)), 1, "no run is.",
    ),
    "after weeks away": (
        (), session(TODAY - timedelta(10), level=9), 9, "level 8 is.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NEXT)
def test_what_is_next_is_met_at_the_door(name: str) -> None:
    """No level is skipped by its number, no day of rest by asking again; a walk is open."""
    facts, last, level, said = NEXT[name]
    words = (*RUN, "--level", str(level))
    told = " ".join(refusal((*ready(), *facts), *words, sessions=(last,)).split())
    start = f"postpartum-ladder, level {level}, is not open today; {said}"
    assert told.startswith(start) if said else told == ""
    assert not said or "(rule N" in told
    assert refusal((*ready(), *facts), "walk", "20min", sessions=(last,)) == ""


def test_a_plan_that_asks_for_other_checks_is_told_so() -> None:
    """Reading refuses a name that no list has; a list that is not asked here opens nothing."""
    session, level = asked(*RUN)
    entry = replace(session.plan.entry, readiness="postpartal")
    other = session._replace(plan=replace(session.plan, entry=entry))
    with pytest.raises(NotAdmitted) as refused:
        admit(History(tuple(ready())), CHECKS, other, level, TODAY)
    assert " ".join(str(refused.value).split()) == (
        'postpartum-ladder asks for the checks "postpartal", and there is no such list; write in '
        "its file, under entry, readiness: postpartum."
    )


def test_a_stop_that_referred_is_met_at_the_door() -> None:
    """A session is known by its journal; going on after it is a session as any other."""
    referred = session(TODAY, outcome="stopped_and_refer", signs="now", has_runs=False)
    for words in SESSIONS.values():
        assert "until a clinician has been seen" in " ".join(
            refusal(ready(), *words, sessions=(referred,)).split()
        )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every process folders of its own and no Bluetooth; return where a diary goes."""
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/absent")
    return tmp_path / "reprise"


def tell(diary: Path, facts: Iterable[Fact]) -> None:
    """Write facts into a diary."""
    diary.parent.mkdir(parents=True, exist_ok=True)
    with Diary(diary) as opened:
        opened.add(facts, ())


def at_the_door(*words: str, presses: Sequence[tuple[str, str]] = ()) -> tuple[str, int]:
    """Run the command at a terminal, with a real treadmill in mind."""
    seen, code = at_a_terminal(words, presses, environment=dict(os.environ, TERM="xterm"))
    return seen.replace("\r\n", "\n"), code


DOORS: Final[Sequence[tuple[str, ...]]] = (
    ("run",),
    (*RUN, "--plain", "--level", "7"),
    ("run", "--json", "--manual", "--treadmill", "AA:BB:CC:DD:EE:01"),
    ("walk", "20min"),
    ("probe",),
)


@pytest.mark.parametrize("words", DOORS, ids=" ".join)
def test_no_way_in_goes_around_the_door(home: Path, words: tuple[str, ...]) -> None:
    """Exit code 1 before a treadmill is looked for; nothing is started, and nothing is asked."""
    tell(home / "diary.sqlite", (*ready(today()), Screen(at(today(), 12), ("chest",))))
    seen, code = at_the_door(*words)
    assert code == 1, seen
    assert seen.startswith("reprise: ")
    assert "Looking for" not in seen
    assert "Traceback" not in seen
    assert not list(home.glob("**/*.jsonl"))
    assert not list(home.glob("**/*.log"))


def test_whoever_may_run_comes_as_far_as_the_treadmill(home: Path) -> None:
    """Here there is no Bluetooth; another profile's diary opens nothing."""
    tell(home / "profiles" / "other" / "diary.sqlite", ready(today(), born=None))
    seen, code = at_the_door(
        "run", "--profile", "other",
        presses=[
            ("1 of 6", "0\n"), ("2 of 6", "0\n"), ("3 of 6", "\n"), ("4 of 6", "\n"),
            ("5 of 6", "\n"), ("6 of 6", "1\n"),
        ],
    )  # fmt: skip
    level, *_, looks, _ = seen.splitlines()
    assert (code, looks) == (5, "Looking for a treadmill.")
    assert level.startswith("postpartum-ladder, level 1: ")
    assert at_the_door("run")[1] == 1


def test_a_diary_that_cannot_be_read_opens_nothing(home: Path) -> None:
    """Silence is no yes."""
    home.mkdir()
    (home / "diary.sqlite").write_bytes(b"no diary" * 1000)
    seen, code = at_the_door("walk", "20min")
    assert code == 3
    assert "Looking for" not in seen


def test_a_simulated_session_is_never_asked(home: Path) -> None:
    """Not even with a warning sign; nothing of it is told to the diary."""
    sign = Screen(at(today()), ("chest",))
    tell(home / "diary.sqlite", (sign,))
    words = ("run", "--simulate", "--plain", "--silent", "--speedup", "20")
    seen, code = at_a_terminal(words, [("G starts it", " ")], environment=dict(os.environ))
    assert code == 0, seen
    assert re.search("SIMULATED", seen, re.IGNORECASE), seen
    with Diary(home / "diary.sqlite") as diary:
        assert diary.history() == History((sign,), ())
