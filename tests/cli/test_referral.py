"""A referral is named at the end, whatever graver thing a session ends as."""

from __future__ import annotations

from typing import Final

import pytest

from controller.cli.session.plain import Teller
from controller.tui.screen.signs import last_words
from plans.readiness.checks import known_checks
from simulators.profiles import find_machine
from simulators.script import parse_script
from simulators.sitting.simulation import Result, simulate
from tests.session.bench import POLICY, SHORT

SEE = "Please see a clinician before another session."
LISTED: Final = last_words("", "").split("\n")[1:]
"""Whom to call, without the sentence that stands in the end itself."""


def session(machine: str, *script: str) -> Result:
    """Return a short session on a machine, with keys at their times."""
    keys = [parse_script(each, POLICY) for each in script]
    return simulate(SHORT, POLICY, find_machine(machine), script=keys)


def told(result: Result) -> list[str]:
    """Return what plain mode says of a session."""
    teller = Teller()
    return [line for record in result.records for line in teller.lines(record)]


@pytest.mark.long
@pytest.mark.parametrize(
    ("machine", "key", "outcome", "refers"),
    [
        ("success-but-runs-on", "0:30=unwell", "unknown", True),
        ("success-but-runs-on", "0:30=stop", "unknown", False),
        ("success-but-runs-on", "0:30=symptom:chest:1", "unknown", True),
        ("generic", "0:30=unwell", "stopped_and_refer", True),
        ("generic", "0:30=stop", "stopped", False),
    ],
)
def test_a_referral_is_named_at_the_end(
    machine: str, key: str, outcome: str, *, refers: bool
) -> None:
    """Once in the lines of plain mode, behind what is known of the belt, and once in the JSON."""
    result = session(machine, key)
    summary = result.summary.as_json()
    assert (summary["outcome"], summary["refers"]) == (outcome, refers)
    lines = told(result)
    end = next(number for number, line in enumerate(lines) if "Running: " in line)
    assert sum(SEE in line for line in lines[end:]) == sum(SEE in line for line in lines) == refers
    assert [line for line in lines[end:] if line in LISTED] == (LISTED if refers else [])


@pytest.mark.parametrize("sign", [*known_checks().signs.now, *known_checks().signs.today])
def test_a_warning_sign_that_was_named_ends_with_whom_to_call(sign: str) -> None:
    """A graver sign has no weaker words than a bulge: the calls, in the words of the screen."""
    lines = told(session("generic", f"0:30=symptom:{sign}:1"))
    (end,) = (number for number, line in enumerate(lines) if "Running: " in line)
    assert lines[end + 1 : end + 4] == LISTED
    assert "CALL YOUR EMERGENCY NUMBER NOW (112, 999, 911)" in lines[end + 1]


def test_where_keys_list_whom_to_call_the_end_does_not_list_it_as_well() -> None:
    """Behind the unwell key alone: a sign that was named has no such list."""
    for key, listed in (("unwell", False), ("symptom:chest:1", True)):
        teller = Teller()
        teller.keys_list = True
        result = session("generic", f"0:30={key}")
        lines = [line for record in result.records for line in teller.lines(record)]
        assert (LISTED[0] in lines) is listed
