"""What may still be told, standing: the exact site, and the signs behind the unwell key."""

from __future__ import annotations

from itertools import product

import pytest

from controller.core import numbers
from controller.core.commands import SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    EndShown,
    Event,
    KeyPressed,
    LinkLost,
    MustStop,
    OperatorLost,
    PlaceGiven,
    SignsGiven,
    SiteGiven,
    SomethingWrong,
    StopPressed,
    StrengthGiven,
    SymptomReported,
    TakenBack,
    Unwell,
)
from controller.core.notes import SIGNS, members
from controller.core.state import Outcome, Phase
from controller.core.step import is_over
from controller.session.narrate import narrate
from controller.session.narrate_answers import narrate_notes
from tests.core.worlds import World, arrived, at_segment, bring, seconds, well


def noted(*places: str) -> World:
    """Return a session that has ended, in which these places were told, a little each."""
    made = arrived(2)
    well(made.run(8)).run(4)
    for place in places:
        made.tell(SomethingWrong())
        made.run(1).tell(StrengthGiven(1))
        made.run(1).tell(PlaceGiven(place))
        made.run(4)
    made.tell(StopPressed("the stop key"))
    return made.until(Phase.ENDED, 60)


def sites(made: World) -> tuple[int, ...]:
    """Return the reports that are asked about."""
    assert made.state.ended is not None
    notes = made.state.ended.notes
    return () if notes is None else notes.sites


@pytest.mark.parametrize(
    ("places", "asked"),
    [
        ((), ()),
        (("heavy",), ()),
        (("bone",), ()),
        (("unsure",), ()),
        (("leg",), (0,)),
        (("back", "leg"), (0, 1)),
        (("leg", "heavy", "back"), (0, 2)),
        (("leg", "leg"), (0,)),
        (("back", "back"), (0,)),
        (("leaking",), (0,)),
    ],
)
def test_what_is_asked_about(places: tuple[str, ...], asked: tuple[int, ...]) -> None:
    """A place with more than one symptom, once; one whose symptom was said is known."""
    assert sites(noted(*places)) == asked


def test_an_exact_site_is_written_into_every_report_of_its_place() -> None:
    """And the other places keep theirs."""
    made = noted("leg", "back", "leg")
    made.tell(SiteGiven(0, "heel_arch"))
    reports = made.state.course.reports
    assert [each.symptom for each in reports] == ["heel_arch", "low_back", "heel_arch"]
    assert reports[0].label == "Heel or arch pain (plantar fascia area)"
    assert sites(made) == (1,)
    made.tell(SiteGiven(1, "pelvic_girdle"))
    assert made.state.course.reports[1].symptom == "pelvic_girdle"
    assert made.state.course.reports[1].label.startswith("Front (pubic)")
    assert made.state.ended is not None
    assert made.state.ended.notes is None


@pytest.mark.parametrize("symptom", ["unsure", "itch", "heaviness", ""])
def test_not_sure_closes_the_question_and_writes_nothing(symptom: str) -> None:
    """Nor does a symptom that does not belong there."""
    made = noted("leg")
    before = made.state.course.reports
    made.tell(SiteGiven(0, symptom))
    assert made.state.course.reports == before
    assert sites(made) == ()


@pytest.mark.parametrize("number", [-1, 1, 7])
def test_a_report_that_is_not_asked_about_stays_as_it_is(number: int) -> None:
    """Another number is no answer."""
    made = noted("leg", "heavy")
    before = made.state
    made.tell(SiteGiven(number, "knee"))
    assert made.state.course.reports == before.course.reports
    assert sites(made) == (0,)


def test_a_site_changes_nothing_that_was_decided() -> None:
    """It can only be milder than what the belt has obeyed."""
    made = noted("back")
    before = made.state.course.reports[0]
    made.tell(SiteGiven(0, "pelvic_girdle"))
    after = made.state.course.reports[0]
    assert (after.action, after.value, after.words, after.place) == (
        before.action, before.value, before.words, before.place,
    )  # fmt: skip
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED


