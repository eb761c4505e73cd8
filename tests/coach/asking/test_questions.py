"""The questions as data, a form while it is answered, and what becomes of the answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.coach.asking import questions, told
from controller.coach.asking.calls import at_once
from controller.coach.asking.emergency import UNKNOWN, emergency_number
from controller.coach.asking.entries import setup_questions
from controller.coach.asking.interview import Interview
from controller.coach.asking.questions import ENTER, QUESTIONS, Form
from controller.coach.asking.reading import (
    EntryInvalid,
    read_birth,
    read_country,
    read_past_day,
    read_words,
    words_of,
)
from controller.coach.asking.setup import KEYS, SETUP
from controller.coach.asking.told import Off, before_session, held_by
from controller.coach.history import (
    EMERGENCIES,
    HEAVY_BLEEDING,
    NUMB_BETWEEN_LEGS,
    Aftermath,
    Fact,
    NextDay,
    PreCheck,
    Screen,
    Weekly,
    WhyStopped,
)
from controller.coach.names import name_of, named
from controller.core.judge import judge
from controller.core.policy import Strength
from plans.policies.symptoms import known_symptoms
from plans.readiness.checks import known_checks
from plans.readiness.floor import ANSWERS
from plans.shelf import open_policy

AT: Final = datetime(2026, 5, 13, 8, tzinfo=UTC)
TODAY: Final = date(2026, 5, 13)
FORMS: Final = (
    questions.BEFORE, questions.NEXT_DAY, questions.WEEKLY, questions.AFTER, questions.STOPPED,
)  # fmt: skip


def answered(form: Form, *keys: str) -> Interview:
    """Return a form with keys pressed, each of which answers something."""
    interview = Interview(form)
    for key in keys:
        pressed = interview.press(key)
        assert pressed is not None, (interview.question, key)
        interview = pressed
    return interview


def test_each_sign_that_decides_can_be_told_and_no_other() -> None:
    """The list of checks and the questions have the same signs, with the same urgency."""
    signs = known_checks().signs

    def values(name: str) -> set[str]:
        return {each.value for each in QUESTIONS[name].answers}

    assert values("which-now") == {*signs.now, *EMERGENCIES}
    assert values("which-today") == {*signs.today, HEAVY_BLEEDING}
    assert values("signs") - {"", "now", "today"} == set(signs.physiotherapist)


def test_what_is_asked_of_daily_life_is_what_the_list_of_checks_asks() -> None:
    """Each thing that its question names; a bulge was left out once."""
    listed = known_checks().gates["pelvic"].question
    (asked,) = (each.text for each in SETUP if each.key == "daily-pelvic")
    for word in ("leaking", "pee", "wind", "poo", "heaviness", "dragging", "bulge"):
        assert word in listed.lower()
        assert word in asked.lower()


def test_each_place_and_each_key_is_one_that_the_rules_know() -> None:
    """Places are symptoms; the set-up has every question that decides about running."""
    symptoms = known_symptoms().symptoms
    for name, others in (("pain-place", {questions.ELSEWHERE}), ("where", set())):
        assert {each.value for each in QUESTIONS[name].answers} - {*symptoms} == others
    assert {each.key for each in ANSWERS.values()} <= set(KEYS)


def test_each_pain_that_a_session_knows_can_be_told_beside_one() -> None:
    """Before a session and on the day after a new one of `symptoms.yaml` is asked for, too."""
    known = known_symptoms().symptoms.items()
    pains = {name for name, each in known if each.highest == 10 and each.place}
    offered = {each.value for each in QUESTIONS["pain-place"].answers}
    missing = pains - offered
    assert not missing, (
        f'give {missing} a key in "pain-place" (controller/coach/asking/questions.py)'
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_can_be_answered(name: str) -> None:
    """Its keys differ, none is one that goes back, and what follows is there."""
    question = QUESTIONS[name]
    keys = [each.key for each in question.answers]
    assert len(set(keys)) == len(keys) >= 2
    assert all(len(each) == 1 and each == each.lower() for each in keys)
    assert {each for answer in question.answers for each in answer.then} <= set(QUESTIONS)
    assert (question.usual in keys) == bool(question.usual)


@pytest.mark.parametrize("name", questions.WARNING_SIGNS)
def test_enter_never_means_that_there_is_no_warning_sign(name: str) -> None:
    """Whoever presses ENTER six times has not said that all is well."""
    assert QUESTIONS[name].answer(ENTER) is None


def test_a_pain_that_no_place_here_has_is_told_all_the_same() -> None:
    """A breast, a shoulder, a head: as in a session. Its number counts as any other."""
    done = answered(questions.BEFORE, "0", "0", ENTER, "5", "e", ENTER, ENTER, "1")
    check = before_session(done, AT)[0]
    assert isinstance(check, PreCheck)
    assert check.pain == ((questions.ELSEWHERE, 5),)
    assert held_by(check).off is Off.RUNNING
    assert name_of(questions.ELSEWHERE) == "elsewhere"


CALM: Final = PreCheck(AT, False, False, False, (), True, True)  # nothing to tell


@pytest.mark.parametrize(
    ("place", "most"), [("pelvic_pain", 0), ("shin_foot_bone", 0), ("scar_caesarean", 2),
                        ("pelvic_girdle", 2), ("knee", 2)],
)  # fmt: skip
def test_pain_below_and_on_bone_keeps_running_off_however_little(place: str, most: int) -> None:
    """By the policy's floor a run never goes on with it; any other pain up to 2 does."""
    for number in range(1, 11):
        held = held_by(CALM._replace(pain=(("hip", 1), (place, number))))
        assert (held.off is Off.NOTHING) is (number <= most)
        assert bool(held.because) is (number > most)
    assert "holds nobody back" not in QUESTIONS["pain"].hint


