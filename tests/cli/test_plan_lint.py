"""``reprise plan check`` and ``reprise plan rules``: warnings on a command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.main import main
from plans.lint.rules import RULES
from plans.shelf import plan_source
from tests.cli.test_simulate import reprise
from tests.plans.tables import good

TEXT: Final = good("lint.plan.yaml")
COMMENT: Final = "# One thing changes from each level to the next."


@pytest.fixture
def warned(tmp_path: Path) -> str:
    """Return the path of a plan with one warning and one that its author allows."""
    path = tmp_path / "my.plan.yaml"
    text = TEXT.replace("10 x", "12 x")
    path.write_text(text.replace(COMMENT, "# lint: allow step-too-big at 2 because of a test"))
    return str(path)


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_DONE) -> str:
    """Run the command and return what it printed."""
    assert main(["plan", *words]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_warnings_come_before_the_verdict_and_change_no_exit_code(
    warned: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan still runs; what its author allows is counted, and shown when asked for."""
    out = told(capsys, "check", warned)
    first, *_, last = out.splitlines()
    assert first.startswith(f"{warned}:35:7: warning step-too-big: level 6 runs 9:00, ")
    counted = f"{warned}: no mistakes in 6 levels, 1 warning, 1 allowed by comments; "
    assert last == f"{counted}not reviewed by a physiotherapist."
    assert "because of a test" not in out
    shown = told(capsys, "check", warned, "--verbose")
    assert shown.startswith(f"{warned}:29:7: allowed step-too-big: level 2 runs 6:00, ")
    assert "\n      = allowed because of a test\n" in shown
    assert shown.endswith(out)


def test_a_strict_check_fails_at_a_warning(
    warned: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says the same; what is allowed is no warning."""
    assert told(capsys, "check", warned, "--strict", code=EXIT_CHECK_FAILED) == told(
        capsys, "check", warned
    )
    clean = tmp_path / "clean.plan.yaml"
    text = Path(warned).read_text().replace("6:  12 x", "6:  10 x")
    clean.write_text(text)
    out = told(capsys, "check", str(clean), "--strict")
    counted = f"{clean}: no mistakes in 6 levels, 1 allowed by comments; "
    assert out == f"{counted}not reviewed by a physiotherapist.\n"


def test_a_policy_that_is_not_found_is_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every session would be refused."""
    path = tmp_path / "my.plan.yaml"
    path.write_text(TEXT.replace("policy: cautious", "policy: careful"))
    line = path.read_text().splitlines().index("policy: careful") + 1
    assert told(capsys, "check", str(path), code=EXIT_INVALID_FILE) == (
        f'{path}:{line}:9: error: there is no policy "careful"; there is "cautious" and '
        '"standard".\n'
        f"{line:>5} | policy: careful\n"
        "      |         ^^^^^^^\n"
        "      = write one of these, or add your own with this id: reprise policy add FILE\n"
    )


def test_the_json_has_the_severity_and_the_authors_reason(
    warned: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything is in it, whatever is shown to people."""
    allowed, warning = json.loads(told(capsys, "check", warned, "--json"))
    assert {key: allowed[key] for key in ("line", "id", "severity", "reason", "remedy")} == {
        "line": 29,
        "id": "step-too-big",
        "severity": "allowed",
        "reason": "of a test",
        "remedy": "",
    }
    assert (warning["severity"], warning["reason"], warning["source"]) == (
        "warning",
        "",
        "  6:  12 x (45s jog, 1min30s walk)",
    )
    assert warning["remedy"] == "to keep it: # lint: allow step-too-big at 6 because ..."


def test_a_comment_that_names_no_rule_is_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would otherwise allow nothing, and nobody would know; other files are still checked."""
    path = tmp_path / "my.plan.yaml"
    path.write_text(TEXT.replace(COMMENT, "# lint: allow step-to-big because of a test"))
    out = told(capsys, "check", str(path), str(path), code=EXIT_INVALID_FILE)
    assert out.count('error: lint has no rule "step-to-big"; did you mean "step-too-big"?') == 2
    assert "no mistakes" not in out


def test_the_rules_are_printed_with_their_reasons_and_sources() -> None:
    """In a process of its own, as a person types it; no line is wider than a terminal."""
    done = reprise("plan", "rules")
    assert (done.returncode, done.stderr) == (EXIT_DONE, "")
    lines = done.stdout.splitlines()
    assert [line for line in lines if line in RULES] == list(RULES)
    assert max(map(len, lines)) <= 80
    words = " ".join(done.stdout.split())
    for rule in RULES.values():
        assert f"{rule.about} why: {rule.reason} what to do: {rule.remedy}" in words
        assert f"sources: {', '.join(rule.sources)}" in words
    assert "# lint: allow RULE at LEVELS because REASON" in words


def test_a_copy_under_the_id_of_a_bundled_plan_is_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It could not be put in use; the bundled file itself is clean, by its name and by its path."""
    bundled = plan_source("postpartum-ladder")
    path = tmp_path / "anna.plan.yaml"
    path.write_text(bundled.text)
    out = told(capsys, "check", str(path), code=EXIT_INVALID_FILE)
    assert ' error: "postpartum-ladder" is the id of a bundled plan.\n' in out
    assert "      = give yours another id\n" in out
    assert "no mistakes" not in out
    told(capsys, "check", "postpartum-ladder", str(bundled.path))
