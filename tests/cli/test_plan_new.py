"""``reprise plan new`` and ``reprise plan schema``: in processes, by pipes and at a terminal."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_DONE, EXIT_INTERRUPTED, EXIT_USAGE
from controller.cli.main import main
from controller.cli.plan.new import interview
from plans.authoring.schema import plan_schema
from plans.authoring.starter import starter
from plans.plan.reader import read_plan
from tests.cli.terminals import at_a_terminal
from tests.cli.test_choosing import Person
from tests.cli.test_simulate import reprise

USUAL: Final = [""] * 6


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder of one's own, with data of one's own."""
    data = tmp_path / "my data"
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def schema_of(here: Path) -> Path:
    """Return where the schema is kept."""
    return here.parent / "my data" / "reprise" / "reprise-plan.schema.json"


def test_without_a_terminal_the_usual_answers_are_taken(here: Path) -> None:
    """And the file is as good as any: checked, and with a schema that is there."""
    made = reprise("plan", "new")
    assert (made.returncode, made.stdout) == (EXIT_DONE, "my.plan.yaml\n")
    assert made.stderr.endswith("and then: reprise plan check my.plan.yaml\n")
    checked = reprise("plan", "check", "--strict", "my.plan.yaml")
    assert (checked.returncode, checked.stdout) == (
        EXIT_DONE,
        "my.plan.yaml: no mistakes in 12 levels; not reviewed by a physiotherapist.\n",
    )
    first, _, rest = (here / "my.plan.yaml").read_text("utf-8").partition("\n")
    assert first == f"# yaml-language-server: $schema={schema_of(here).as_uri()}"
    assert " " not in first.partition("=")[2]
    assert json.loads(schema_of(here).read_text("utf-8")) == plan_schema()
    assert read_plan(rest, "f").id == "my"


def test_nothing_is_written_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even with the usual answers."""
    Path("my.plan.yaml").write_text("mine")
    assert main(["plan", "new", "--yes"]) == EXIT_USAGE
    assert capsys.readouterr().err == (
        'reprise: the plan "my.plan.yaml" exists already; write the name of a new file.\n'
    )
    assert [each.read_text() for each in here.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("Woche 1.plan.yaml", "woche-1"),
        ("Ré-education.plan.yaml", "re-education"),
        ("\u8d70.plan.yaml", "my-plan"),
        (".plan.yaml", "my-plan"),
        ("x" * 100 + ".plan.yaml", "x" * 80),
    ],
)
def test_a_plan_is_known_by_its_files_name(
    here: Path, name: str, known_as: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the letters that an id has."""
    assert main(["plan", "new", name]) == EXIT_DONE
    assert capsys.readouterr().out == f"{name}\n"
    assert read_plan((here / name).read_text("utf-8"), name).id == known_as


def test_the_name_says_what_it_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan that no command would find is not written."""
    assert main(["plan", "new", "mine.yaml"]) == EXIT_USAGE
    assert "does not end in .plan.yaml" in capsys.readouterr().err
    assert list(here.iterdir()) == []


def test_a_computer_that_keeps_no_schema_gets_a_plan_all_the_same(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file where the folder should be: no editor's help, and it is said."""
    Path("data").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(here / "data"))
    assert main(["plan", "new"]) == EXIT_DONE
    assert "Editors will not complete this file" in capsys.readouterr().err
    assert (here / "my.plan.yaml").read_text("utf-8").startswith("# A plan of Reprise.")


def at_home(here: Path) -> dict[str, str]:
    """Return the environment of the command at a terminal."""
    return {"XDG_DATA_HOME": str(here.parent / "my data")}


