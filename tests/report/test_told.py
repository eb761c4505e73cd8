"""What was told beside sessions: each answer in its words, with its day, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from controller.coach.chronicle.beside import with_tellings
from controller.coach.chronicle.counts import tally
from controller.coach.chronicle.making import chronicle_of
from controller.coach.chronicle.mood import without_mood
from controller.coach.chronicle.told import tellings
from controller.coach.chronicle.values import Hold
from controller.coach.history import (
    HEAVY_BLEEDING,
    NUMB_BETWEEN_LEGS,
    Aftermath,
    ClearanceKind,
    Practice,
    Screen,
    Trial,
)
from controller.coach.history import Told as SetUp
from controller.coach.progress.decision import Kind
from controller.report.page import facts, lines, render
from controller.settings.values import Units
from tests.coach.stories import (
    LADDER,
    Told,
    at,
    before,
    checked,
    day,
    done,
    fact,
    history,
    note,
    seen,
    walked,
)
from tests.report.made import ABOUT, PLANS, chronicle, read

if TYPE_CHECKING:
    from datetime import date

    from controller.coach.chronicle.values import Chronicle
    from controller.coach.history import History

NUMB: Final = "numb between the legs, no pee comes, pee or poo suddenly not held"
BONE: Final = (("shin_foot_bone", 2),)
SEEN: Final = ClearanceKind.SEEN


def signed(number: int, *signs: str) -> Told:
    """Return a check before a session with warning signs."""
    return Told(
        (*before(number, warning_sign=True).facts, Screen(at(number, 8, 50), signs)),
    )


def said(*told: Told, today: int = 3) -> tuple[str, str]:
    """Return what the page and what a terminal says."""
    made = chronicle(history(*told), today)
    html = read(render(made, ABOUT, {}, Units.KMH)).text
    return html, "\n".join(" ".join(each) for each in lines(made, ABOUT))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            (signed(0, NUMB_BETWEEN_LEGS),),
            (
                NUMB,
                "before a session; none was done that day",
                "A warning sign: nothing on the belt until a clinician has been seen.",
                (
                    "A warning sign or bleeding was noted on 2 March: nothing on the belt until "
                    "you record that a clinician has seen you. (N1)"
                ),
                "no session in this time; something on 1 day without a session, Mon 2 Mar 2026",
                "N1 keeps running off since Mon 2 Mar 2026",
            ),
        ),
        (
            (before(0, pain=BONE),),
            (
                "pain 2 of 10: one sore spot on bone: shin, foot, groin, sacrum",
                "Pain on bone was noted on 2 March, one sore spot on bone (2 of 10): see",
                "(N3)",
                "N3 keeps running off since Mon 2 Mar 2026",
            ),
        ),
        (
            (before(0, pain=(("knee", 4),)),),
            (
                "pain 4 of 10: knee",
                "Pain of 4: no running above 2; a walk is open.",
                "the answers before a session kept something off on 1 day, Mon 2 Mar 2026",
            ),
        ),
        (
            (before(0, pelvic=True),),
            (
                "Leaking, heaviness or pain down below today? yes, more than that",
                "More than before down below: no running today; a walk is open.",
            ),
        ),
    ],
    ids=["a sign", "bone", "knee 4", "pelvic"],
)
def test_what_kept_her_from_a_session_is_in_it(
    told: tuple[Told, ...], words: tuple[str, ...]
) -> None:
    """With its day, in the words of the question, on the page and in a terminal."""
    for text in said(*told):
        for each in ("Mon 2 Mar 2026", *words):
            assert each in text
        assert "Nothing." not in text
        assert "no rule held you back" not in text


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (before(0, bleeding=True), "Any bleeding today that is not a period? yes"),
        (before(0, rested=False), "Slept, eaten and drunk enough for a session? not really"),
        (before(0, safety_key=False), "Will the treadmill's safety key be clipped to you? no"),
        (before(0, warning_sign=True), "a warning sign"),
        (before(0, pain=(("elsewhere", 1), ("hip", 0))), ("pain 1 of 10: somewhere else: breast, "
         "shoulder, head")),
        (signed(0, HEAVY_BLEEDING), "a pad soaked in an hour, or a large clot: call now"),
        (signed(0, "fever"), "fever of 38 C or above, or a feeling of infection"),
        (checked(1, "s0", pelvic=True), ("Leaking, heaviness or pain down below since the session? "
         "yes, more than that")),
        (checked(1, "s0", worse=True), "A limp, or a morning stiffer than before the session? yes"),
        (checked(1, "s0", bleeding=True), "Heavier bleeding since the session (not a period)? yes"),
        (checked(1, "s0", energy=2), "Sleep and energy, from 1 to 5? 2"),
        (checked(1, "s0", pain=(("knee", 1),)), "pain 1 of 10: knee"),
        (fact(Screen(at(0), ("bulge",))), "something bulging down below"),
        (fact(Practice(at(0), "stack", (), ("low_back",))), "back"),
        (fact(Trial(at(0), "plank", 40, None, ("doming",))), "a ridge along the tummy"),
    ],
)  # fmt: skip
def test_every_answer_but_nothing_stands_in_its_words(check: Told, words: str) -> None:
    """Of each question before a session and on the day after, and of signs told elsewhere."""
    (telling,) = tellings(history(check))
    assert telling.words == words


@pytest.mark.parametrize("check", [before(0), checked(1, "s0"), fact(Screen(at(0), ()))])
def test_nothing_is_no_line(check: Told) -> None:
    """Energy of 3 neither."""
    assert tellings(history(check)) == ()


def test_each_is_told_once_with_its_occasion() -> None:
    """The signs of a check are the check's; the day after names its session."""
    known = history(
        done(0, 3, pre={"pain": BONE}, check={"pain": BONE, "warning_sign": True}),
        fact(Screen(at(1, 8), ("fever",))),
        fact(Practice(at(2), "stack", (), ("chest", "knee")), Screen(at(2), ("chest",))),
    )
    assert [(each.asked, len(each.spoken), each.alone) for each in tellings(known)] == [
        ("before a session", 1, False),
        ("on the day after Mon 2 Mar 2026", 2, False),
        ("at body work", 1, True),
        ("asked for warning signs", 1, True),
    ]


