"""The door for runners: who there is, what each rests on, and what is wrong in a bad file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plans.policies.symptoms import known_symptoms
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.people import PersonUnknown, find_person, person_names, read_person
from simulators.person import PROMPT, Legs, Span
from simulators.written.document import YamlInvalid
from tests.house.tree import file_on_page

HEAD = """\
about: A test.
assumes:
  - what: nothing
    source: "assumed: a test"
"""


LEGS = (
    "legs: {cadence_percent: 100, runs_from_kmh: [6, 7], walks_below_kmh: 0, "
    "changes_after_s: [1, 2]}"
)


def test_there_are_many_and_the_first_is_the_default() -> None:
    """A file for prompt says in words what the default does."""
    assert len(person_names()) >= 10
    assert replace(find_person("prompt"), about="", assumes=()) == PROMPT


@pytest.mark.parametrize("name", person_names())
def test_each_is_described_by_her_assumptions(name: str) -> None:
    """A sentence, and a source for each figure; no two are alike."""
    person = find_person(name)
    assert person.name == name
    assert person.about.endswith(".")
    assert all(each.what and each.source for each in person.assumes)
    others = {repr(replace(find_person(each), name="", about="")) for each in person_names()}
    assert len(others) == len(person_names())
    known = known_symptoms().symptoms
    assert all(each.place == known[each.symptom].place for each in person.feels)


def test_the_file_of_the_page_is_a_runner(tmp_path: Path) -> None:
    """As a reader copies it; the page says how many others there are."""
    file = tmp_path / "sleepy.yaml"
    file.write_text(file_on_page("sleepy.yaml"), encoding="utf-8")
    person = find_person(str(file))
    assert person.name == "sleepy"
    assert person.answers.after == Span(Nanoseconds(10 * SECOND), Nanoseconds(25 * SECOND))
    assert [each.key for each in person.urges] == ["step-off"]
    assert len(person_names()) == 16


def test_a_file_is_read_in_its_own_units(tmp_path: Path) -> None:
    """Seconds, km/h and percent become what the code counts in; the file gives the name."""
    file = tmp_path / "mine.yaml"
    file.write_text(
        HEAD
        + "answers: {after_s: [0.5, 8], says_less: 0.25}\n"
        + "legs: {runs_from_kmh: [5.95, 6.6], walks_below_kmh: 0.4, changes_after_s: [1, 4]}\n"
        + "back_after_min: [0.5]\n",
        encoding="utf-8",
    )
    person = find_person(str(file))
    second = SECOND
    assert person.name == "mine"
    assert person.answers.after == Span(second // 2, 8 * second)  # type: ignore[arg-type]
    assert person.answers.says_less == 0.25
    assert person.back_after == (30 * second,)
    assert person.legs == Legs(
        runs_from=(CentiKmh(595), CentiKmh(660)),
        walks_below=CentiKmh(40),
        changes_after=Span(second, 4 * second),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("rows", "line", "column", "said"),
    [
        ("anwsers: {likely: 1}", 5, 1, 'did you mean "answers"?'),
        ("answers: {after_s: [-1, 3]}", 5, 21, '"-1" is out of range; write at least 0.'),
        ("answers: {after_s: [8, 3]}", 5, 20, 'write the least and the most, as "[3, 8]".'),
        ("answers: {after_s: [8]}", 5, 20, 'write the least and the most, as "[3, 8]".'),
        ("answers: {likely: 1.5}", 5, 19, '"1.5" is out of range; write at most 1.'),
        ("fingers: {slap: -0.1}", 5, 17, '"-0.1" is out of range; write at least 0.'),
        ("fingers: {slap: nan}", 5, 17, '"nan" does not belong here; write a number such as 1.5.'),
        (
            "feels: [{symptom: knees, per_minute: 1, strengths: {1: 1}}]",
            5,
            19,
            'there is no symptom "knees"; did you mean "knee"?',
        ),
        (
            "feels: [{symptom: heaviness, per_minute: 1, strengths: {5: 1}}]",
            5,
            56,
            "a value of the symptom's own scale, 1 to 3.",
        ),
        (
            "feels: [{symptom: knee, per_minute: 0, strengths: {5: 1}}]",
            5,
            37,
            '"0" is out of range; write more than 0.',
        ),
        (
            LEGS.replace("100", "20"),
            5,
            25,
            '"20" is out of range; write at least 70.',
        ),
        ("urges: [{key: stopp, per_minute: 1}]", 5, 15, 'did you mean "stop"?'),
        ("urges: [{key: step-off, per_minute: 1}]", 5, 8, '"step-off" needs legs'),
        ("about: Twice.", 5, 1, '"about" is written twice, first in line 1'),
    ],
)
def test_a_mistake_has_a_place_and_a_remedy(rows: str, line: int, column: int, said: str) -> None:
    """One sentence, with file, line and column."""
    with pytest.raises(YamlInvalid) as refused:
        read_person(HEAD + rows + "\n", "mine.yaml")
    (problem,) = refused.value.problems
    assert str(problem).startswith(f"mine.yaml:{line}:{column}: error: ")
    assert said in str(problem)


def test_all_mistakes_come_in_one_pass() -> None:
    """Sorted by place."""
    text = "about: A test.\nanswers: {likely: 2}\nfingers: {twice: x}\n"
    with pytest.raises(YamlInvalid) as refused:
        read_person(text, "mine.yaml")
    lines = [each.place.line for each in refused.value.problems]
    assert lines == [1, 2, 3]  # "assumes" is missing from the whole file


def test_a_source_is_named() -> None:
    """A section, or why a figure was assumed."""
    with pytest.raises(YamlInvalid, match='"assumed: " and why'):
        read_person(HEAD.replace('"assumed: a test"', "somebody"), "mine.yaml")


def test_who_is_not_there_is_said(tmp_path: Path) -> None:
    """With all names, and the nearest."""
    with pytest.raises(PersonUnknown, match=r"among .*stoic.*; did you mean 'silent'\?"):
        find_person("silet")
    with pytest.raises(
        PersonUnknown, match=r'there is no file ".*none\.yaml"; write the name of another\.$'
    ):
        find_person(str(tmp_path / "none.yaml"))
