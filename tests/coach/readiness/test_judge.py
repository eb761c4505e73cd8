"""Who may begin: every gate with every answer, on the days on which it changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from controller.coach.asking.daily import WHICH
from controller.coach.history import (
    HEAVY_BLEEDING,
    NUMB_BETWEEN_LEGS,
    Aftermath,
    Birth,
    BirthKind,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    NextDay,
    Noted,
    PreCheck,
    Screen,
    Session,
    Told,
    Trial,
    Weekly,
)
from controller.coach.readiness.gates import Gate, Readiness, State
from controller.coach.readiness.judge import WALKING, readiness
from controller.coach.readiness.known import SAID_YES, Known
from controller.coach.readiness.self_tests import shortfall
from tests.coach.ready import BORN, CHECKS, TODAY, at, ready, session, trials, without

if TYPE_CHECKING:
    from collections.abc import Sequence

HARD: Final = ("weeks", "signs", "bleeding", "wound", "pelvic", "walk", "impact")
RED: Final = (*CHECKS.signs.now, *CHECKS.signs.today)


def judged(facts: Sequence[Fact], day: date = TODAY, sessions: Sequence[Session] = ()) -> Readiness:
    """Return the readiness of a person on a day."""
    return readiness(History(tuple(facts), tuple(sessions)), CHECKS, day)


def gate(found: Readiness, name: str) -> Gate:
    """Return one gate of it."""
    (one,) = (each for each in found.gates if each.id == name)
    return one


def said(kind: ClearanceKind, day: date = TODAY, hour: int = 20) -> Clearance:
    """Return what a clinician said, written down in the evening."""
    return Clearance(at(day, hour), kind, "Dr. Example", day, "Yes.")


def test_a_person_of_whom_everything_says_yes_may_run() -> None:
    """At every level; nothing is to be done first, and nothing said but that no rule holds back."""
    found = judged(ready())
    assert (found.belt, found.running, found.first_level_only) == (True, True, False)
    assert [(each.state, each.ask, each.meanwhile) for each in found.gates] == [
        (State.YES, "", "")
    ] * 9
    assert (found.because, found.meanwhile) == ("No rule holds running back.", "")


def test_of_whom_nothing_is_known_nothing_is_read_out_of_silence() -> None:
    """Every gate is open to be told; the belt waits for the warning signs."""
    found = judged(())
    assert (found.belt, found.running, found.first_level_only) == (False, False, True)
    assert {each.state for each in found.gates} == {State.OPEN}
    assert found.offered == ()
    assert found.because == (
        "The warning signs are asked before anything on the belt: not asked yet."
    )


@pytest.mark.parametrize("name", HARD)
def test_each_hard_gate_alone_keeps_running_off(name: str) -> None:
    """Walking is open but for the warning signs; the walking plan is named."""
    found = judged(without(ready(), name))
    assert [each.id for each in found.closed()] == [name]
    assert not found.running
    assert found.belt is (name != "signs")
    assert found.meanwhile == ("" if name == "signs" else WALKING)
    # What it stands below says "Running: not yet" already.
    assert found.because.startswith("The warning" if name == "signs" else "It takes: ")


@pytest.mark.parametrize("name", ["strength", "plank"])
def test_a_soft_gate_keeps_nobody_from_running(name: str) -> None:
    """Strength that is not there leaves level 1; a plank only reminds."""
    found = judged(without(ready(), name))
    assert found.running
    assert found.first_level_only is (name == "strength")
    assert gate(found, name).ask


WEEKS: Final = (
    (-1, None, State.NOT_YET),
    (0, None, State.NOT_YET),
    (20, ClearanceKind.EARLY, State.NOT_YET),
    (21, ClearanceKind.EARLY, State.YES),
    (21, None, State.NOT_YET),
    (21, ClearanceKind.PELVIC, State.NOT_YET),
    (83, None, State.NOT_YET),
    (83, ClearanceKind.EARLY, State.YES),
    (84, None, State.YES),
)


@pytest.mark.parametrize(("days", "kind", "state"), WEEKS)
def test_the_weeks_since_the_birth(days: int, kind: ClearanceKind | None, state: State) -> None:
    """From 12 weeks on; from 3 with a clinician's yes to it; never before."""
    born = TODAY - timedelta(days)
    facts = [*ready(born=born), *([said(kind)] if kind else [])]
    weeks = gate(judged(facts), "weeks")
    assert weeks.state is state
    if state is State.NOT_YET and days >= 0:
        assert weeks.until == born + timedelta(weeks=12)