PLACES: Final = [each.value for each in QUESTIONS["pain-place"].answers]
ENDS_AT_ONCE: Final = (Strength.STOP, Strength.STOP_AND_REFER)


@pytest.mark.parametrize("place", PLACES)
def test_what_ends_a_session_at_once_begins_none(place: str) -> None:
    """Told before a session, pain keeps walking off from the number on that stops one (I6, I7).

    As the cautious policy has it, which is the usual one; a place that it does not have ends none
    there, and counts as most others.
    """
    policy = open_policy("cautious").policy
    for number in range(11):
        as_known = "knee" if place == questions.ELSEWHERE else place
        verdict = judge(policy, (), as_known, number)
        ends = verdict is not None and verdict.action.strength in ENDS_AT_ONCE
        check = CALM._replace(pain=(("hip", 1), (place, number)))
        held = held_by(check)
        assert (held.off is Off.BELT) is ends
        assert held.felt is bool(held.because)
        if ends:
            assert f"Pain of {number} of 10" in held.because
            assert "walking neither" in held.because
            assert "walk is open" not in held.because
            later = CALM._replace(at=AT + timedelta(hours=1))
            assert held_by(check, later).off is Off.BELT
            assert "it stands until tomorrow" in held_by(check, later).because


@pytest.mark.parametrize("elsewhere", [(), (("knee", 7),), (("pelvic_pain", 4),)])
@pytest.mark.parametrize("number", [1, 3])
def test_bone_sends_to_a_clinician_whatever_else_hurts(
    elsewhere: tuple[tuple[str, int], ...], number: int
) -> None:
    """However little it is, and however much the other."""
    held = held_by(CALM._replace(pain=(*elsewhere, ("shin_foot_bone", number))))
    assert "until a clinician has been seen" in held.because


