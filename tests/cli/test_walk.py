"""``reprise walk``, and a policy that is not the plan's, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_simulate import reprise

pytestmark = pytest.mark.long


def told(*words: str, data: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Run a sped-up session on a simulated treadmill; return its journal's header and records."""
    done = reprise(*words, "--simulate", "--plain", "--speedup", "20", data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Done. The belt is still." in done.stdout
    (journal,) = data.glob("reprise/simulated/*.jsonl")
    assert reprise("replay", str(journal), "--verify").returncode == 0
    header, *records = map(json.loads, journal.read_text().splitlines())
    return header, records


def test_a_walk_without_a_plan(tmp_path: Path) -> None:
    """It asks in each part, is brisk in the middle only, and its journal proves itself."""
    header, records = told("walk", "1min", "--speed", "4.5km/h", data=tmp_path)
    assert (header["plan"], header["title"], header["levels"]) == ("walk", "A walk of 1min", 1)
    parts = [each for each in records if each["kind"] == "segment" and each["counting"]]
    assert [(each["role"], each["speed"]) for each in parts] == [
        ("warm-up", 400), ("work", 450), ("cool-down", 400),
    ]  # fmt: skip
    asked = [each for each in records if each["kind"] == "question" and each["state"] == "open"]
    assert len(asked) == 3
    assert max(each["speed"] for each in records if each["kind"] == "belt") == 450


def test_a_walk_by_hand_under_another_policy(tmp_path: Path) -> None:
    """The options of run that make sense are there, and reach the controller's process."""
    policy = tmp_path / "mine.policy.yaml"
    bundled = Path("plans/policies/cautious.policy.yaml").read_text(encoding="utf-8")
    policy.write_text(bundled.replace("\nid: cautious", "\nid: mine"), encoding="utf-8")
    header, records = told("walk", "1min", "--manual", "--policy", str(policy), data=tmp_path)
    assert header["setup"]["policy"]["id"] == "mine"
    assert any(each["kind"] == "press" for each in records)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("walk", "20"), 2, "20 what?"),
        (("walk", "5h"), 2, "a walk lasts 1min to 4h"),
        (("walk", "20min", "--speed", "9km/h"), 2, "below 7.0 km/h"),
        (("walk", "20min", "--policy", "lax"), 2, 'there is no policy "lax"'),
        (("walk", "20min"), 2, "somebody at the keys"),
        (("run", "--simulate", "--policy", "nope.yaml"), 2, 'there is no file "nope.yaml"'),
        (
            ("simulate", "postpartum-walk", "--policy", "README.md"),
            2,
            "does not end in .policy.yaml; rename the file.",
        ),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], code: int, sentence: str) -> None:
    """A mistake is told in one sentence on stderr, with its exit code and no traceback."""
    done = reprise(*words)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