def test_a_date_that_was_wrong_is_told_anew_and_both_are_kept() -> None:
    """The last word counts, in both directions; so does that there was no birth after all."""
    facts: list[Fact] = [*ready(born=TODAY - timedelta(weeks=10))]
    assert not judged(facts).running
    facts.append(Birth(at(TODAY, 10), BORN, BirthKind.VAGINAL))
    assert judged(facts).running
    facts.append(Birth(at(TODAY, 11), TODAY - timedelta(weeks=11), BirthKind.VAGINAL))
    assert not judged(facts).running
    facts.append(Told(at(TODAY, 12), "birth", "no"))
    assert judged(facts).running
    assert sum(isinstance(each, Birth) for each in facts) == 3


def test_what_was_passed_before_a_birth_is_of_another_time() -> None:
    """A second child: nothing of the first time opens anything; a warning sign is still one."""
    facts = (
        *ready(TODAY - timedelta(1), born=None),
        said(ClearanceKind.EARLY, TODAY - timedelta(1)),
    )
    assert judged(facts).running
    found = judged((*facts, Birth(at(TODAY), TODAY, BirthKind.VAGINAL)))
    assert {each.state for each in found.gates if each.id != "weeks"} == {State.OPEN}
    early = judged(
        (*facts, Birth(at(TODAY + timedelta(28)), TODAY, BirthKind.VAGINAL)), TODAY + timedelta(28)
    )
    assert gate(early, "weeks").state is State.NOT_YET
    sick = (*facts, Screen(at(TODAY - timedelta(1)), ("chest",)))
    found = judged((*sick, Birth(at(TODAY), TODAY, BirthKind.VAGINAL)))
    assert gate(found, "signs").state is State.NOT_YET


@pytest.mark.parametrize(
    ("before", "state"), [(-1, State.NOT_YET), (0, State.YES), (1, State.NOT_YET)]
)
def test_a_clinicians_word_counts_from_the_birth_to_today(before: int, state: State) -> None:
    """One about an earlier birth that is written down now, or about a day to come, does not."""
    born = TODAY - timedelta(weeks=5)
    on = {-1: born - timedelta(1), 0: born, 1: TODAY + timedelta(1)}[before]
    word = said(ClearanceKind.EARLY)._replace(on=on)
    assert gate(judged((*ready(born=born), word)), "weeks").state is state


def test_without_a_birth_all_but_the_weeks_holds() -> None:
    """The gate is not there; each of the others still keeps running off."""
    facts = ready(born=None)
    found = judged(facts)
    assert found.running
    assert "weeks" not in [each.id for each in found.gates]
    for name in HARD[1:]:
        assert not judged(without(facts, name)).running, name


def test_after_a_caesarean_walking_is_as_advised() -> None:
    """It is said beside the weeks, with the dates of the evidence, and gates no walk."""
    facts = [each for each in ready() if not isinstance(each, Birth)]
    born = TODAY - timedelta(weeks=4)
    told = [Birth(at(TODAY), born, kind) for kind in BirthKind]
    texts = {each.kind: gate(judged((each, *facts)), "weeks").meanwhile for each in told}
    assert "8 weeks" in texts[BirthKind.CAESAREAN]
    assert texts[BirthKind.VAGINAL] == texts[BirthKind.ASSISTED]
    assert "caesarean" not in texts[BirthKind.VAGINAL]
    assert judged((told[-1], *facts)).belt


def before(
    hour: int = 12, *, warning: bool = False, bleeding: bool = False, pelvic: bool = False
) -> PreCheck:
    """Return a check before a session."""
    return PreCheck(at(TODAY, hour), warning, bleeding, pelvic, (), rested=True, safety_key=True)


def next_day(*, bleeding: bool = False, warning: bool = False) -> NextDay:
    """Return a check of the day after."""
    return NextDay(at(TODAY, 12), "x", False, (), False, bleeding, 4, warning)


def walk(**fields: object) -> Session:
    """Return a walk on the day, at the level that is the test."""
    usual: dict[str, object] = {"plan": WALKING, "level": 5, "has_runs": False}
    return session(TODAY, **(usual | fields))


