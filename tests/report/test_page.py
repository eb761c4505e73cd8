"""The report: one page that needs nothing beside it, and says what was done and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from controller.coach.history import (
    Birth,
    BirthKind,
    ClearanceKind,
    Noted,
    Screen,
    Told,
    Trial,
    Weekly,
)
from controller.coach.today.values import Item, What
from controller.report.page import About, facts, lines, next_words, render
from controller.settings.values import Units
from tests.coach.stories import at, day, done, fact, history, seen, walked
from tests.house.words import CLAIMS, TO_A_RUNNER, sentences, wrong
from tests.report.made import ABOUT, TRACE, about_on, chronicle, read

HEAVY: Final = Noted("heaviness", 1, running=True, warm_up=False, at_s=498)
DARK: Final = Noted("mood", 1, running=False, warm_up=False, at_s=60)
HOSTILE: Final = '<script>alert("x")</script>&<img src="http://a.example/x.png" onerror=x>{{ 7*7 }}'
SOME: Final = history(
    done(0, 1),
    done(2, 2, HEAVY, rules=("I3",), completed=False, ran_s=120, outcome="walked_out"),
    walked(4),
    done(7, 1, Noted("knee", 2, True, False, 700), DARK),
    fact(Weekly(at(6), 3, "better", 4, 2)),
    seen(5, ClearanceKind.PELVIC, accepted=(("leak_urine", 1),)),
)


def page(about: About = ABOUT, units: Units = Units.KMH) -> str:
    """Return the page of some sessions."""
    return render(chronicle(SOME, 9), about, {"s0": TRACE, "s2": TRACE}, units)


def test_it_needs_nothing_beside_it() -> None:
    """No script, no link, no picture or style from elsewhere: it is read without a network."""
    html = page()
    found = read(html)
    assert not {"script", "link", "img", "iframe", "object", "a", "base"} & set(found.tags)
    names = {name for name, _ in found.attributes}
    assert not {name for name in names if name in ("src", "href", "style") or name[:2] == "on"}
    # The namespace of SVG is a name and is not fetched.
    assert html.replace("http://www.w3.org/2000/svg", "").count("://") == 0
    assert "url(" not in html
    assert "@import" not in html


def test_every_picture_is_told_in_words() -> None:
    """Each has a title and a description, and none tells anything by colour: they are greys."""
    html = page()
    found = read(html)
    pictures = found.tags.count("svg")
    assert pictures == 5
    # The page has a title of its own.
    assert found.tags.count("title") == pictures + 1
    assert found.tags.count("desc") == pictures
    assert found.attributes.count(("role", "img")) == pictures
    assert "2026-03-04: heaviness a little, 8:18, run" in found.text


@pytest.mark.parametrize(
    "said",
    [
        "Return to running",
        "1 of 25",
        "3 sessions with runs, 1 walk",
        "16:00 min in all; week by week 9:00, 7:00",
        "something in 2 of 4 sessions",
        "4 of 4 done",
        "in 1 session the policy slowed the belt or ended a run, on Wed 4 Mar 2026 (rule I3)",
        "N7 kept running off from Wed 4 Mar 2026 to the run of Mon 9 Mar 2026",
        "2:00 of 7:00 running, 30:00 on the belt: walked to the end; rule I3.",
        "1) heaviness, a little, 8:18, run",
        "fingerprint bed1-3366",
        "leaking pee up to a little",
        "A. Name",
        "not a medical device",
    ],
)
def test_it_says(said: str) -> None:
    """The golden numbers of four sessions."""
    assert said in read(page()).text


def test_nobody_is_named_and_no_mood_told_unless_she_put_it_in() -> None:
    """She may hand it out."""
    text = read(page()).text
    assert "mood, 1 to 5" not in text
    assert "dark" not in text
    assert "What was told of the mood is not in it." in text
    asked = read(page(ABOUT._replace(with_mood=True, name="B. Runner"))).text
    assert "Return to running: B. Runner" in asked
    assert "mood, 1 to 5" in asked
    assert "is not in it" not in asked


def test_a_strangers_text_is_text() -> None:
    """Names of plans, reviews, clinicians' words, problems: none becomes a part of the page."""
    file = ABOUT.plan._replace(title=HOSTILE, review=HOSTILE, changes=(HOSTILE,), based_on=HOSTILE)
    known = history(
        done(0, 1, Noted(HOSTILE, 1, True, False, 60), plan=HOSTILE, rules=(HOSTILE,),
             outcome=HOSTILE),
        seen(1, ClearanceKind.SEEN),
    )  # fmt: skip
    about = ABOUT._replace(plan=file, policy=file, name=HOSTILE, left_out=(HOSTILE,))
    told = chronicle(known, 2)
    clinician = told.clinicians[0]._replace(words=HOSTILE, who=HOSTILE)
    html = render(replace(told, clinicians=(clinician,)), about, {"s0": TRACE}, Units.KMH)
    found = read(html)
    assert not {"script", "img"} & set(found.tags)
    assert "<script" not in html
    # Name, title, review and changes of both files, the noted one, the clinician and her words...
    assert found.text.count(HOSTILE) >= 14


