"""A referral is named at the end, whatever graver thing a session ends as."""

from __future__ import annotations

import pytest

from controller.cli.session.plain import Teller
from simulators.profiles import find_machine
from simulators.script import parse_script
from simulators.sitting.simulation import Result, simulate
from tests.session.bench import POLICY, SHORT

SEE = "Please see a clinician before another session."


def session(machine: str, *script: str) -> Result:
    """Return a short session on a machine, with keys at their times."""
    keys = [parse_script(each, POLICY) for each in script]
    return simulate(SHORT, POLICY, find_machine(machine), script=keys)


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
    told = result.summary.as_json()
    assert (told["outcome"], told["refers"]) == (outcome, refers)
    teller = Teller()
    lines = [line for record in result.records for line in teller.lines(record)]
    end = next(number for number, line in enumerate(lines) if "Running: " in line)
    assert sum(SEE in line for line in lines[end:]) == sum(SEE in line for line in lines) == refers