def noted(symptom: str, value: int = 1) -> tuple[Noted, ...]:
    """Return a symptom as it stands in a session."""
    return (Noted(symptom, value, running=False, warm_up=False, at_s=300),)


REFERRED: Final = "stopped_and_refer"
SIGNS_OF_FACTS: Final[tuple[tuple[str, Fact], ...]] = (
    *((f"screen {each}", Screen(at(TODAY, 12), (each,))) for each in (*RED, "something_new")),
    ("before a session", before(warning=True)),
    ("the day after", next_day(warning=True)),
    ("heavier bleeding the day after", next_day(bleeding=True)),
    ("since a session", Aftermath(at(TODAY, 12), "x", 3, None, ("faint",))),
    ("at a test", Trial(at(TODAY, 12), "plank", 60, None, ("chest",))),
)
SIGNS_OF_SESSIONS: Final = (
    ("named", walk(level=1, noted=noted("chest"), outcome=REFERRED, rules=("I1",))),
    ("named, and gone on", walk(level=1, noted=noted("calf_clot"))),
    ("unwell, and not told why", walk(outcome=REFERRED)),
    (
        "unwell, after something else",
        walk(level=1, outcome=REFERRED, noted=noted("knee", 3), rules=("I9",)),
    ),
    ("unwell: now", walk(outcome=REFERRED, signs="now")),
    ("unwell: today", walk(outcome="unknown", signs="today")),
)


def found_with(sign: Fact | Session, *later: Fact, day: date = TODAY) -> Readiness:
    """Return the readiness of one who is ready but for that."""
    if isinstance(sign, Session):
        return judged((*ready(), *later), day, [sign])
    return judged((*ready(), sign, *later), day)


@pytest.mark.parametrize(
    "sign", [each for _, each in (*SIGNS_OF_FACTS, *SIGNS_OF_SESSIONS)],
    ids=[name for name, _ in (*SIGNS_OF_FACTS, *SIGNS_OF_SESSIONS)],
)  # fmt: skip
def test_a_warning_sign_keeps_all_off_until_a_clinician_was_seen(sign: Fact | Session) -> None:
    """Wherever it was told, walking too; no later "no" and no other word takes it back."""
    found = found_with(sign)
    assert (found.belt, found.running, found.meanwhile) == (False, False, "")
    assert found.offered == ()
    assert "112" in gate(found, "signs").ask
    assert found.because.startswith("Nothing on the belt until a clinician has been seen: ")
    for later in (Screen(at(TODAY, 21), ()), before(21), said(ClearanceKind.PELVIC)):
        assert not found_with(sign, later).belt
    assert not found_with(sign, said(ClearanceKind.SEEN, TODAY - timedelta(1))).belt
    spoken_before = said(ClearanceKind.SEEN)._replace(on=TODAY - timedelta(1))
    assert not found_with(sign, spoken_before).belt
    found = found_with(sign, said(ClearanceKind.SEEN))
    assert (found.belt, found.running) == (True, True)
    assert "Dr. Example" in gate(found, "signs").because


def test_what_was_told_behind_the_unwell_key_says_how_soon() -> None:
    """Until it was told, now."""
    soon = {
        signs: gate(found_with(walk(outcome=REFERRED, signs=signs)), "signs").ask
        for signs in ("", "now", "today")
    }
    assert soon[""] == soon["now"]
    assert soon["now"].startswith("Call your emergency number (112, 999, 911) now.")
    assert soon["today"].startswith("Call your midwife or doctor today")


@pytest.mark.parametrize(
    ("country", "number"),
    [("GB", "999"), ("AU", "000"), ("FR", "112"), ("XX", "your emergency number (112, 999, 911)")],
)
def test_the_call_has_the_number_of_her_country(country: str, number: str) -> None:
    """As she told it in the set-up; where that is not known, all that are usual."""
    lives = Told(at(TODAY, 11), "country", country)
    for sign, says in (
        ("chest", f"Call {number} now."),
        ("fever", f"Call your midwife or doctor today, or else {number}."),
        (HEAVY_BLEEDING, f"Call {number} now."),
        (NUMB_BETWEEN_LEGS, f"Call {number} now."),
        (
            "bleeding",
            (
                f"Call your midwife or doctor today, or else {number}. With a pad soaked in "
                f"an hour, or a large clot, call {number} now."
            ),
        ),
    ):
        found = judged((*ready(), lives, Screen(at(TODAY, 12), (sign,))))
        assert gate(found, "signs").ask.startswith(says)