@pytest.mark.parametrize("choice", SIGNS)
def test_the_signs_behind_the_unwell_key(choice: int) -> None:
    """They are read standing; what was done about them stays done, and another may still come."""
    made = bring(Phase.RUNNING)
    made.tell(Unwell())
    made.tell(SignsGiven(choice))
    assert made.state.course.signs == "", "its list is read standing"
    made.until(Phase.ENDED, 60)
    made.tell(SignsGiven(9))
    assert made.state.course.signs == ""
    made.tell(SignsGiven(choice))
    assert made.state.course.signs == SIGNS[choice]
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER
    assert not is_over(made.state)
    made.run(numbers.NOTES_LIMIT / seconds(1) + 5)
    assert is_over(made.state)
    made.tell(TakenBack())
    assert made.state.course.signs == SIGNS[choice]


_GRAVEST_FIRST = ("now", "today", "bulge", "mistake")


@pytest.mark.parametrize(("first", "second"), [*product(SIGNS, SIGNS)])
def test_a_graver_sign_counts_at_once_and_a_milder_one_when_the_first_was_taken_back(
    first: int, second: int
) -> None:
    """Whoever hit "today" must not be kept from "now"; a finger that slips makes nothing milder."""
    made = bring(Phase.RUNNING)
    made.tell(Unwell())
    made.until(Phase.ENDED, 60)
    made.tell(SignsGiven(first))
    made.tell(SignsGiven(second))
    graver = min(SIGNS[first], SIGNS[second], key=_GRAVEST_FIRST.index)
    assert made.state.course.signs == graver
    made.tell(TakenBack())
    assert made.state.course.signs == "", "at the most serious, as if nothing had been told"
    made.tell(SignsGiven(second))
    assert made.state.course.signs == SIGNS[second]
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER


def test_nobody_is_asked_for_signs_without_the_unwell_key() -> None:
    """Another stop that refers has its reason already."""
    made = bring(Phase.RUNNING)
    made.tell(SymptomReported("chest", 1))
    made.until(Phase.ENDED, 60)
    made.tell(SignsGiven(1))
    assert made.state.course.signs == ""


def test_the_session_waits_for_ten_minutes_and_no_longer() -> None:
    """The belt is not watched any more, and keys are still taken; then it is over."""
    made = noted("leg")
    ended = made.now
    made.run(60)
    assert not is_over(made.state)
    made.run(numbers.NOTES_LIMIT / seconds(1) - 65)
    assert not is_over(made.state)
    made.run(10)
    assert is_over(made.state)
    assert made.now - ended < seconds(620)
    made.tell(SiteGiven(0, "knee"))
    assert made.state.course.reports[0].label == "Hip to heel"


def test_what_is_told_lets_the_session_go() -> None:
    """Nothing more is waited for, but for the belt's own watch."""
    made = noted("leg")
    made.tell(SiteGiven(0, "knee"))
    assert not is_over(made.state)
    made.run(20)
    assert is_over(made.state)


def test_whoever_leaves_keeps_nobody_waiting() -> None:
    """The end of the front end is the end of the wait; without one nobody is asked at all."""
    made = noted("leg")
    made.run(20).tell(OperatorLost("the screen is gone"))
    assert is_over(made.state)
    made = bring(Phase.RUNNING)
    made.tell(SomethingWrong())
    made.run(10)
    made.tell(StrengthGiven(1))
    made.run(1).tell(PlaceGiven("leg"))
    made.run(4).tell(OperatorLost("the screen is gone"))
    made.until(Phase.ENDED, 60)
    assert sites(made) == ()


def test_an_end_that_is_not_known_asks_all_the_same() -> None:
    """The exact site is worth knowing whatever the belt does."""
    made = arrived(2)
    well(made.run(8)).run(4)
    made.tell(SomethingWrong())
    made.run(1).tell(StrengthGiven(1))
    made.run(1).tell(PlaceGiven("leg"))
    made.run(4).tell(LinkLost("out of range"))
    made.silent = True
    made.until(Phase.ENDED, 300)
    assert sites(made) == (0,)
    made.tell(KeyPressed())
    made.tell(SiteGiven(0, "knee"))
    assert made.state.course.reports[0].symptom == "knee"


def test_each_answer_is_told_and_what_is_left_to_answer() -> None:
    """As records: the site, then those that are open still."""
    made = noted("leg", "back")
    for number, symptom in ((0, "knee"), (1, "unsure")):
        before = made.state
        made.tell(SiteGiven(number, symptom))
        site, left = narrate_notes(before, made.state)
        assert (site["report"], site["symptom"]) == (number, symptom)
        assert [each["report"] for each in left["open"]] == ([1] if number == 0 else [])
    assert members(made.state, 0) == (), "it is known"
    assert len(members(made.state, 1)) == 2