@pytest.mark.long
@pytest.mark.parametrize("sessions", [0, 1, 200])
def test_it_is_whole_with_any_number_of_sessions(sessions: int) -> None:
    """None, one, and those of a year."""
    known = history(
        *(
            done(2 * each, 1 + each // 8, *([HEAVY] if each % 9 == 4 else []))
            for each in range(sessions)
        )
    )
    html = render(
        chronicle(known, 2 * sessions),
        ABOUT,
        {f"s{2 * each}": TRACE for each in range(sessions)},
        Units.KMH,
    )
    found = read(html)
    assert found.tags.count("article") == sessions
    assert found.tags.count("svg") == 1 + sessions + (2 if sessions > 4 else 0)
    assert ("Nothing." in found.text) == (sessions <= 4)


def test_what_is_on_it_keeps_to_our_words() -> None:
    """The page is read by a runner, too; what denies a claim may name it."""
    text = read(page()).text
    assert [each for one in sentences(text) for each in wrong(one, CLAIMS + TO_A_RUNNER)] == []
    for word in ("locked", "failed", "regress", "safe", "cleared"):
        assert word not in text.lower().replace("safety", "")


def test_a_terminal_is_told_what_page_one_says() -> None:
    """Facts, the files with what they change, and what was left out."""
    about = ABOUT._replace(
        policy=ABOUT.policy._replace(changes=("milder: knee",), based_on="cautious"),
        left_out=("one.jsonl:2: not a record",),
    )
    told = list(lines(chronicle(SOME, 9), about))
    assert [name for name, _ in told] == [
        "Level", "Next", "Warning signs", "Sessions", "Running", "Noted", "Next-day checks",
        "Rules", "Plan", "Policy", "", "A clinician said", "Left out",
    ]  # fmt: skip
    assert told[:8] == [tuple(each) for each in facts(chronicle(SOME, 9), about)]
    assert told[10:] == [
        ("", "milder: knee"),
        (
            "A clinician said",
            (
                'Sat 7 Mar 2026, A. Name, about pelvic symptoms: "She may run." '
                "Accepted: leaking pee up to a little."
            ),
        ),
        ("Left out", "one.jsonl:2: not a record"),
    ]


def test_an_entry_that_was_written_down_anew_says_so_in_both() -> None:
    """On the page and in a terminal, beside what it says was accepted."""
    mistyped = seen(1, ClearanceKind.PELVIC, accepted=(("leak_bowel", 1),))
    told = chronicle(history(mistyped, seen(2, ClearanceKind.PELVIC)), 9)
    words = "Replaced by the one written down on Wed 4 Mar 2026 at 18:00."
    said = [value for name, value in lines(told, ABOUT) if name == "A clinician said"]
    assert [each.endswith(words) for each in said] == [True, False]
    html = render(told, ABOUT, {}, Units.KMH)
    assert html.count(words) == 1
    assert html.index("leaking wind or poo up to") < html.index(words)


def test_what_she_told_of_herself_and_her_tests_are_on_it() -> None:
    """Each as it was told last, with its day; what she felt at a test beside what she did."""
    known = history(
        fact(
            Birth(at(0), day(0) - timedelta(weeks=20), BirthKind.CAESAREAN),
            Told(at(0), "wound-healed", "no"),
            Told(at(0), "country", "GB"),
            Told(at(1), "daily-pelvic", "less than once a week"),
            Told(at(4), "wound-healed", "yes"),
            Trial(at(2, 10), "calf-raises", 20, 18, ()),
            Trial(at(3, 10), "plank", 40, None, ("doming", "leak_urine")),
            Trial(at(3, 11), "gone", 7, None, ()),
        ),
        done(5, 1),
    )
    text = read(render(chronicle(known, 6), ABOUT, {}, Units.KMH)).text
    for said in (
        "Mon 2 Mar 2026 Last birth Mon 13 Oct 2025, caesarean",
        "Fri 6 Mar 2026 Wounds and scars healed yes",
        "Tue 3 Mar 2026 Leaking or heaviness in daily life less than once a week",
        "Wed 4 Mar 2026 Calf raise on one leg left 20 times, right 18 times nothing",
        "Thu 5 Mar 2026 Plank 40s ridge on the tummy, leaking pee",
        "Thu 5 Mar 2026 gone 7 nothing",
    ):
        assert said in text
    assert "Country" not in text
    later = Told(at(5), "birth", "no")
    told = chronicle(history(fact(*known.facts, later)), 6).answers
    assert [each.told for each in told if each.about == "Last birth"] == ["no"]


def test_a_quiet_time_says_so() -> None:
    """No session at all, and sessions with nothing to note."""
    empty = dict(facts(chronicle(history(), 0), ABOUT))
    assert empty["Level"] == "none of the 25 levels in this time"
    assert empty["Noted"] == empty["Rules"] == "no session in this time"
    quiet = dict(facts(chronicle(history(done(0, 1), done(3, 2)), 3), ABOUT))
    assert quiet["Rules"] == "no rule held you back"
    assert quiet["Level"] == "2 of 25 now; 1 at the beginning of this time, 2 at most"


def test_what_is_next_is_told_as_on_today() -> None:
    """A walk that is due leads where running is not open yet; what running waits for follows."""
    known = history(fact(Told(at(0), "wound-healed", "no"), Screen(at(0), ())), done(0, 1))
    about_her = about_on(known, 3)
    walk, not_yet = about_her.next
    assert dict(facts(chronicle(known, 3), about_her))["Next"] == (
        f"WALK, level 1 of 5. {walk.why} (rule {walk.rule}) RUNNING: NOT YET. {not_yet.why}"
    )
    assert "every wound healed" in not_yet.why
    assert (
        f"WALK, level 1 of 5. {walk.why}"
        in read(render(chronicle(known, 3), about_her, {}, Units.KMH)).text
    )


def test_a_reason_of_several_parts_of_what_is_next_is_told_once() -> None:
    """What was told today opens a walk and keeps running off: one sentence says both."""
    why = "One sore spot on bone."
    both = (Item(What.SESSION, "WALK", why), Item(What.BEFORE, "NO RUNNING TODAY", why))
    rest = Item(What.REST, "NO RUNNING UNTIL A CLINICIAN WAS SEEN", "Pain.", "N3")
    assert next_words(ABOUT._replace(next=(rest, *both))) == (
        f"{rest.title}. Pain. (rule N3) WALK; NO RUNNING TODAY. {why}"
    )


@pytest.mark.parametrize(
    ("units", "axis", "fastest"),
    [
        (Units.KMH, "km/h", "Fastest 7.5 km/h,"),
        (Units.MPH, "mph", "Fastest 4.7 mph,"),
        (Units.PER_KM, "km/h", "Fastest 8:00 /km,"),
        (Units.PER_MILE, "mph", "Fastest 12:50 /mi,"),
    ],
)
def test_speeds_are_told_in_the_unit_that_is_set(units: Units, axis: str, fastest: str) -> None:
    """In the words of a picture as a pace, too; its axis has none: a belt at rest has no pace."""
    text = read(page(units=units)).text
    assert fastest in text
    found = {each for each in ("km/h", "mph") if each in text.replace(fastest, "")}
    assert found == {axis}


def test_what_the_plan_asks_first_is_told() -> None:
    """As long as Today says it; a clinician sees that her words arrived."""
    made = chronicle(history(), 5)
    about = ABOUT._replace(conditions=("no pain on stairs", "no fever"))
    told = dict(facts(made, about))["Plan asks first"]
    assert told.startswith("no pain on stairs; no fever (before the first session")
    assert "no pain on stairs" in read(render(made, about, {}, Units.KMH)).text
    assert "Plan asks first" not in dict(facts(made, ABOUT))