def test_the_gravest_sign_says_how_soon() -> None:
    """A call now, whatever was told after it."""
    facts = (*ready(), Screen(at(TODAY, 12), ("chest",)), Screen(at(TODAY, 13), ("fever",)))
    assert gate(judged(facts), "signs").ask.startswith(
        "Call your emergency number (112, 999, 911) now."
    )
    assert gate(found_with(Screen(at(TODAY, 12), ("fever",))), "signs").ask.startswith(
        "Call your midwife or doctor today"
    )


@pytest.mark.parametrize(
    "sitting",
    [
        walk(completed=False, outcome="stopped"),
        walk(outcome=REFERRED, signs="mistake"),
        walk(outcome="link_lost"),
        walk(outcome="unknown"),
        walk(noted=noted("knee", 2)),
        session(TODAY, noted=noted("shin_foot_bone", 1), rules=("I6",), outcome="walked_out"),
    ],
)
def test_other_ends_of_a_session_keep_nothing_off(sitting: Session) -> None:
    """What the next session is to be is not decided here."""
    assert judged(ready(), sessions=[sitting]).running


@pytest.mark.parametrize("number", range(11))
def test_a_quick_walk_is_none_that_was_passed_after_more_pain_than_it_allows(number: int) -> None:
    """Told before a session that day; by herself or on a treadmill. Of the day before it counts."""
    told = before(hour=10)._replace(pain=(("knee", number),))
    open_to_walk = without(ready(), "walk")
    allowed = number <= CHECKS.tests["walk"].pain
    by_herself = trials("walk", hour=11)
    for walked in (
        judged((*open_to_walk, told, *by_herself)),
        judged((*open_to_walk, told), sessions=[walk(at=at(TODAY, 11))]),
    ):
        assert (gate(walked, "walk").state is State.YES) is allowed
    yesterday = trials("walk", day=TODAY - timedelta(days=1), hour=11)
    assert gate(judged((*open_to_walk, told, *yesterday)), "walk").state is State.YES
    short = shortfall(Known(History((told, *by_herself)), CHECKS, TODAY), by_herself[0])
    assert short == ("" if allowed else f"pain of {number}, told before a session that day")


def test_no_walk_is_tested_on_a_day_on_which_running_is_kept_off_by_what_was_told() -> None:
    """Not once more, either; on the next day it is open again."""
    for answers in ({"pain": (("knee", 3),)}, {"pain": (("shin_foot_bone", 1),)}, {"pelvic": True}):
        told = before()._replace(**answers)
        for facts in (ready(), without(ready(), "walk")):
            found = judged((*facts, told))
            assert found.offered == ()
            assert "reprise prepare tests" not in [each.do for each in found.gates]
            assert "walk" in judged((*facts, told), TODAY + timedelta(days=1)).offered


BULGES: Final = (
    Screen(at(TODAY, 12), ("bulge",)),
    Aftermath(at(TODAY, 12), "x", 3, None, ("bulge",)),
    walk(outcome=REFERRED, signs="bulge"),
    walk(outcome=REFERRED, noted=noted("bulge"), rules=("I2",)),
    walk(outcome=REFERRED, noted=noted("heaviness", 3), rules=("I2",)),
)


@pytest.mark.parametrize("sign", BULGES, ids=str)
def test_a_bulge_keeps_running_off_and_walking_not(sign: Fact | Session) -> None:
    """Until a clinician's word that came after it; a later no is not enough."""
    found = found_with(sign)
    assert (found.belt, found.running) == (True, False)
    assert "balance" not in found.offered
    assert not found_with(sign, Told(at(TODAY, 20), "daily-pelvic", "no")).running
    for kind in (ClearanceKind.PELVIC, ClearanceKind.SEEN):
        spoken_of = said(kind)._replace(accepted=(("bulge", 1),))
        assert gate(found_with(sign, spoken_of), "pelvic").state is State.YES