def ended_unwell() -> World:
    """Return a world that has ended by the unwell key, and whose belt is not watched any more."""
    made = bring(Phase.RUNNING)
    made.tell(Unwell())
    made.until(Phase.ENDED, 60)
    return made.run(numbers.WATCH / seconds(1) + 1).forget()


@pytest.mark.parametrize(
    "event", [MustStop("signal SIGTERM"), OperatorLost("the screen is gone")], ids=repr
)
def test_whoever_is_told_to_go_waits_for_no_note(event: Event) -> None:
    """And sends nothing more: it is over, and a belt that moves from now on is not ours."""
    made = ended_unwell()
    made.tell(event)
    assert is_over(made.state)
    made.speed = made.target = 500
    made.run(5)
    sent = [each for _, each in made.said if isinstance(each, StopBelt | SetSpeed | StartBelt)]
    assert sent == []


def test_who_must_go_while_the_belt_is_still_watched_sends_the_stop() -> None:
    """That long it is ours."""
    made = bring(Phase.ENDED)
    commands = made.tell(MustStop("signal SIGTERM"))
    assert [type(each) for each in commands] == [StopBelt]


def test_the_stop_key_is_heard_while_a_note_is_waited_for() -> None:
    """A person's key needs nothing."""
    made = ended_unwell()
    commands = made.tell(StopPressed("the stop key"))
    assert [type(each) for each in commands] == [StopBelt]


ENDS: dict[str, tuple[Event, ...]] = {
    "by the plan": (),
    "by the stop key": (StopPressed("the stop key"),),
    "by a symptom": (SymptomReported("chest", 1),),
}


def ended_by(how: str) -> World:
    """Return a session that has ended, at whose end somebody stays."""
    made = arrived(2) if ENDS[how] else at_the_end()
    for event in ENDS[how]:
        made.tell(event)
    made.until(Phase.ENDED)
    made.tell(EndShown())
    return made


def at_the_end() -> World:
    """Return a session in the last part of its plan."""
    made = bring(Phase.RUNNING)
    return at_segment(len(made.state.setup.program.segments) - 1, made)


@pytest.mark.parametrize("how", ENDS)
def test_who_stays_at_the_end_is_heard_for_ten_minutes(how: str) -> None:
    """Seen: whoever stopped first and then felt faint was shown no list, 15 seconds later."""
    made = ended_by(how)
    made.run(numbers.NOTES_LIMIT / seconds(1) - 5)
    assert not is_over(made.state)
    before = made.forget().state
    assert made.tell(Unwell()) == (), "it stands: nothing is asked of it"
    assert {"kind": "unwell"} in narrate(before, made.state)
    made.tell(SignsGiven(1))
    assert made.state.course.signs == "now"
    made.run(numbers.NOTES_LIMIT / seconds(1) + 5)
    assert is_over(made.state)


@pytest.mark.parametrize("how", ENDS)
def test_a_belt_that_is_started_by_another_while_somebody_stays_is_let_be(how: str) -> None:
    """It is listened for a key; whose belt it is by then is not for a session that is over."""
    made = ended_by(how)
    made.run(numbers.WATCH / seconds(1) + 1).forget()
    made.speed = made.target = 500
    made.run(20)
    assert [each for _, each in made.said if isinstance(each, StopBelt)] == []
    commands = made.tell(Unwell())
    assert [type(each) for each in commands] == [StopBelt], "and a person's key asks it to stop"
    assert made.state.course.unwell


def test_unwell_over_a_belt_that_is_not_known_to_stand_asks_it_to_stop() -> None:
    """As the stop key does; and she is told whom to call once it stands."""
    made = arrived(2)
    made.tell(LinkLost("out of range"))
    made.silent = True
    made.until(Phase.ENDED, 300)
    assert [type(each) for each in made.tell(Unwell())] == [StopBelt]
    assert made.state.ended is not None
    assert made.state.ended.notes is not None
    assert made.state.ended.notes.signs


def test_what_was_never_begun_has_nobody_to_hear() -> None:
    """It is over at once, and its belt is somebody else's."""
    made = bring(Phase.STILL)
    made.tell(OperatorLost("the screen is gone"))
    assert made.phase is Phase.ENDED
    for event in (EndShown(), Unwell()):
        assert made.tell(event) == ()
    assert is_over(made.state)
    assert not made.state.course.unwell