def test_six_answers_at_a_terminal(here: Path) -> None:
    """Each has its question; a wrong one gets a sentence, and the question again."""
    seen, code = at_a_terminal(
        ["plan", "new", "anna.plan.yaml"],
        [
            ("Title [", "Anna: the first weeks\n"),
            ("[12 weeks]", "2\n"),
            ("write 3 to 520 weeks.", "16 weeks\n"),
            ("People 16 weeks or more", "Anna\n"),
            ("First level [", "6 x (1 jog, 2min walk)\n"),
            ('1 what? A duration needs a unit: "1min"', "6 x (1min jog, 2min walk)\n"),
            ("[12 levels]", "3\n"),
            ("Speed of a jog", "8:00 /km\n"),
        ],
        environment=at_home(here),
    )
    assert code == EXIT_DONE, seen
    plan = read_plan((here / "anna.plan.yaml").read_text("utf-8"), "f")
    assert (plan.id, plan.title, plan.for_whom) == ("anna", "Anna: the first weeks", "Anna")
    assert plan.entry.weeks_since_birth == 16
    assert len(plan.levels) == 3
    assert "1:  6 x" not in seen
    assert "reprise plan check anna.plan.yaml" in seen


def test_whoever_says_yes_at_a_terminal_is_asked_nothing(here: Path) -> None:
    """As where there is no terminal."""
    seen, code = at_a_terminal(["plan", "new", "--yes"], environment=at_home(here), seconds=30)
    assert code == EXIT_DONE, seen
    assert "Title" not in seen
    assert [each.name for each in here.iterdir()] == ["my.plan.yaml"]


@pytest.mark.parametrize("press", ["\x03", signal.SIGINT, "\x04"], ids=["ctrl-c", "sig", "ctrl-d"])
def test_whoever_leaves_leaves_nothing_behind(here: Path, press: str | signal.Signals) -> None:
    """Neither a file nor a schema."""
    seen, code = at_a_terminal(
        ["plan", "new"],
        [("Title [", "Mine\n"), ("Not before", press)],
        environment=at_home(here),
    )
    assert code == EXIT_INTERRUPTED, seen
    assert list(here.iterdir()) == []
    assert not schema_of(here).exists()


@pytest.mark.parametrize(
    ("number", "answer", "said"),
    [
        (0, "x" * 81, "a title has at most 80 characters."),
        (0, "a\x1b[A", "there are characters in it that cannot be shown; type it again."),
        (1, "12 wochen", '"12 wochen" is no number of weeks; write it like "12 weeks".'),
        (1, "521", "write 3 to 520 weeks."),
        (2, "x" * 501, "write at most 500 characters here; more in the file."),
        (4, "1", "write 2 to 20 levels."),
        (4, "21 levels", "write 2 to 20 levels."),
        (5, "6 km/h", '6.0 km/h is a walk; "jog" begins at 7.0 km/h.'),
    ],
)
def test_an_answer_that_is_none_is_asked_for_again(number: int, answer: str, said: str) -> None:
    """With the reason, and the rest goes on."""
    person = Person(*USUAL[:number], answer, *USUAL[number:])
    answers = interview(person.ask, person.tell, "mine")
    assert person.told[1:] == [f"  {said}"]
    assert person.asked[number] == person.asked[number + 1]
    assert len(person.asked) == 7
    assert answers == interview(lambda _: "", lambda _: None, "mine")


def test_the_schema_is_printed_whole(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    """For whoever has an editor of another kind; nothing is written."""
    assert main(["plan", "schema"]) == EXIT_DONE
    assert json.loads(capsys.readouterr().out) == plan_schema()
    assert not schema_of(here).exists()


def test_the_schemas_path_is_printed_and_it_is_there(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    """In the place of an old one; the line that belongs into a plan is told beside it."""
    schema_of(here).parent.mkdir(parents=True)
    schema_of(here).write_text("old")
    assert main(["plan", "schema", "--path"]) == EXIT_DONE
    out, err = capsys.readouterr()
    assert out == f"{schema_of(here)}\n"
    assert err.endswith(f"# yaml-language-server: $schema={schema_of(here).as_uri()}\n")
    assert json.loads(schema_of(here).read_text("utf-8")) == plan_schema()
    assert [each.name for each in schema_of(here).parent.iterdir()] == [schema_of(here).name]


def test_a_speed_keeps_the_unit_in_which_it_was_told() -> None:
    """Whoever thinks in miles finds miles in the file."""
    person = Person(*USUAL[:5], "12:00/mi  (13:00 /mi to 11:00/mi)", *USUAL[6:])
    answers = interview(person.ask, person.tell, "mine")
    assert answers.jog == "12:00 /mi (13:00 /mi to 11:00 /mi)"
    assert f"\n  jog: {answers.jog}\n" in starter(answers, None)