def test_whoever_has_a_sign_finds_a_word_of_it_in_the_first_list() -> None:
    """The list behind it is shown only to her who chose its line."""
    first, now_, today_, _ = (each.words for each in QUESTIONS["signs"].answers)
    for word in ("chest", "no air", "faint", "a fit", "weak", "numb", "no pee", "pee or poo",
                 "suddenly not held", "pad soaked", "thoughts of harm"):  # fmt: skip
        assert word in now_, first
    behind = {each.value: each.words for each in QUESTIONS["which-now"].answers}
    for word in ("numb between the legs", "no pee comes", "pee or poo suddenly not held"):
        assert word in behind[NUMB_BETWEEN_LEGS]
    for word in ("calf", "headache", "sight", "bleeding", "belly", "fever", "cut or tear"):
        assert word in today_
    assert "between the legs" in named(("neuro",))
    assert "pee or poo not held, no pee" in named(("neuro",))


def test_the_strictest_of_a_day_stands() -> None:
    """In whatever order it was told; only the key and the night are as they were told last."""
    later = CALM._replace(at=AT + timedelta(hours=1))
    for answers in (
        {"pelvic": True}, {"bleeding": True}, {"pain": (("knee", 3),)},
        {"pain": (("pelvic_pain", 1),)},
    ):  # fmt: skip
        felt = CALM._replace(**answers)
        assert held_by(felt, later).off is held_by(felt).off is Off.RUNNING
        assert "it stands until tomorrow" in held_by(felt, later).because
        assert f"{AT:%H:%M}" in held_by(felt, later).because
    assert held_by(CALM._replace(safety_key=False), later).off is Off.NOTHING
    assert held_by(CALM._replace(rested=False), later).because == ""
    assert held_by().off is Off.NOTHING


def test_the_checks_take_six_keys() -> None:
    """If there is nothing to tell."""
    assert answered(questions.BEFORE, "0", "0", ENTER, ENTER, ENTER, "1").question is None
    assert answered(questions.NEXT_DAY, ENTER, ENTER, ENTER, "0", "4", "0").question is None
    assert answered(questions.WEEKLY, "0", "2", "3", "3").question is None


@given(
    st.sampled_from(FORMS),
    st.lists(st.sampled_from([ENTER, *"0123456789xcolte", "back", "?"]), max_size=40),
)
def test_any_keys_leave_a_form_that_can_be_finished(form: Form, keys: list[str]) -> None:
    """No key leads astray; a step back takes the last answer and no more."""
    interview = Interview(form)
    for key in keys:
        before = interview
        if key == "back":
            interview = interview.back()
            assert interview.answered == before.answered[:-1]
        else:
            interview = interview.press(key) or interview
            if interview is not before:
                assert interview.back() == before
        number, of = interview.place
        assert 0 <= number <= of == len(form.questions)
    for _ in range(20):
        if interview.question is None:
            break
        pressed = interview.press(interview.question.answers[0].key)
        assert pressed is not None
        interview = pressed
    assert interview.question is None
    assert interview.press("0") is None


def test_what_the_six_answers_before_become() -> None:
    """Pain is kept by place and number; of a place that was told twice, the higher one."""
    keys = ("0", "1", "1", "2", "3", "X", "1", "1", "3", "0", "0", "0")
    assert told.before_session(answered(questions.BEFORE, *keys), AT) == (
        PreCheck(AT, False, True, True, (("knee", 2), ("hip", 10)), False, False),
    )


@pytest.mark.parametrize(
    ("keys", "warning", "screens"),
    [
        (("0",), False, ()),
        (("1", "1"), True, (("chest",),)),
        (("1", "4"), True, (("neuro",),)),
        (("1", "5"), True, ((NUMB_BETWEEN_LEGS,),)),
        (("1", "6"), True, (("mood",),)),
        (("2", "1"), True, (("calf_clot",),)),
        (("3",), False, (("bulge",),)),
    ],
)
def test_a_warning_sign_is_kept_by_its_name(
    *, keys: tuple[str, ...], warning: bool, screens: tuple[tuple[str, ...], ...]
) -> None:
    """A bulge keeps running off, and not the belt; the others are warning signs."""
    before = told.before_session(answered(questions.BEFORE, *keys, "0", "0", "0", "1", "1"), AT)
    after = told.next_day(
        answered(questions.NEXT_DAY, "0", "0", "0", "0", "4", *keys), AT, "session"
    )
    for facts in (before, after):
        check, *named = facts
        assert isinstance(check, PreCheck | NextDay)
        assert check.warning_sign == warning
        assert tuple(each.signs for each in named if isinstance(each, Screen)) == screens