@pytest.mark.parametrize("sign", BULGES[:-1], ids=str)
@pytest.mark.parametrize("accepted", [(), (("leak_urine", 2),), (("heaviness", 1), ("bulge", 0))])
def test_a_bulge_is_opened_by_nobody_who_did_not_speak_of_it(
    sign: Fact | Session, accepted: tuple[tuple[str, int], ...]
) -> None:
    """Another yes, or having been seen about another sign, is not about it; the gate says so."""
    for kind in (ClearanceKind.PELVIC, ClearanceKind.SEEN):
        found = found_with(sign, said(kind)._replace(accepted=accepted))
        assert (found.belt, found.running) == (True, False)
        shut = gate(found, "pelvic")
        assert "a clinician has to be seen" in shut.because
        assert "spoke of the bulge itself" in shut.ask
        assert "to tell that it has gone does not" in shut.ask
        assert "it is asked again" not in shut.ask


def test_a_sore_spot_on_bone_keeps_running_and_its_tests_off() -> None:
    """Until a clinician was seen about it."""
    sign = session(TODAY, outcome=REFERRED, noted=noted("shin_foot_bone", 3), rules=("I6",))
    found = found_with(sign)
    assert (found.belt, found.running, found.offered) == (True, False, ("walk",))
    assert [each.id for each in found.closed()] == ["impact"]
    assert found_with(sign, said(ClearanceKind.SEEN)).running


ANSWERS: Final = (
    ("bleeding", (Told(at(TODAY, 12), "bleeding", "yes"),), State.NOT_YET),
    ("bleeding", (Told(at(TODAY, 12), "bleeding", "often"),), State.NOT_YET),
    ("bleeding", (before(bleeding=True),), State.NOT_YET),
    ("bleeding", (before(bleeding=True), before(13)), State.YES),
    ("bleeding", (Told(at(TODAY, 12), "bleeding", "yes"), said(ClearanceKind.SEEN)), State.NOT_YET),
    ("wound", (Told(at(TODAY, 12), "wound-healed", "no"),), State.NOT_YET),
    ("wound", (Told(at(TODAY, 12), "wound-healed", "no"), before(13)), State.NOT_YET),
    ("wound", (Told(at(TODAY, 12), "wound-healed", "no"),
               Told(at(TODAY, 13), "wound-healed", "yes")), State.YES),
)  # fmt: skip


@pytest.mark.parametrize(("name", "facts", "state"), ANSWERS)
def test_the_last_answer_counts(name: str, facts: tuple[Fact, ...], state: State) -> None:
    """Whatever is not the one that opens keeps running off, and is asked again after two weeks."""
    one = gate(judged((*ready(), *facts)), name)
    assert one.state is state
    if state is State.NOT_YET:
        assert one.until == TODAY + timedelta(14)


def daily(*which: str, hour: int = 12) -> tuple[Fact, ...]:
    """Return that there is something in daily life, and what of it."""
    return (
        Told(at(TODAY, hour), "daily-pelvic", "yes"),
        *(Told(at(TODAY, hour), key, "yes" if key in which else "no") for key in WHICH),
    )


YES: Final = daily("daily-pee", "daily-heaviness")
NO: Final = Told(at(TODAY, 22), "daily-pelvic", "no")
OKAY: Final = said(ClearanceKind.PELVIC, hour=13)
MORE: Final = before(14, pelvic=True)


def weekly(hour: int, leaks: int, change: str = "same") -> Weekly:
    """Return the check of a week."""
    return Weekly(at(TODAY, hour), leaks, change, 4, 4)


PELVIC: Final = (
    (YES, State.NOT_YET),
    ((*YES, NO), State.YES),
    ((*YES, before(15)), State.NOT_YET),
    ((*YES, OKAY), State.YES),
    ((OKAY,), State.YES),
    ((*YES, OKAY, *YES), State.YES),
    ((*YES, OKAY, MORE), State.NOT_YET),
    ((*YES, OKAY, MORE, *YES), State.NOT_YET),
    ((*YES, OKAY, MORE, before(15)), State.YES),
    ((*YES, OKAY, MORE, NO), State.YES),
    ((*YES, OKAY, MORE, said(ClearanceKind.PELVIC)), State.YES),
    ((MORE,), State.NOT_YET),
    ((MORE, before(15)), State.YES),
    ((weekly(12, 3),), State.NOT_YET),
    ((weekly(12, 3), weekly(13, 0)), State.NOT_YET),
    ((weekly(12, 3), NO), State.YES),
    ((weekly(12, 0),), State.YES),
    ((OKAY, weekly(14, 3)), State.YES),
    ((OKAY, weekly(14, 3, "worse")), State.NOT_YET),
    ((OKAY, weekly(14, 3, "worse"), weekly(15, 2, "better")), State.NOT_YET),
    ((OKAY, weekly(14, 3, "worse"), before(15)), State.YES),
)