def test_a_sign_is_in_the_lines_of_its_session_too() -> None:
    """The check before it, and the one of the day after."""
    known = history(
        done(0, 3, check={"warning_sign": True}), fact(Screen(at(1, 8), (NUMB_BETWEEN_LEGS,)))
    )
    (entry,) = chronicle(known, 2).entries
    assert entry.check == f"{NUMB}; energy 4 of 5"
    mood = signed(0, "mood")
    (entry,) = chronicle(history(mood, walked(0, pre={"warning_sign": True})), 2).entries
    assert entry.before == "a warning sign"


def test_sessions_count_with_what_was_told_before_them_and_the_day_after() -> None:
    """Pain that was told beside a walk is something; a bad night alone is not."""
    known = history(
        walked(0, pre={"pain": BONE}),
        walked(2, check={"pain": BONE}),
        walked(4, pre={"rested": False}, check={"energy": 1}),
        walked(6),
    )
    made = chronicle(known, 8)
    assert tally(made.entries, made.today).noted == 2
    assert dict(facts(made, ABOUT))["Noted"] == (
        "something in 2 of 4 sessions, with what was told before them and on the next day"
    )


def test_thoughts_of_harm_are_named_only_if_she_put_them_in() -> None:
    """That a sign was told stays, for it keeps the belt off."""
    told = signed(0, "mood")
    for text in said(told):
        assert "harm" not in text
        assert "dark" not in text
        assert "a warning sign" in text
        assert "(N1)" in text
    known = history(told)
    asked = with_tellings(chronicle_of(known, PLANS, LADDER, day(1)), known, *PLANS[LADDER])
    assert "thoughts of harming yourself or the child" in asked.tellings[0].words
    assert asked.tellings[0].words != without_mood(asked).tellings[0].words


def of_time(known: History, today: int, since: date) -> Chronicle:
    """Return what was done and told from a day on."""
    made = chronicle_of(known, PLANS, LADDER, day(today), since)
    return with_tellings(made, known, *PLANS[LADDER])


def test_what_nobody_was_seen_about_is_told_however_long_ago_it_was() -> None:
    """A report of two weeks names the sign that keeps the belt off since four."""
    told = signed(0, NUMB_BETWEEN_LEGS)
    found = of_time(history(told, before(1, pain=(("knee", 1),))), 28, day(14))
    assert [each.words for each in found.tellings] == [NUMB]
    assert found.holds == (Hold("N1", day(0), None),)
    assert found.begins == day(14)
    assert of_time(history(told, seen(3, SEEN), done(8, 1)), 28, day(14)).tellings == ()
    assert of_time(history(told, seen(3, SEEN), done(8, 1)), 28, day(14)).holds == ()


def test_how_long_a_rule_kept_running_off() -> None:
    """From the session that it came in to the next run; walks do not end it."""
    known = history(
        done(0, 3, note("shin_foot_bone", 1), completed=False, outcome="walked_out",
             check={"pain": BONE}),
        walked(3, pre={"pain": BONE}, check={"pain": BONE}),
        walked(5),
        seen(20, SEEN),
        done(22, 2),
    )  # fmt: skip
    made = chronicle(known, 24)
    assert made.holds == (Hold("N3", day(0), day(22)),)
    rules = dict(facts(made, ABOUT))["Rules"]
    assert "N3 kept running off from Mon 2 Mar 2026 to the run of Tue 24 Mar 2026" in rules
    assert "in 1 session the policy slowed the belt or ended a run, on Mon 2 Mar 2026" in rules
    first = made.entries[0]
    assert first.held_back == "the policy's row for one sore spot on bone: walk to the end"
    assert first.decision is not None
    assert "was noted on 2 March" in first.decision.because
    walk = made.entries[1].decision
    assert walk is not None
    assert (walk.rule, walk.kind) == ("N3", Kind.SAME)
    assert made.clinicians[0].about == "one sore spot on bone, told on Mon 2 Mar 2026"