def test_what_the_other_checks_become() -> None:
    """Each field from its own question."""
    keys = ("1", "4", "5", "0", "1", "1", "2", "0")
    assert told.next_day(answered(questions.NEXT_DAY, *keys), AT, "s") == (
        NextDay(AT, "s", True, (("calf_achilles", 4),), True, True, 2, False),
    )
    assert told.weekly(answered(questions.WEEKLY, "6", "3", "2", "5"), AT) == (
        Weekly(AT, 7, "worse", 2, 5),
    )
    stopped = answered(questions.STOPPED, "2", "3", "x", "1", "8")
    assert told.after_session(stopped, AT, "s") == (
        Aftermath(AT, "s", 10, WhyStopped.BODY, ("heaviness", "knee")),
    )
    assert told.after_session(answered(questions.AFTER, "4", ENTER), AT, "s") == (
        Aftermath(AT, "s", 4, None, ()),
    )


QUIET: Final[dict[str, Any]] = {
    "warning_sign": False, "bleeding": False, "pelvic": False, "pain": (), "rested": True,
    "safety_key": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (Screen(AT, ()), None),
        (PreCheck(AT, **QUIET), None),
        (Screen(AT, ("chest",)), "Call 999 now."),
        (Screen(AT, ("neuro", "faint")), "Call 999 now."),
        (Screen(AT, ("fever", "chest")), "Call 999 now."),
        (Screen(AT, ("fever",)), "Call your midwife or doctor today, or else 999."),
        (Screen(AT, ("bulge",)), "pelvic-health physiotherapist"),
        (Screen(AT, ("mood",)), "do not stay alone|Do not stay alone"),
        (Weekly(AT, 0, "same", 3, 2), "call 999 now"),
        (Weekly(AT, 0, "same", 3, 3), None),
        (Aftermath(AT, "s", 3, None, ("chest",)), "Call 999 now."),
        (Aftermath(AT, "s", 3, None, ("knee",)), None),
        (Screen(AT, (HEAVY_BLEEDING,)), "Call 999 now. Sit down."),
        (Screen(AT, (NUMB_BETWEEN_LEGS,)), "Call 999 now. Sit down."),
        (Screen(AT, ("bleeding",)), "Call your midwife or doctor today, or else 999."),
        (Screen(AT, ("bleeding",)), "With a pad soaked in an hour, or a large clot, call 999 now."),
        (NextDay(AT, "s", False, (), False, True, 3, False), "today, or else 999"),
        (NextDay(AT, "s", False, (), False, True, 3, False), "a large clot, call 999 now."),
        (NextDay(AT, "s", False, (), False, False, 3, False), None),
    ],
)
def test_what_is_said_at_once(fact: Fact, words: str | None) -> None:
    """Whom to call comes before all else, and nothing comes of nothing."""
    lines = " ".join(at_once((fact,), "GB"))
    if words is None:
        assert lines == ""
    else:
        assert any(each in lines for each in words.split("|"))


def test_bleeding_is_called_for_once_and_as_gravely_as_it_is() -> None:
    """Who is told of the same day for it, is told so once; who calls now is told nothing less."""
    today = at_once((Screen(AT, ("fever", "bleeding")),), "GB")
    assert len(today) == len(set(today)) == 2
    assert at_once((Screen(AT, ("bleeding", HEAVY_BLEEDING)),), "GB") == at_once(
        (Screen(AT, ("chest",)),), "GB"
    )


def test_the_gravest_is_said_first() -> None:
    """In whatever order it was told; who is called now makes who is called today too late."""
    told_all = (Weekly(AT, 0, "same", 3, 1), Screen(AT, ("bulge", "fever", "chest")))
    first, *rest = at_once(told_all, "GB")
    assert first.startswith("Call 999 now.")
    assert rest[0].startswith("A low mood")
    assert "bulging" in rest[-2]
    assert not any("or else" in each for each in rest)