@pytest.mark.parametrize(("facts", "state"), PELVIC)
def test_pelvic_symptoms_of_daily_life(facts: tuple[Fact, ...], state: State) -> None:
    """A clinician's yes makes them the baseline; then only more than that counts."""
    found = judged((*ready(), *facts))
    assert gate(found, "pelvic").state is state
    assert found.running is (state is State.YES)


def accepting(leak: int, wind: int, heavy: int, bulge: int = 0) -> Clearance:
    """Return a yes with what of it was accepted, up to which strength; 0: it was refused."""
    ids = ("leak_urine", "leak_bowel", "heaviness", "bulge")
    made = tuple(zip(ids, (leak, wind, heavy, bulge), strict=True))
    return said(ClearanceKind.PELVIC, hour=13)._replace(accepted=made)


COVERED: Final = (
    (daily("daily-pee"), accepting(0, 0, 0), State.NOT_YET, "accepted none of it"),
    (daily("daily-pee"), accepting(1, 0, 0), State.YES, "said yes"),
    (daily("daily-pee"), accepting(0, 1, 2), State.NOT_YET, "leaking pee: not what"),
    (daily("daily-wind"), accepting(2, 0, 0), State.NOT_YET, "leaking wind or poo: not what"),
    (daily("daily-heaviness"), accepting(2, 1, 0), State.NOT_YET, "heaviness: not what"),
    (daily("daily-pee", "daily-heaviness"), accepting(1, 0, 2), State.YES, "said yes"),
    (daily("daily-pee", "daily-heaviness"), accepting(1, 0, 0), State.NOT_YET, "heaviness: not"),
    (daily("daily-bulge"), accepting(2, 1, 2), State.NOT_YET, "a bulge below: not what"),
    (daily("daily-bulge"), accepting(2, 1, 2, 1), State.YES, "said yes"),
    (daily(), accepting(1, 1, 1), State.OPEN, "which of it"),
    (daily()[:1], accepting(1, 1, 1), State.OPEN, "which of it"),
    (daily()[:1], accepting(0, 0, 0), State.NOT_YET, "accepted none of it"),
    ((weekly(12, 3),), accepting(0, 0, 2), State.NOT_YET, "leaking pee: not what"),
    ((weekly(12, 3),), accepting(0, 1, 0), State.YES, "said yes"),
    ((), accepting(0, 0, 0), State.YES, '"no", told on'),
    ((NO,), accepting(0, 0, 0), State.YES, '"no", told on'),
    ((MORE,), accepting(0, 0, 0)._replace(at=at(TODAY, 15)), State.NOT_YET, "more than before"),
)


@pytest.mark.parametrize(("told", "yes", "state", "because"), COVERED)
def test_a_yes_opens_no_more_than_it_accepted(
    told: tuple[Fact, ...], yes: Clearance, state: State, because: str
) -> None:
    """Leaking by leaking, heaviness by heaviness; told later than the yes it is the same."""
    for facts in ((*told, yes), (yes, *told)):
        one = gate(judged((*ready(), *facts)), "pelvic")
        assert one.state is state
        assert because in one.because


def test_what_was_refused_opens_nothing_that_referred() -> None:
    """A yes to whom nothing of it is left is one all the same: nothing had to be accepted."""
    strong = walk(outcome=REFERRED, noted=noted("heaviness", 3), rules=("I2",))
    refused = accepting(0, 0, 0)._replace(at=at(TODAY, 20))
    nothing_left = refused._replace(accepted=(("bulge", 0),))
    assert gate(found_with(strong, refused), "pelvic").state is State.NOT_YET
    assert gate(found_with(strong, nothing_left), "pelvic").state is State.YES


