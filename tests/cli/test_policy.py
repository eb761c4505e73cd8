"""``reprise policy``: the table that is reviewed, and every mistake of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.main import main
from controller.coach.progress.met import EFFORT_ALLOWED, PAIN_ALLOWED
from plans.policies.actions import ACTIONS, MEANS, WHENS, words_of
from plans.policies.after import CLEAN, FLOOR_AFTER, NEXTS, RULE_OF
from plans.policies.floor import FILED, FLOOR, FLOOR_DURING
from plans.policies.rules import FIXED
from plans.policies.symptoms import known_symptoms
from plans.provenance.sources import known_sources
from plans.shelf import find_policy, open_policy, policy_names
from tests.cli.test_simulate import reprise

WRONG: Final = """\
format: reprise-policy 1
id: mine
title: Mine
based-on: cautious
about: A test.
reviewed: not yet
bands:
  pelvic:
    a little: note
    source: [deering2024-T6]
symptoms:
  bulge:
    present: note
    source: [proposl]
"""


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_DONE) -> str:
    """Run the command and return what it printed."""
    assert main(["policy", *words]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    """Return the path of a policy with three mistakes."""
    path = tmp_path / "mine.policy.yaml"
    path.write_text(WRONG)
    return str(path)


def test_the_table_says_what_a_clean_session_is(capsys: pytest.CaptureFixture[str]) -> None:
    """N9 to N11 speak of it; the numbers are those that the coach goes by."""
    assert main(["policy", "show", "standard"]) == 0
    assert CLEAN in " ".join(capsys.readouterr().out.split())
    assert f"pain of at most {PAIN_ALLOWED}, which did not rise" in CLEAN
    assert f"effort of at most {EFFORT_ALLOWED}," in CLEAN


def test_the_command_in_a_process_of_its_own() -> None:
    """As a person types it; without a word it lists."""
    done = reprise("policy")
    assert (done.returncode, done.stderr) == (EXIT_DONE, "")
    assert done.stdout == reprise("policy", "list").stdout
    first = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert first == [
        "cautious; not reviewed by a physiotherapist",
        "standard, based on cautious; not reviewed by a physiotherapist",
    ]


@pytest.mark.parametrize("name", policy_names())
def test_the_table_that_is_shown_is_whole(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each symptom under its category with each row, each rule, and what no file holds."""
    shown = told(capsys, "show", name)
    flat = " ".join(shown.split())
    policy = find_policy(name)
    assert "not reviewed by a physiotherapist" in flat
    for entry in policy.entries:
        symptom = entry.symptom
        at = flat.index(f"{' '.join(symptom.label.split())} {symptom.id}; ")
        for row in entry.rows:
            because = "; ".join(filter(None, (row.rule, ", ".join(row.sources))))
            wanted = f"{row.words} {words_of(row.action)} ({because})"
            at = flat.index(wanted, at)
    categories = list(dict.fromkeys(each.symptom.category.value for each in policy.entries))
    heads = [line for line in shown.splitlines() if line.isupper() and line[0] != " "]
    assert [line.lower() for line in heads] == categories
    named = {each for entry in policy.entries for row in entry.rows for each in row.sources}
    named |= {each for rule in policy.during for each in rule.sources}
    foot = flat[flat.index("SOURCES: what these words stand for") :]
    known = known_sources()
    for source in sorted(named):
        assert " ".join(f"{source} {known[source].citation}".split()) in foot
    assert "galloway1" not in foot
    for rule in policy.during:
        assert f"{rule.when.value} {rule.rule} " in flat
    for each in open_policy(name).after:
        meanwhile = f", {each.meanwhile} meanwhile" if each.meanwhile else ""
        because = ", ".join(each.sources)
        assert f"{each.when.value} {each.rule} {each.next}{meanwhile} ({because})" in flat
    exactly = flat[flat.index("MORE EXACTLY: ") : flat.index("SOURCES: ")]
    said = {words_of(row.action) for entry in policy.entries for row in entry.rows}
    said |= {rule.when.value for rule in policy.during}
    for sentence, meaning in MEANS.items():
        assert (f" {sentence} {meaning}" in exactly) is (sentence in said)
    for fixed in FIXED:
        assert f"{fixed.when} {fixed.rule} {fixed.do} ({', '.join(fixed.sources)})" in flat