def test_numbers_by_country() -> None:
    """Where it is not certain, all the usual ones are named."""
    numbers = {"de": "112", "IE": "112", "GB": "999", "US": "911", "CA": "911", "AU": "000",
               "NZ": "111"}  # fmt: skip
    assert {each: emergency_number(each) for each in numbers} == numbers
    assert {emergency_number(each) for each in ("", "none", "BR", "ZZ")} == {UNKNOWN}


@pytest.mark.parametrize(
    "text", ["2026-05-12", "12.5.2026", "12. 05. 2026", "12 May 2026", "12 may 2026"]
)
def test_ways_to_write_a_day(text: str) -> None:
    """As people write it."""
    assert read_past_day(text, TODAY) == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-05-14", "14 May 2026 is yet to come; today is 13 May 2026."),
        ("1986-05-13", '13 May 1986 is 40 years ago; write "none"'),
        ("2016-05-13", "13 May 2016 is 10 years ago"),
        ("2026-02-30", '"2026-02-30" is no day'),
        ("0000-01-01", "is no day"),
        ("5/12/2026", "is no day"),
        ("31 Foo 2026", "is no day"),
        ("\x1b[A", "is no day"),
        ("\u0662\u0660\u0662\u0666-05-12", "is no day"),
    ],
)
def test_days_that_cannot_be_a_birth(text: str, says: str) -> None:
    """One sentence, with nothing in it that a terminal would obey."""
    with pytest.raises(EntryInvalid) as refused:
        read_birth(text, TODAY)
    assert says in str(refused.value)
    assert str(refused.value).isprintable()


def test_september_is_shortened_to_four_letters_too() -> None:
    """As no other month is."""
    written = ("1 Sep 2025", "1 Sept 2025", "1 sept 2025", "1 September 2025")
    assert {read_past_day(each, TODAY) for each in written} == {date(2025, 9, 1)}


def test_the_bounds_of_a_birth() -> None:
    """Today may be, and ten years less a day; none is an answer."""
    assert read_birth("2026-05-13", TODAY) == TODAY
    assert read_birth("2016-05-14", TODAY) == date(2016, 5, 14)
    assert read_birth("NONE", TODAY) is None


def test_a_country_without_a_known_number_is_told_so() -> None:
    """And what is said then; one that is known is only named."""
    country = setup_questions("country")[0]
    assert words_of(country, "GB") == "GB"
    assert words_of(country, "JP").startswith("JP (its emergency number is not known here")


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("bleeding-today", "y", "yes"), ("bleeding-today", "N", "no"), ("rested", "y", "yes"),
        ("safety-key", "n", "no"), ("pelvic-today", "y", "yes"), ("signs", "y", None),
        ("why-stopped", "n", None), ("change", "y", None),
    ],
)  # fmt: skip
def test_the_letters_of_yes_and_no_answer_what_is_asked_so(
    name: str, key: str, value: str | None
) -> None:
    """Nothing else."""
    found = QUESTIONS[name].answer(key)
    assert (found and found.value) == value
    bleeding = setup_questions("bleeding")[0]
    assert [bleeding.value_of(each) for each in ("Y", "n", "1", "x")] == ["yes", "no", "yes", None]
    assert setup_questions("birth-kind")[0].value_of("v") is None


def test_countries_and_words() -> None:
    """Two letters; a line that can be shown."""
    assert [read_country(each) for each in ("de", "uk", "US")] == ["DE", "GB", "US"]
    for text in ("", "d", "deu", "d1", "ÄÖ", "XX", "zz", "QM"):
        with pytest.raises(EntryInvalid):
            read_country(text)
    assert read_words("Yes, from week 13.") == "Yes, from week 13."
    for text in ("", "a" * 301, "a\x1b[A"):
        with pytest.raises(EntryInvalid):
            read_words(text)