def test_what_was_accepted_is_no_reason_at_a_test() -> None:
    """With the yes to leaking a drop while hopping is the baseline; heaviness then is not."""
    felt = Trial(at(TODAY, 12), "hops", 10, 10, ("leak_urine",))
    assert not judged((*ready(), felt)).running
    assert judged((*ready(), *YES, felt, said(ClearanceKind.PELVIC))).running
    leaking = said(ClearanceKind.PELVIC)._replace(accepted=(("leak_urine", 1),))
    assert judged((*ready(), felt, leaking)).running
    heavy = felt._replace(symptoms=("heaviness",))
    assert not judged((*ready(), heavy, leaking)).running
    assert not judged((*ready(), felt._replace(symptoms=("knee",)), leaking)).running


@pytest.mark.parametrize(
    ("name", "facts", "brief"),
    [
        ("pelvic", (OKAY,), SAID_YES),
        ("pelvic", (*YES, OKAY, MORE), "more than before"),
        ("pelvic", (NO,), '"no"'),
        ("weeks", (said(ClearanceKind.EARLY),), SAID_YES),
        ("signs", (Screen(at(TODAY, 21), ()),), "none"),
        ("signs", (said(ClearanceKind.SEEN),), ""),
    ],
)
def test_what_is_known_has_fewer_words(name: str, facts: tuple[Fact, ...], brief: str) -> None:
    """Whoever has little room takes those, and takes no sentence of another language to pieces."""
    born = TODAY - timedelta(weeks=8 if name == "weeks" else 40)
    assert gate(judged((*ready(born=born), *facts)), name).brief == brief


def test_a_yes_is_counted_from_when_it_was_written_down() -> None:
    """Whatever was told of daily life long before it."""
    told = tuple(each._replace(at=at(TODAY - timedelta(20))) for each in YES)
    facts = (*told, *without(ready(), "pelvic"), OKAY)
    assert gate(judged(facts), "pelvic").state is State.YES
    assert gate(judged(facts, TODAY + timedelta(15)), "pelvic").state is State.OPEN


TRIALS: Final = (
    (Trial(at(TODAY, 12), "walk", 1799, None, ()), "walk", State.NOT_YET),
    (Trial(at(TODAY, 12), "walk", 1800, None, ("knee",)), "walk", State.NOT_YET),
    (Trial(at(TODAY, 12), "walk", None, None, ()), "walk", State.NOT_YET),
    (Trial(at(TODAY, 12), "hops", 10, 9, ()), "impact", State.NOT_YET),
    (Trial(at(TODAY, 12), "hops", 10, None, ()), "impact", State.NOT_YET),
    (Trial(at(TODAY, 12), "hops", 30, 30, ("heaviness",)), "impact", State.NOT_YET),
    (Trial(at(TODAY, 12), "jog", 60, None, ()), "impact", State.YES),
    (Trial(at(TODAY, 12), "calf-raises", 20, 19, ()), "strength", State.NOT_YET),
    (Trial(at(TODAY, 12), "plank", 60, None, ("doming",)), "plank", State.NOT_YET),
)


@pytest.mark.parametrize(("trial", "name", "state"), TRIALS)
def test_a_test_counts_by_its_dose_and_by_what_was_felt(
    trial: Trial, name: str, state: State
) -> None:
    """Too little, on one side too, or anything felt: not yet. The last one counts."""
    assert gate(judged((*ready(), trial)), name).state is state
    assert gate(judged((*ready(), trial, *trials(name, hour=13))), name).state is State.YES


def test_what_was_felt_at_a_test_keeps_it_off_for_two_weeks() -> None:
    """Then it may be done again; that alone opens nothing."""
    facts = [*ready(), Trial(at(TODAY, 12), "hops", 4, 0, ("leak_urine",))]
    again = TODAY + timedelta(14)
    assert gate(judged(facts), "impact").until == again
    assert "hops" not in judged(facts, again - timedelta(1)).offered
    assert judged(facts, again).offered[:2] == ("walk", "balance")
    assert gate(judged(facts, again), "impact").state is State.NOT_YET
    short = [*ready(), Trial(at(TODAY, 12), "hops", 4, 0, ())]
    assert "hops" in judged(short).offered


@pytest.mark.parametrize("name", ["weeks", "signs", "bleeding", "wound", "pelvic", "walk"])
def test_impact_is_not_tested_before_all_else_is_as_it_should_be(name: str) -> None:
    """Nor are the others that come with it; the walk is, but for the warning signs."""
    offered = judged(without(ready(), name)).offered
    assert offered == (() if name == "signs" else ("walk",))


