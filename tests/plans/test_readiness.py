"""The list of checks: what it asks for, said from the evidence, and what no file can lower."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plans
from plans.notation.line import paces
from plans.notation.parse import NotationError
from plans.policies.symptoms import known_symptoms
from plans.problems import ReadinessInvalid
from plans.provenance.sources import known_sources
from plans.readiness import floor
from plans.readiness.checks import known_checks, read_checks
from plans.readiness.self_tests import Dose, parse_dose, print_dose
from plans.shelf import find_plan, plan_names
from tests.plans.tables import Case, wrong_files

LIST: Final = (Path(plans.__file__).parent / "readiness" / "postpartum.readiness.yaml").read_text(
    "utf-8"
)
WRONG: Final = wrong_files("wrong_readiness.txt", LIST)

# From evidence.md 1.7 and 1.1, not from the file.
GATES: Final = {
    "weeks": True,
    "signs": True,
    "bleeding": True,
    "wound": True,
    "pelvic": True,
    "walk": True,
    "impact": True,
    "strength": False,
    "plank": False,
}
TESTS: Final = {
    "walk": (Dose(1800, 0, sides=False), None, 2),
    "balance": (Dose(10, 0, sides=True), None, 0),
    "squats": (Dose(0, 10, sides=True), None, 0),
    "jog": (Dose(60, 0, sides=False), 170, 0),
    "bounds": (Dose(0, 10, sides=False), None, 0),
    "hops": (Dose(0, 10, sides=True), 150, 0),
    "running-man": (Dose(0, 10, sides=True), None, 0),
    "calf-raises": (Dose(0, 20, sides=True), None, 0),
    "bridges": (Dose(0, 20, sides=True), None, 0),
    "sit-to-stands": (Dose(0, 20, sides=True), None, 0),
    "leg-raises": (Dose(0, 20, sides=True), None, 0),
    "plank": (Dose(60, 0, sides=False), None, 0),
}


def test_the_list_is_the_table_of_the_evidence() -> None:
    """Which gates, hard or soft, with which tests and doses; 12 weeks, 14 and 28 days."""
    checks = known_checks()
    assert {each.id: each.hard for each in checks.gates.values()} == GATES
    assert {name: (each.dose, each.beat, each.pain) for name, each in checks.tests.items()} == TESTS
    assert checks.gates["impact"].tests == tuple(TESTS)[1:7]
    assert checks.gates["strength"].tests == tuple(TESTS)[7:11]
    assert (checks.weeks, checks.ask_again_days, checks.gap_days, checks.re_test_days) == (
        12,
        14,
        28,
        14,
    )


def test_every_row_names_known_sources_and_a_way_forward() -> None:
    """And nobody has signed it yet."""
    checks = known_checks()
    assert not checks.review.fits
    for gate in checks.gates.values():
        assert gate.opens
        assert gate.meanwhile
        assert set(gate.sources) <= known_sources().keys()
        assert bool(gate.tests) is (gate.id in ("walk", "impact", "strength", "plank"))
    assert all(set(each.sources) <= known_sources().keys() for each in checks.tests.values())


def test_every_warning_sign_is_asked_for() -> None:
    """All red flags of the list of symptoms, each once, and a bulge."""
    signs = known_checks().signs
    red = [
        name
        for name, each in known_symptoms().symptoms.items()
        if each.category.value == "red flag"
    ]
    assert sorted((*signs.now, *signs.today)) == sorted(red)
    assert signs.physiotherapist == ("bulge",)


def test_the_walk_that_is_a_test_is_in_the_bundled_plan() -> None:
    """Half an hour of quick walking, and nothing else."""
    session = known_checks().tests["walk"].session
    assert session is not None
    plan = find_plan(session[0])
    assert session[1] == max(plan.levels)
    assert {each.value for each in paces(plan.levels[session[1]].line)} == {"brisk"}


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_with_runs_names_the_list(name: str) -> None:
    """Those without runs wait for nothing of it."""
    entry = find_plan(name).entry
    expected = (None, None) if name == "postpartum-walk" else (known_checks().id, True)
    assert (entry.readiness, (entry.weeks_since_birth or 0) >= 12 or None) == expected


@pytest.mark.parametrize("case", WRONG, ids=[case.name for case in WRONG])
def test_a_mistake_is_named_with_its_place_and_remedy(case: Case) -> None:
    """Exactly the text of the table is printed."""
    with pytest.raises(ReadinessInvalid) as caught:
        read_checks(case.text, "my.readiness.yaml")
    assert str(caught.value) == case.said


@pytest.mark.parametrize("name", floor.HARD)
def test_no_list_can_be_without_a_hard_gate(name: str) -> None:
    """Whatever else is in it."""
    text = re.sub(rf"\n  {name}:\n(    .*\n|\n)+(?=  \w|tests:)", "\n", LIST, count=1)
    assert text != LIST
    with pytest.raises(ReadinessInvalid, match=f'no list of checks can be without "{name}".'):
        read_checks(text, "my.readiness.yaml")


def test_a_list_may_be_stricter() -> None:
    """More weeks, a soft gate made hard, one more test, sooner asked again."""
    text = LIST.replace("at-least: 12 weeks", "at-least: 16 weeks")
    text = text.replace("    kind: soft\n    tests: [plank]", "    kind: hard\n    tests: [plank]")
    text = text.replace("  after: 14 days", "  after: 7 days").replace("dose: 30min", "dose: 40min")
    checks = read_checks(text, "my.readiness.yaml")
    assert (checks.weeks, checks.gates["plank"].hard, checks.ask_again_days) == (16, True, 7)
    assert checks.tests["walk"].dose.seconds == 2400


def test_all_mistakes_come_in_one_pass_in_the_order_of_the_file() -> None:
    """Whoever mends a file sees everything at once."""
    text = LIST.replace("id: postpartum", "id: post partum").replace("dose: 30min", "dose: 30")
    text = text.replace("    kind: hard\n    at-least: 12", "    kind: soft\n    at-least: 2")
    with pytest.raises(ReadinessInvalid) as caught:
        read_checks(text, "my.readiness.yaml")
    assert [each.id for each in caught.value.problems] == ["id", "floor", "floor", "dose"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: error: the file is empty; a list of checks begins with a format line."),
        ("format: reprise-plan 1\n", '1:9: error: this is "reprise-plan 1"; a readiness begins'),
        ("- a\n", '1:1: error: a list of checks is made of lines like "key: value".'),
        ("format: reprise-readiness 1\n", '1:1: error: a list of checks needs "id", "title",'),
    ],
)
def test_a_file_that_is_no_list_gets_one_sentence(text: str, said: str) -> None:
    """Whatever it is, it is one problem with a place."""
    with pytest.raises(ReadinessInvalid) as caught:
        read_checks(text, "my.readiness.yaml")
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(f"my.readiness.yaml:{said}")


@given(st.integers(1, 9999), st.booleans(), st.booleans())
def test_a_dose_that_is_printed_reads_back(amount: int, times: bool, sides: bool) -> None:  # noqa: FBT001
    """For every amount, in its one form."""
    dose = Dose(0, amount, sides) if times else Dose(amount, 0, sides)
    assert parse_dose(print_dose(dose)) == dose


@pytest.mark.parametrize("text", ["", "each side", " each side", "10", "1 times", "ten times"])
def test_what_is_no_dose_is_refused(text: str) -> None:
    """By the one error of notation."""
    with pytest.raises(NotationError):
        parse_dose(text)
