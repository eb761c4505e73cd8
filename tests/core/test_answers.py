"""The questions: what each key does, when it counts, how it is taken back, what silence means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from controller.core import numbers
from controller.core.commands import Announce, SetSpeed, StartBelt
from controller.core.events import (
    DegreeGiven,
    Event,
    KeyPressed,
    LinkLost,
    NothingToNote,
    PausePressed,
    PlaceGiven,
    PlanGoesOn,
    ResumePressed,
    SomethingWrong,
    StopPressed,
    StrengthGiven,
    SymptomReported,
    TakenBack,
    TalkGiven,
    Unwell,
    WhichGiven,
)
from controller.core.judge import judge, strictest
from controller.core.policy import Policy, Strength
from controller.core.questions import Ask, Question
from controller.core.starting import why_not
from controller.core.state import Outcome, Phase
from controller.core.symptoms import STRENGTHS, TOO_MUCH, UNSURE
from tests.core.worlds import JOG, RUN, SETUP, World, arrived, at_segment, policy_of, seconds, well

SOON = numbers.ANSWER_FROM // 1_000_000 / 1000
POLICIES = ("cautious", "standard")
PLACES = policy_of("cautious").places
PLACE_IDS = [each.id for each in (*PLACES, UNSURE)]


def asked(policy: str = "cautious", index: int = 2) -> World:
    """Return a world in which the question has just been put, in the walk behind run 1."""
    setup = replace(SETUP, policy=policy_of(policy))
    made = arrived(index, setup)
    for _ in range(200):
        if made.state.asking.question is not None:
            return made
        made.run(0.1)
    raise AssertionError("no question was put")


def answered(*events: object, policy: str = "cautious") -> World:
    """Return a world in which each event came a second behind the one before."""
    made = asked(policy)
    for event in events:
        made.run(1)
        made.tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    return made


def question_of(made: World) -> Question:
    """Return the question that is open."""
    question = made.state.asking.question
    assert question is not None
    return question


def test_nothing_is_one_key() -> None:
    """The question is closed, nothing is written down, and the next run comes."""
    made = answered(NothingToNote(), TalkGiven(0))
    assert made.state.asking.question is None
    assert made.state.course.reports == ()
    made.run(120)
    assert max(each.speed for _, each in made.heard(SetSpeed)) >= JOG


def group(policy: Policy, place: str, strength: int) -> tuple[str, Strength]:
    """Return the strictest symptom of a place and its action, the long way round."""
    members = next(each.members for each in (*policy.places, UNSURE) if each.id == place)
    found = {}
    for each in members:
        entry = policy.entry(each)
        assert entry is not None
        value = {1: 2, 2: 3, 3: 5, 4: 6}[strength] if entry.symptom.highest == 10 else strength
        verdict = judge(policy, (), each, min(value, entry.symptom.highest))
        assert verdict is not None
        found[each] = verdict.action.strength
    worst = max(found.values())
    return next(each for each in found if found[each] is worst), worst


@pytest.mark.parametrize("place", PLACE_IDS)
@pytest.mark.parametrize("strength", [each for each in STRENGTHS if each != TOO_MUCH])
@pytest.mark.parametrize("policy", POLICIES)
def test_strength_and_place_do_what_the_policy_says(policy: str, strength: int, place: str) -> None:
    """Every pair leads to the row of the strictest symptom of its place, and is written down."""
    made = answered(StrengthGiven(strength), PlaceGiven(place), policy=policy)
    if made.state.asking.question is not None:  # very different ones: not sure which
        assert question_of(made).ask is Ask.WHICH
        made.run(1).tell(WhichGiven("unsure"))
    symptom, action = group(policy_of(policy), place, strength)
    if action >= Strength.STOP:
        assert made.phase is Phase.STOPPING, "at once"
    else:
        assert made.state.course.reports == (), "for three seconds it can be taken back"
        made.run(3)
    (report,) = made.state.course.reports
    assert (report.place, report.symptom, report.words) == (place, symptom, STRENGTHS[strength])
    assert report.action == action.name
    walks_out = action in (Strength.WALK_TO_THE_END, Strength.WALK_THEN_STOP_AND_REFER)
    assert (made.phase is Phase.WALKING_OUT) is walks_out
    assert not made.heard(StartBelt)[1:]


@pytest.mark.parametrize("strength", [1, 2, 3])
@pytest.mark.parametrize("place", ["leaking", "else"])
def test_very_different_symptoms_are_told_apart_at_once(place: str, strength: int) -> None:
    """A third list comes where it matters at that strength, and each of it has its own row."""
    policy = policy_of("cautious")
    members = next(each.members for each in policy.places if each.id == place)
    for member in members:
        made = answered(StrengthGiven(strength), PlaceGiven(place))
        found = [strictest(policy, (), (each,), strength) for each in members]
        matters = len({each[2].action for each in found if each is not None}) > 1
        assert (made.state.asking.question is not None) is matters
        if not matters:
            continue
        made.run(1).tell(WhichGiven(member))
        made.run(3)
        (report,) = made.state.course.reports
        entry = policy.entry(member)
        assert entry is not None
        assert (report.symptom, report.label, report.place) == (member, entry.symptom.label, place)
        assert report.action == group_of(policy, member, strength).name


def group_of(policy: Policy, member: str, strength: int) -> Strength:
    """Return the action of one symptom at a strength key."""
    found = strictest(policy, (), (member,), strength)
    assert found is not None
    return found[2].action.strength


def test_which_unanswered_counts_as_the_strictest() -> None:
    """Twenty seconds hold, sixty stop; leaking, clear, may have been poo (I2)."""
    made = answered(StrengthGiven(2), PlaceGiven("leaking"))
    assert question_of(made).ask is Ask.WHICH
    assert made.run(59).phase is Phase.RUNNING
    assert made.run(2).phase is Phase.STOPPING
    (report,) = made.state.course.reports
    assert (report.symptom, report.action) == ("leak_bowel", "STOP_AND_REFER")


@pytest.mark.parametrize("place", PLACE_IDS)
def test_a_strength_alone_holds_the_next_run(place: str) -> None:
    """From the first key on nothing gets faster; the place may then be said at leisure."""
    made = answered(StrengthGiven(1))
    made.forget().run(55)
    assert made.phase is Phase.RUNNING
    assert made.heard(SetSpeed) == []
    made.tell(PlaceGiven(place))
    step = made.state.asking.question
    assert step is None or step.ask is Ask.WHICH


def test_too_much_brings_the_belt_to_a_stop_at_once() -> None:
    """Nobody is asked where before the belt slows down; somebody has to be seen."""
    made = answered(StrengthGiven(TOO_MUCH))
    assert made.phase is Phase.STOPPING
    assert made.state.stop is not None
    assert made.state.stop.outcome is Outcome.STOPPED_AND_REFER
    assert [each.place for each in made.state.course.reports] == [UNSURE.id]


def test_a_strength_without_a_place_counts_as_unsure() -> None:
    """Twenty seconds hold, sixty stop, and what was said is written down."""
    made = answered(StrengthGiven(2))
    made.run(19)
    assert made.state.asking.question is not None
    assert made.state.asking.question.holding is False
    made.run(2)
    assert made.state.asking.question.holding is True
    made.until(Phase.STOPPING, 45)
    (report,) = made.state.course.reports
    assert (report.place, report.words) == (UNSURE.id, "clear")


def test_nothing_is_no_answer_to_where() -> None:
    """Once a strength was said, "nothing" does not unsay it; only taking it back does."""
    made = answered(StrengthGiven(2), NothingToNote())
    assert question_of(made).strength == 2
    made.run(1).tell(TakenBack())
    assert question_of(made).strength is None
    made.run(1).tell(NothingToNote())
    assert question_of(made).ask is Ask.TALK
    made.run(1).tell(TalkGiven(0))
    assert made.state.asking.question is None


@pytest.mark.parametrize("second", STRENGTHS)
def test_a_strength_that_was_said_is_not_overwritten(second: int) -> None:
    """A late digit does not turn "clear" into something else; only taking it back does."""
    made = answered(StrengthGiven(2))
    question = made.state.asking.question
    made.run(1).tell(StrengthGiven(second))
    assert made.state.asking.question == question
    assert made.phase is Phase.RUNNING


def test_a_strength_that_was_taken_back_buys_no_time() -> None:
    """The question is deaf for 0.7 s again, but its sixty seconds run on."""
    made = answered(StrengthGiven(2))
    for _ in range(29):
        made.run(1).tell(TakenBack())
        made.run(0.5).tell(NothingToNote())
        assert question_of(made).ask is Ask.ANYTHING
        made.run(0.5).tell(StrengthGiven(2))
        assert question_of(made).ask is Ask.WHERE
    assert question_of(made).holding is True
    made.run(3)
    assert made.phase is Phase.STOPPING


REVOCABLE = {
    "nothing": (NothingToNote(), TalkGiven(0)),
    "talk": (NothingToNote(), TalkGiven(2)),
    "heavy, a little": (StrengthGiven(1), PlaceGiven("heavy")),
    "heavy, strong": (StrengthGiven(3), PlaceGiven("heavy")),
    "leg, clear": (StrengthGiven(2), PlaceGiven("leg")),
    "a dome": (StrengthGiven(1), PlaceGiven("else"), WhichGiven("doming")),
}


@pytest.mark.parametrize("name", REVOCABLE)
@pytest.mark.parametrize("after", [0.0, 1.0, 2.9])
def test_an_answer_can_be_taken_back_for_three_seconds(name: str, after: float) -> None:
    """The question is there again, the report is not, and no speed has changed."""
    made = answered(*REVOCABLE[name])
    before = made.state.ceilings
    made.forget().run(after)
    made.tell(TakenBack())
    last = {"talk": Ask.TALK, "nothing": Ask.TALK, "a dome": Ask.WHICH}.get(name, Ask.WHERE)
    assert question_of(made).ask is last
    made.run(30)
    assert question_of(made).holding is True, "it is a question like any other"
    assert made.state.course.reports == ()
    assert made.state.ceilings is before
    assert made.heard(SetSpeed) == []


@pytest.mark.parametrize("name", REVOCABLE)
def test_after_three_seconds_it_stands(name: str) -> None:
    """Then BACKSPACE takes nothing back."""
    made = answered(*REVOCABLE[name])
    made.run(3)
    after = made.state
    made.tell(TakenBack())
    assert made.state.asking.question is None
    assert made.state.course.reports == after.course.reports
    assert len(after.course.reports) == (name != "nothing")


def test_a_pending_answer_holds_the_run() -> None:
    """Answered when the walk is over: the three seconds are waited for, and then the notice."""
    made = answered(NothingToNote(), TalkGiven(0))
    made.run(60).tell(SomethingWrong())
    made.run(20).tell(NothingToNote())
    made.forget().run(2.9)
    assert made.state.course.notice is None
    assert made.heard(Announce) == []
    made.run(0.2)
    assert made.state.course.notice is not None


@pytest.mark.parametrize(
    "event",
    [StopPressed("the stop key"), LinkLost("out of range"), PausePressed(), Unwell()],
    ids=repr,
)
def test_what_is_pending_is_kept_by_a_stop(event: object) -> None:
    """A stop within the three seconds makes the answer stand."""
    made = answered(StrengthGiven(3), PlaceGiven("heavy"))
    made.run(1)
    made.tell(event)  # type: ignore[arg-type]  # as above
    (report,) = made.state.course.reports
    assert (report.symptom, report.words) == ("heaviness", "strong")
    made.tell(TakenBack())
    assert made.state.course.reports == (report,)
    walk = made.state.course.walk_out
    assert walk is not None
    assert walk.stop_at is not None


def test_what_stops_the_belt_cannot_be_taken_back() -> None:
    """A stop is final: a pain that is too much, and a spot on bone."""
    for keys in ((StrengthGiven(4),), (StrengthGiven(2), PlaceGiven("bone"))):
        made = answered(*keys)
        assert made.phase is Phase.STOPPING
        made.run(1).tell(TakenBack())
        made.until(Phase.ENDED, 60)
        assert made.state.ended is not None
        assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER


def test_the_talk_test_comes_once_per_half() -> None:
    """It rides on "nothing", behind a run; what it says is judged as effort (I11)."""
    made = answered(NothingToNote())
    assert question_of(made).ask is Ask.TALK
    made.run(1).tell(TalkGiven(0))
    made = at_segment(4, made)
    made.run(6).tell(SomethingWrong())
    made.run(1).tell(NothingToNote())
    assert question_of(made).ask is Ask.TALK, "the second half"
    assert made.state.asking.talked == 2
    made.run(1).tell(TalkGiven(1))
    made.run(3)
    (report,) = made.state.course.reports
    assert (report.symptom, report.value, report.action) == ("effort", 5, "NOTE")


@pytest.mark.parametrize("answer", [None, TalkGiven(2)])
def test_a_talk_test_that_was_left_by_taking_back_is_put_again(answer: Event | None) -> None:
    """It has no answer, and that is never the best one: it comes again until she says."""
    made = answered(NothingToNote())
    if answer is not None:
        made.run(1).tell(answer)
        made.run(1).tell(TakenBack())
    assert question_of(made).ask is Ask.TALK
    made.run(1).tell(TakenBack())
    assert question_of(made).ask is Ask.ANYTHING
    made.run(1).tell(NothingToNote())
    assert question_of(made).ask is Ask.TALK
    made.run(1).tell(TalkGiven(0))
    assert made.state.asking.question is None


def test_a_sentence_that_cannot_be_said_slows_the_runs() -> None:
    """Half a kilometre an hour less (I11)."""
    made = answered(NothingToNote(), TalkGiven(2)).run(3)
    assert made.state.ceilings.lowest.speed == RUN - 50
    made.forget()
    well(made.run(100))
    assert max(each.speed for _, each in made.heard(SetSpeed)) == RUN - 50


@pytest.mark.parametrize("value", [-1, 3, 99])
def test_an_answer_that_does_not_exist_is_none(value: int) -> None:
    """Neither for the talk test nor for the strength."""
    made = answered(StrengthGiven(value + 2 if value > 0 else value))
    assert question_of(made).ask is Ask.ANYTHING
    made.run(1).tell(NothingToNote())
    made.run(1).tell(TalkGiven(value))
    assert question_of(made).ask is Ask.TALK


@pytest.mark.parametrize("event", [NothingToNote(), StrengthGiven(1), StrengthGiven(4)], ids=repr)
@pytest.mark.parametrize("after", [0.0, 0.3, 0.6])
def test_an_answer_that_comes_too_soon_answers_nothing(event: object, after: float) -> None:
    """Within 0.7 s of the question a key was meant for what was there before."""
    made = asked()
    made.run(after)
    made.tell(event)  # type: ignore[arg-type]  # as above
    assert made.state.asking.question is not None
    assert made.state.asking.question.strength is None
    assert made.phase is Phase.RUNNING


def test_a_key_that_is_held_answers_nothing() -> None:
    """Thirty presses a second for ten seconds: the question stays until the finger leaves."""
    made = asked()
    for _ in range(300):
        made.run(1 / 30)
        made.tell(NothingToNote())
    assert question_of(made).ask is Ask.ANYTHING
    made.run(0.4).tell(NothingToNote())
    assert question_of(made).ask is Ask.TALK


@pytest.mark.parametrize("event", [StopPressed("the stop key"), Unwell()], ids=repr)
def test_stop_and_unwell_wait_for_nothing(event: object) -> None:
    """They count at the instant at which the question appears, and behind any other key."""
    made = asked()
    made.tell(KeyPressed())
    made.tell(event)  # type: ignore[arg-type]  # as above
    assert made.phase is Phase.STOPPING


def test_seconds_are_what_they_say() -> None:
    """S21: an answer from 0.7 s on, and 0.3 s behind any key."""
    assert (seconds(0.7), seconds(0.3)) == (numbers.ANSWER_FROM, numbers.ANSWER_QUIET)


@pytest.mark.parametrize("strength", [1, 2, 3])
@pytest.mark.parametrize(
    "event", [StopPressed("the stop key"), LinkLost("out of range"), PausePressed()], ids=repr
)
def test_half_an_answer_is_not_thrown_away(strength: int, event: object) -> None:
    """Whatever stops the belt over the second half of the question: what was said is kept."""
    made = answered(StrengthGiven(strength), event)
    (report,) = made.state.course.reports
    assert (report.place, report.words) == (UNSURE.id, STRENGTHS[strength])
    assert made.state.course.walk_out is not None
    if isinstance(event, StopPressed):
        made.until(Phase.ENDED, 60)
        assert made.state.ended is not None
        refers = made.state.ended.outcome is Outcome.STOPPED_AND_REFER
        assert refers is (strength == 3)


def test_a_strong_half_answer_is_no_pause() -> None:
    """A pause over it brings the belt to a stop; going on is refused, and it is said why."""
    made = answered(StrengthGiven(3), PausePressed())
    made.until(Phase.PAUSED, 60)
    made.forget().tell(ResumePressed())
    made.run(30)
    assert made.phase is Phase.PAUSED
    assert made.heard(StartBelt) == []
    assert "clinician" in str(why_not(made.state, made.now))


@pytest.mark.parametrize("event", [SymptomReported("heaviness", 0), SymptomReported("itch", 2)])
@pytest.mark.parametrize("strength", [None, 3])
def test_what_reports_nothing_is_no_answer(event: object, strength: int | None) -> None:
    """A zero or an unknown symptom leaves the question as it is, and holds the run on."""
    made = answered(*(() if strength is None else (StrengthGiven(strength),)), event)
    question = made.state.asking.question
    assert question is not None
    assert question.strength == strength
    assert made.state.course.reports == ()


def test_a_symptom_told_over_half_an_answer_leaves_both() -> None:
    """The strength that was given first counts too."""
    made = answered(StrengthGiven(3), SymptomReported("knee", 1))
    assert [each.symptom for each in made.state.course.reports] == ["heaviness", "knee"]


ANSWERS: dict[Ask, Event] = {
    Ask.ANYTHING: StrengthGiven(1),
    Ask.WHERE: PlaceGiven("heavy"),
    Ask.WHICH: WhichGiven("doming"),
    Ask.STILL_THERE: DegreeGiven(2),
    Ask.TALK: TalkGiven(1),
    Ask.CONSOLE: PlanGoesOn(),
}
"""An answer to each question."""


LEADING: dict[Ask, tuple[Event, ...]] = {
    Ask.WHERE: (StrengthGiven(1),),
    Ask.WHICH: (StrengthGiven(1), PlaceGiven("else")),
    Ask.TALK: (NothingToNote(),),
}
"""The answers that lead from the first question to another."""


def asking(ask: Ask) -> World:
    """Return a world in which that question is open, and answers count."""
    made = asked()
    if ask is Ask.STILL_THERE:
        made.run(1).tell(StrengthGiven(1))
        made.run(1).tell(PlaceGiven("heavy"))
        while (question := made.state.asking.question) is None or question.ask is not ask:
            if question is not None:
                well(made)  # what was told makes every walk ask
            made.run(1)
    elif ask is Ask.CONSOLE:
        well(made).run(10)
        made.speed = made.target = 600
        made.run(10)
    else:
        for event in LEADING.get(ask, ()):
            made.run(1).tell(event)
    made.run(1)
    assert question_of(made).ask is ask
    return made


@pytest.mark.parametrize("answer", Ask)
@pytest.mark.parametrize("ask", Ask)
def test_an_answer_to_another_question_is_none(ask: Ask, answer: Ask) -> None:
    """Each question takes its own answer, and the question stays over any other."""
    made = asking(ask)
    question = question_of(made)
    made.tell(ANSWERS[answer])
    if ask is answer:
        assert made.state.asking.question != question
    else:
        assert question_of(made) == question
        assert made.state.asking.pending is None


@pytest.mark.parametrize("value", [-1, 4, 9])
def test_a_degree_that_does_not_exist_is_none(value: int) -> None:
    """Nor one when nothing is asked."""
    made = asking(Ask.STILL_THERE)
    made.tell(DegreeGiven(value))
    assert question_of(made).ask is Ask.STILL_THERE
    made = answered(NothingToNote(), TalkGiven(0))
    made.run(1)
    for event in ANSWERS.values():
        made.tell(event)
        assert made.state.asking.question is None


def test_more_to_tell_lets_the_last_answer_stand() -> None:
    """S within the three seconds: it is asked at once, and what was said counts."""
    made = answered(StrengthGiven(1), PlaceGiven("leg"))
    made.run(1).tell(SomethingWrong())
    assert question_of(made).ask is Ask.ANYTHING
    assert [each.place for each in made.state.course.reports] == ["leg"]


def test_the_third_list_leads_back_to_the_second_with_its_strength() -> None:
    """BACKSPACE, twice: the place, and then the strength."""
    made = asking(Ask.WHICH)
    made.tell(TakenBack())
    assert (question_of(made).ask, question_of(made).strength) == (Ask.WHERE, 1)
    made.run(1).tell(TakenBack())
    assert (question_of(made).ask, question_of(made).strength) == (Ask.ANYTHING, None)
    made.run(1).tell(TakenBack())
    assert question_of(made).ask is Ask.ANYTHING


def test_what_is_taken_back_late_leaves_twenty_seconds() -> None:
    """The question was held for long; whoever takes an answer back is there, but not for ever."""
    made = asked()
    made.run(30).tell(StrengthGiven(1))
    made.run(50).tell(PlaceGiven("heavy"))
    made.run(2).tell(TakenBack())
    assert question_of(made).holding is True, "it was asked long ago"
    made.run(0.5).tell(PlaceGiven("leg"))
    assert question_of(made).ask is Ask.WHERE, "deaf for its first 0.7 s"
    assert made.run(18).phase is Phase.RUNNING
    assert made.run(3).phase is Phase.STOPPING


def test_what_is_taken_back_soon_is_not_held() -> None:
    """Its twenty seconds run on from the first time."""
    made = answered(StrengthGiven(1), PlaceGiven("heavy"), TakenBack())
    assert question_of(made).holding is False
    made.run(16)
    assert question_of(made).holding is False
    made.run(3)
    assert question_of(made).holding is True


def test_what_is_told_has_its_own_name_and_words() -> None:
    """By its id, and by the talk test; a pain of nothing is written down as one."""
    made = answered(NothingToNote(), TalkGiven(1)).run(3)
    made.tell(SymptomReported("knee", 0))
    made.tell(SymptomReported("knee", -1))
    talk, knee = made.state.course.reports
    assert (talk.label, talk.words) == ("How hard is this", "just about a whole sentence")
    assert (knee.label, knee.value, knee.words, knee.action) == ("Knee pain", 0, "0-2", "NOTE")
    made = answered(NothingToNote(), TalkGiven(2)).run(3)
    assert made.state.course.reports[0].words == "not a whole sentence"


def test_who_goes_on_says_so() -> None:
    """The belt is led down to the walk, for that reason."""
    made = asking(Ask.CONSOLE)
    made.forget().tell(PlanGoesOn())
    ((_, target),) = made.heard(SetSpeed)
    assert target.because == "you said that the plan goes on"