@pytest.mark.parametrize("words", [("list",), ("show", "standard"), ("words",), ("floor",)])
def test_what_is_printed_fits_into_80_columns(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """And it is plain text without blanks at the ends of its lines."""
    for line in told(capsys, *words).splitlines():
        assert len(line) <= 80, line
        assert line.isascii()
        assert line == line.rstrip()


def test_the_rows_that_differ_from_the_base_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    """Two symptoms, two rows each; `cautious` is based on nothing and marks nothing."""
    shown = told(capsys, "show", "standard").splitlines()
    marked = [line.split()[1:3] for line in shown if line.startswith("*   ")]
    assert marked == [["a", "little"], ["clear", "walk,"]] * 2
    assert "* pelvic a little or clear, gone the next day" in shown
    assert "* marks what differs from cautious." in shown
    assert "*" not in told(capsys, "show", "cautious")


def test_a_rule_that_differs_from_the_base_is_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In text and in JSON."""
    path = tmp_path / "mine.policy.yaml"
    rule = "rule: I12\n    when: doming, third time today\n    do: walk to the end\n"
    base = WRONG[: WRONG.index("bands:")]
    path.write_text(f"{base}during:\n  - {rule}    source: [seed]\n")
    shown = told(capsys, "show", str(path)).splitlines()
    assert [line for line in shown if line.startswith("* ") and "marks" not in line] == [
        "* doming, third time today"
    ]
    held = json.loads(told(capsys, "show", str(path), "--json"))
    assert [each["when"] for each in held["during"] if each["differs"]] == [
        "doming, third time today"
    ]
    assert not any(row["differs"] for each in held["symptoms"] for row in each["rows"])


@pytest.mark.parametrize("name", policy_names())
def test_the_table_as_json_is_whole(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One object; its rows are those of the policy."""
    out = told(capsys, "show", name, "--json")
    assert out.count("\n") == 1
    held: dict[str, Any] = json.loads(out)
    policy = find_policy(name)
    assert (held["id"], held["reviewed"]) == (name, False)
    assert held["based_on"] == (None if name == "cautious" else "cautious")
    found = {
        each["id"]: [(row["values"], row["action"], row["rule"] or "") for row in each["rows"]]
        for each in held["symptoms"]
    }
    assert found == {
        entry.symptom.id: [(row.words, words_of(row.action), row.rule) for row in entry.rows]
        for entry in policy.entries
    }
    differing = [each["id"] for each in held["symptoms"] if any(r["differs"] for r in each["rows"])]
    assert differing == ([] if name == "cautious" else ["leak_urine", "heaviness"])
    assert [each["when"] for each in held["during"]] == [each.when.value for each in policy.during]
    assert [(each["rule"], each["when"], each["next"]) for each in held["after"]] == [
        (row.rule, row.when.value, row.next) for row in open_policy(name).after
    ]
    assert [each["rule"] for each in held["after"] if each["differs"]] == (
        [] if name == "cautious" else ["N7"]
    )
    assert held["means"].items() <= MEANS.items()
    assert {"pain up 2 since the start, or limping"} <= held["means"].keys()
    assert [each["rule"] for each in held["always"]] == [each.rule for each in FIXED]


def test_a_good_policy_gets_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """And an empty list."""
    assert told(capsys, "check", "standard") == (
        f"standard: no mistakes in {len(known_symptoms().symptoms)} symptoms, "
        "9 rules during a session, 18 after it; "
        "not reviewed by a physiotherapist.\n"
    )
    assert json.loads(told(capsys, "check", "cautious", "standard", "--json")) == []


def test_every_mistake_is_told_with_its_place(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """All in one pass, the good file of the two in its own line; the exit code says it too."""
    out = told(capsys, "check", wrong, "cautious", code=EXIT_INVALID_FILE)
    heads = [line for line in out.splitlines() if line.startswith((wrong, "cautious"))]
    assert [line.removeprefix(wrong).split(" ")[0] for line in heads] == [
        ":9:15:",
        ":13:14:",
        ":14:14:",
        "cautious:",
    ]
    assert "      |               ^^^^\n      = the floor: reprise policy floor (deering2024" in out
    found = json.loads(told(capsys, "check", wrong, wrong, "--json", code=EXIT_INVALID_FILE))
    assert [(each["line"], each["column"], each["id"]) for each in found] == [
        (9, 15, "floor"),
        (13, 14, "floor"),
        (14, 14, "unknown-source"),
    ]
    assert found[0] == {
        "file": wrong,
        "line": 9,
        "column": 15,
        "end_column": 19,
        "id": "floor",
        "message": "leaking, heaviness or pelvic pain in a run is never less than a walk, "
        "and no policy can make it milder.",
        "remedy": "the floor: reprise policy floor "
        "(deering2024-T6: 89 % of experts would not let the run go on)",
        "source": "    a little: note",
        "severity": "error",
        "reason": "",
    }


def test_a_policy_that_cannot_be_used_is_not_shown(wrong: str) -> None:
    """The mistakes in its place, and no traceback."""
    done = reprise("policy", "show", wrong)
    assert (done.returncode, done.stdout) == (EXIT_INVALID_FILE, "")
    assert done.stderr.startswith(f"{wrong}:9:15: error: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("action", ["show", "check"])
def test_a_policy_that_is_not_there_is_a_mistake_of_the_words(action: str) -> None:
    """With what there is."""
    done = reprise("policy", action, "cautios")
    assert (done.returncode, done.stdout) == (EXIT_USAGE, "")
    assert done.stderr == (
        'reprise: there is no policy "cautios"; there is "cautious" and "standard"; '
        'did you mean "cautious"?\n'
    )


def test_the_words_are_all_that_a_policy_is_made_of(capsys: pytest.CaptureFixture[str]) -> None:
    """Each sentence, symptom and source stands in a line of its own."""
    lines = [line.strip() for line in told(capsys, "words").splitlines()]
    assert {*ACTIONS, *WHENS, *NEXTS} <= set(lines)
    flat = " ".join(lines)
    assert all(f"{sentence} {meaning}" in flat for sentence, meaning in MEANS.items())
    assert {f"{when.value} ({rule})" for when, rule in RULE_OF.items()} <= set(lines)
    first = {line.split("  ")[0].split(" ")[0] for line in lines}
    assert {*known_symptoms().symptoms, *known_sources()} <= first


def test_the_floor_is_told_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Each row with its symptoms, its reason and who says so."""
    flat = " ".join(told(capsys, "floor").split())
    for least in (*FLOOR, *FLOOR_DURING, *FLOOR_AFTER):
        assert least.message[1:] in flat
        assert f"{', '.join(least.sources)}: {least.reason}" in flat
    held = {each for least in FLOOR for each in least.symptoms}
    assert held == FILED.keys()
    assert all(each in flat for each in held)
    assert "leak_bowel: from clear on" in flat
    assert "shin_foot_bone: from 3 on" in flat
    assert "leaking, heaviness and urgency that a clinician has accepted of one person" in flat


def test_a_number_that_no_source_names_is_called_a_proposal() -> None:
    """Nothing published says from which number on pain down below stops (evidence.md 9)."""
    (least,) = (each for each in FLOOR if each.symptoms == ("pelvic_pain",))
    assert "proposal" in least.sources
    assert "4 is a proposal" in least.reason