def test_impact_is_tested_early_only_with_a_clinicians_yes_to_running() -> None:
    """Whoever says yes to running has said yes to that."""
    facts = without(ready(born=TODAY - timedelta(weeks=8)), "impact")
    assert "hops" not in judged(facts).offered
    assert "hops" in judged((*facts, said(ClearanceKind.EARLY))).offered


WALKS: Final = (
    (walk(), State.YES),
    (walk(level=4), State.OPEN),
    (walk(plan="postpartum-ladder"), State.OPEN),
    (walk(completed=False, lasted_s=1799), State.OPEN),
    (walk(lasted_s=1799), State.OPEN),
    (walk(shortened=True), State.OPEN),
    (walk(noted=noted("knee", 2)), State.YES),
    (walk(noted=noted("knee", 3)), State.NOT_YET),
    (walk(noted=noted("leak_urine", 1)), State.NOT_YET),
    (walk(noted=noted("limp", 1)), State.NOT_YET),
    (walk(noted=noted("shin_foot_bone", 1)), State.NOT_YET),
    (walk(noted=noted("effort", 6)), State.YES),
    (walk(noted=noted("leak_urine", 1), completed=False), State.NOT_YET),
    (walk(noted=noted("from_a_later_version", 1)), State.NOT_YET),
)


@pytest.mark.parametrize(("sitting", "state"), WALKS)
def test_a_walk_on_the_treadmill_is_the_walking_test(sitting: Session, state: State) -> None:
    """The whole of the walking plan's last level, pain up to 2; one that was cut says nothing."""
    found = judged(without(ready(), "walk"), sessions=[sitting])
    assert gate(found, "walk").state is state


def test_a_walk_with_what_was_accepted_is_the_test() -> None:
    """And one before the birth is not."""
    leaking = [walk(noted=noted("leak_urine", 1))]
    facts = without(ready(), "walk")
    assert gate(judged((*facts, OKAY), sessions=leaking), "walk").state is State.YES
    birth = Birth(at(TODAY, 10), TODAY + timedelta(1), BirthKind.VAGINAL)
    assert gate(judged((*facts, birth), sessions=[walk()]), "walk").state is State.OPEN


def test_tests_of_several_days_count_from_the_first_of_them() -> None:
    """What was passed longest ago is too old first."""
    hops, *others = (each for each in trials("impact", TODAY - timedelta(10)))
    facts = (*without(ready(), "impact"), hops, *(each._replace(at=at(TODAY)) for each in others))
    assert gate(judged(facts, TODAY + timedelta(4)), "impact").state is State.YES
    assert gate(judged(facts, TODAY + timedelta(5)), "impact").state is State.OPEN


AGED: Final = ("signs", "bleeding", "wound", "pelvic", "walk", "impact", "strength", "plank")


@pytest.mark.parametrize("name", AGED)
def test_without_a_session_all_but_the_birth_is_asked_again_after_two_weeks(name: str) -> None:
    """14 days are not too long, 15 are."""
    assert gate(judged(ready(), TODAY + timedelta(14)), name).state is State.YES
    aged = gate(judged(ready(), TODAY + timedelta(15)), name)
    assert (aged.state, aged.until) == (State.OPEN, None)
    assert aged.because.endswith("too long ago, once more")
    assert gate(judged(ready(), TODAY + timedelta(15)), "weeks").state is State.YES


def test_from_session_to_session_it_counts_on_until_a_gap_of_four_weeks() -> None:
    """The first within 14 days; one that came too late revives nothing."""
    first, second = TODAY + timedelta(14), TODAY + timedelta(40)
    sessions = [session(first), session(second)]
    assert judged(ready(), second + timedelta(28), sessions).running
    assert not judged(ready(), second + timedelta(29), sessions).running
    earlier = [session(TODAY - timedelta(3))]
    assert not judged(ready(), TODAY + timedelta(15), earlier).running
    late = [session(TODAY + timedelta(15))]
    assert not judged(ready(), TODAY + timedelta(15), late).running


def test_walks_keep_only_the_question_of_warning_signs_alive() -> None:
    """It is asked before each of them."""
    walked = [session(TODAY + timedelta(10), has_runs=False, plan=WALKING)]
    found = judged(ready(), TODAY + timedelta(20), walked)
    assert found.belt
    assert not found.running
    assert gate(found, "impact").state is State.OPEN