def test_what_is_felt_in_a_walk_keeps_running_off_too() -> None:
    """From that walk on; to go on in walks ends nothing."""
    hurt = walked(2, note("shin_foot_bone", 1), completed=False, outcome="walked_out")
    made = chronicle(history(done(0, 3), hurt, walked(4)), 5)
    assert made.holds == (Hold("N3", day(2), None),)


def test_what_was_accepted_ended_nothing() -> None:
    """She walked by herself; the row for leaking did not speak."""
    yes = seen(-9, ClearanceKind.PELVIC, accepted=(("leak_urine", 1),))
    made = chronicle(history(yes, done(0, 5, note("leak_urine", 1), completed=False)), 1)
    assert made.entries[0].held_back == (
        "within what was accepted by A. Name on Sat 21 Feb 2026: leaking pee, a little"
    )
    assert dict(facts(made, ABOUT))["Rules"] == (
        "none slowed or ended a session, kept running off or made a level easier"
    )


def test_a_clearing_names_what_it_is_for_if_that_is_known() -> None:
    """A sign, bone, or strong pain since the last one; else it is about either."""

    def about(*told: Told) -> list[str]:
        return [each.about for each in chronicle(history(*told), 9).clinicians]

    either = "a warning sign or pain"
    assert about(seen(1, SEEN)) == [either]
    assert about(before(0, pain=(("knee", 5),)), seen(1, SEEN)) == [either]
    knee = before(0, pain=(("knee", 6),))
    assert about(knee, seen(1, SEEN)) == ["knee, told on Mon 2 Mar 2026"]
    assert about(knee, seen(1, SEEN), seen(2, SEEN)) == ["knee, told on Mon 2 Mar 2026", either]
    assert about(knee, seen(1, SEEN, on=-1)) == [either]
    assert about(signed(0, NUMB_BETWEEN_LEGS), seen(1, SEEN)) == [
        "numb between the legs, pee or poo not held, no pee, told on Mon 2 Mar 2026"
    ]
    assert about(signed(0, "mood"), seen(1, SEEN)) == ["a warning sign, told on Mon 2 Mar 2026"]
    hurt = done(0, 3, note("knee", 6), note("chest", 1))
    since = fact(Aftermath(at(0, 11), "s0", 3, None, ("shin_foot_bone",)))
    assert about(hurt, since, seen(1, SEEN))[0].startswith("chest")
    assert "one sore spot on bone" in about(hurt, since, seen(1, SEEN))[0]


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        ("now", 'unwell: of the signs to "call now" for'),
        ("today", 'unwell: of the signs to "call today" for'),
        ("bulge", "something bulging down below"),
    ],
)
def test_what_was_told_behind_the_unwell_key_is_noted(signs: str, words: str) -> None:
    """A session keeps which part of the list it was, and not which sign."""
    told = done(0, 3, completed=False, outcome="stopped_and_refer", signs=signs)
    made = chronicle(history(told), 1)
    assert [each.name for each in made.entries[0].felt] == [words]
    assert words in dict(facts(made, ABOUT))["Warning signs"]
    assert words in said(told)[0]
    mistake = done(0, 3, completed=False, outcome="stopped_and_refer", signs="mistake")
    assert dict(facts(chronicle(history(mistake), 1), ABOUT))["Warning signs"] == "none was told"


def test_bleeding_is_told_as_it_was_told_last() -> None:
    """It is asked before every session, too."""
    told = [fact(SetUp(at(0, 7), "bleeding", "no")), before(3, bleeding=True)]
    (answer,) = chronicle(history(*told), 4).answers
    assert (answer.on, answer.told) == (day(3), "yes")
    (answer,) = chronicle(history(*told, fact(SetUp(at(5), "bleeding", "no"))), 6).answers
    assert (answer.on, answer.told) == (day(5), "no")


def test_a_terminal_tells_the_latest_and_how_many_more() -> None:
    """The page has all of them."""
    told = [before(number, pain=(("knee", 1),)) for number in range(13)]
    html, text = said(*told, today=14)
    assert text.count("pain 1 of 10: knee") == 10
    assert "3 more, earlier; --html FILE has all." in text
    # Ten on page one, all of them below.
    assert html.count("pain 1 of 10: knee") == 23