def test_who_leaves_is_listened_for_no_longer() -> None:
    """The session is over with its watch, as ever."""
    made = ended_by("by the stop key")
    made.tell(OperatorLost("the screen is gone"))
    made.run(numbers.WATCH / seconds(1) + 1)
    assert is_over(made.state)


def test_each_site_can_be_taken_back_the_last_one_first() -> None:
    """Seen: a wrong digit stayed, and the physiotherapist read it."""
    made = noted("leg", "back", "leg")
    made.tell(EndShown())
    states = [made.state]
    for number, symptom in ((0, "knee"), (1, "pelvic_girdle")):
        made.tell(SiteGiven(number, symptom))
        states.append(made.state)
    assert sites(made) == ()
    for was in reversed(states[:-1]):
        before = made.state
        made.tell(TakenBack())
        assert made.state.course.reports == was.course.reports
        number = sites(made)[0]
        told, left = narrate_notes(before, made.state)
        assert told == {"kind": "site_back", "report": number}
        assert [each["report"] for each in left["open"]] == [*sites(made)]
    assert sites(made) == (0, 1)
    made.tell(TakenBack())
    assert sites(made) == (0, 1), "there is nothing more"
    made.tell(SiteGiven(0, "heel_arch"))
    assert made.state.course.reports[0].symptom == "heel_arch"


def test_what_was_too_much_is_taken_back_step_by_step() -> None:
    """First its site, then its place: what follows from them goes with them."""
    made = arrived(2)
    well(made.run(8)).run(4)
    made.tell(SomethingWrong())
    made.run(1).tell(StrengthGiven(4))
    made.until(Phase.ENDED, 60).tell(EndShown())
    kept = [made.state.course.reports]
    for site in ("leg", "knee"):
        made.tell(SiteGiven(0, site))
        kept.append(made.state.course.reports)
    assert len({*kept}) == 3
    for reports in reversed(kept[:-1]):
        made.tell(TakenBack())
        assert made.state.course.reports == reports
        assert sites(made) == (0,)


@pytest.mark.parametrize("then", [Unwell(), SignsGiven(2)], ids=repr)
def test_what_was_told_of_the_signs_is_taken_back_before_a_site(then: Event) -> None:
    """And behind the unwell key no site is taken back any more: BACKSPACE is for its list."""
    made = noted("leg")
    made.tell(EndShown())
    made.tell(Unwell())
    made.tell(SignsGiven(3))
    made.tell(SiteGiven(0, "knee"))
    made.tell(then)
    reports = made.state.course.reports
    made.tell(TakenBack())
    if then == Unwell():  # it was heard before: nothing new was told
        assert sites(made) == (0,)
    else:
        assert (made.state.course.signs, made.state.course.reports) == ("", reports)


def test_without_anybody_who_stays_only_the_signs_are_taken_back() -> None:
    """Line by line no site is told to be one that can be: the key is for the list."""
    made = bring(Phase.RUNNING)
    made.tell(SomethingWrong())
    made.run(10)
    made.tell(StrengthGiven(1))
    made.run(1).tell(PlaceGiven("leg"))
    made.run(4).tell(Unwell())
    made.until(Phase.ENDED, 60)
    made.tell(SignsGiven(2))
    before = made.state
    made.tell(SiteGiven(0, "knee"))
    assert "back" not in narrate_notes(before, made.state)[0]
    made.tell(TakenBack())
    assert made.state.course.signs == ""
    assert (sites(made), made.state.course.reports[0].symptom) == ((), "knee")


@pytest.mark.parametrize("place", ["", "leg"])
def test_a_session_that_was_told_to_go_before_its_end_is_held_by_nobody(place: str) -> None:
    """Seen: the computer shut down, and a controller waited ten minutes for a screen's keys."""
    made = arrived(2)
    well(made.run(8)).run(4)
    if place:
        made.tell(SomethingWrong())
        made.run(1).tell(StrengthGiven(1))
        made.run(1).tell(PlaceGiven(place))
        made.run(4)
    made.tell(MustStop("signal SIGTERM"))
    made.until(Phase.ENDED, 60).tell(EndShown())
    assert sites(made) == ()
    before = made.run(5).state
    made.tell(Unwell())
    assert {"kind": "unwell"} in narrate(before, made.state), "it is kept for as long as it is here"
    made.run(numbers.WATCH / seconds(1) - 4)
    assert is_over(made.state)
