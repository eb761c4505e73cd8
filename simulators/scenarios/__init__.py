"""The door for scenarios: a YAML file becomes a session to be played and what has to come of it.

A file says ``format: reprise-scenario 1``, plan and level, machine, runner, seed, what happens
(`simulators.scenarios.events`) and what is expected (`simulators.scenarios.expectations`). Those
that come with Reprise each show a promise of SAFETY.md, or what is done about a machine's quirk.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from plans.plan.compile import compile_session
from plans.problems import FileInvalid, Problem, Refused
from plans.shelf import find_plan, find_policy
from protocols.units import Nanoseconds
from simulators.faults import Fault
from simulators.people import PersonUnknown, find_person
from simulators.profiles import MachineUnknown, find_machine
from simulators.scenarios.events import WHATS, Event, Mistake, read_event
from simulators.scenarios.evidence import Evidence
from simulators.scenarios.expectations import Expectation, Finding, expectation
from simulators.scenarios.rows import ScenarioRow
from simulators.script import Scripted
from simulators.sitting.simulation import simulate
from simulators.when import When, parse_when
from simulators.written.document import Document, Place, YamlInvalid, YamlProblem, read_document
from simulators.written.model import checked
from simulators.written.own_file import names_a_file, text_of_bundled, text_of_own
from simulators.written.sentences import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from controller.core.policy import Policy
    from controller.core.timeline import Program
    from controller.session.journal import Journal
    from simulators.person import Person
    from simulators.sitting.result import Result
    from simulators.treadmill.machine import MachineProfile

_SUFFIX: Final = ".yaml"
_IS_ONE: Final = re.compile(r"^(?:format\s*:\s*[\"']?reprise-scen|expect\s*:)", re.MULTILINE)
_PLAN_FORMAT: Final = "reprise-plan"
_SCENARIO_FORMAT: Final = "reprise-scenario"
_IS_A_PLAN: Final = re.compile(r"^format\s*:\s*[\"']?reprise-plan", re.MULTILINE)
_PLAN: Final = re.compile(r"(?P<plan>[^,]+?)(?:,\s*level\s+(?P<level>\d{1,3}))?")
_SOME_POLICY: Final = "cautious"
"""To look through the rest of a file whose own cannot be found."""
_SOME_MOMENT: Final = When("", 0, Nanoseconds(0))
"""The same."""
T = TypeVar("T")


class ScenarioUnknown(LookupError):  # noqa: N818  # it is a reader's slip, and reads as a sentence
    """No scenario has the name that was asked for."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A session to be played, and what has to come of it."""

    name: str
    title: str
    plan: str
    """Its id."""
    level: int
    """Its number."""
    program: Program
    policy: Policy
    machine: MachineProfile
    person: Person
    seed: int
    """Of what the runner and the faults leave to chance."""
    drill: bool
    """The stop is tried before anything else."""
    manual: bool
    """The runner presses the treadmill's own keys."""
    events: tuple[Event, ...]
    expectations: tuple[Expectation, ...]


class Played(NamedTuple):
    """What came of it."""

    result: Result
    findings: tuple[tuple[str, Finding], ...]
    """Each expectation with what was seen; behind them what went wrong and nobody expected."""

    @property
    def holds(self) -> bool:
        """Whether everything is as expected."""
        return all(finding.holds for _, finding in self.findings)


def play(scenario: Scenario, journal: Journal | None = None) -> Played:
    """Play a scenario and hold what comes of it against what is expected.

    Args:
        scenario: what to play.
        journal: takes the records; None keeps none.

    Raises:
        LinkFailed, NotPossible: before anything moved.
    """
    events = [each.happens for each in scenario.events]
    result = simulate(
        scenario.program,
        scenario.policy,
        scenario.machine,
        script=[each for each in events if isinstance(each, Scripted)],
        faults=[each for each in events if isinstance(each, Fault)],
        person=scenario.person,
        seed=scenario.seed,
        journal=journal,
        about={
            "plan": scenario.plan,
            "level": scenario.level,
            "simulated": scenario.machine.name,
            "scenario": scenario.name,
            "seed": scenario.seed,
        },
        drill=scenario.drill,
        manual=scenario.manual,
    )
    evidence = Evidence(result)
    findings = [(each.text, each.judge(evidence)) for each in scenario.expectations]
    findings += [
        (f"{each} comes up", Finding(holds=False, seen="it did not"))
        for each in scenario.events
        if each.happens in result.left_out or each.happens in result.quiet
    ]
    findings += [
        ("nothing that must never happen", Finding(holds=False, seen=each))
        for each in result.violations
    ]
    return Played(result, tuple(findings))


@functools.cache
def scenario_names() -> tuple[str, ...]:
    """Return the names of those that come with Reprise, in alphabetical order."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def is_scenario(name: str) -> bool:
    """Return whether a name, or a file of that name, means to be a scenario's, and not a plan's.

    Raises:
        ScenarioUnknown: there is no such file.
        YamlInvalid: a file that says of itself neither, or is no YAML.
    """
    if not names_a_file(name):
        return bool(_near(name))
    text = text_of_own(name, ScenarioUnknown)
    if _IS_ONE.search(text) is not None:
        return True
    if _IS_A_PLAN.search(text) is not None:
        return False
    document = read_document(text, name)
    says = str(document.content.get("format"))
    if not says.startswith((_PLAN_FORMAT, _SCENARIO_FORMAT)):
        message = f'write "format: {_PLAN_FORMAT} 1" first, or "format: {_SCENARIO_FORMAT} 1".'
        place = document.values.get(("format",), Place(name, 1, 1))
        raise YamlInvalid([YamlProblem(place, f"this file is no plan and no scenario; {message}")])
    return says.startswith(_SCENARIO_FORMAT)


def find_scenario(name: str) -> Scenario:
    """Return the scenario of that name or file; ask `is_scenario` first.

    Raises:
        ScenarioUnknown: there is none, or no such file; one sentence says what to write.
        YamlInvalid: with every mistake of the file, and of the machine and the runner in it.
    """
    if names_a_file(name):
        return _Reading(
            read_document(text_of_own(name, ScenarioUnknown), name), Path(name)
        ).scenario()
    if name not in scenario_names():
        near = _near(name)
        remedy = (
            f'did you mean "{near[0]}"?' if near else f"there are {', '.join(scenario_names())}."
        )
        raise ScenarioUnknown(f"no scenario is called {quoted(name)}; {remedy}")
    file = files(__name__) / f"{name}{_SUFFIX}"
    return _Reading(read_document(text_of_bundled(file), str(file)), Path(name)).scenario()


def _near(name: str) -> list[str]:
    return get_close_matches(name, scenario_names(), n=1, cutoff=0.8)


class _Reading:
    """Reads one file to its end, whatever mistakes there are on the way."""

    def __init__(self, document: Document, path: Path) -> None:
        self._document, self._path = document, path
        self._problems: list[YamlProblem] = []

    def scenario(self) -> Scenario:
        row = self._row()
        plan, level, program, own_policy = self._planned()
        policy = self._found("policy", find_policy, own_policy or _SOME_POLICY)
        if policy is None:
            policy = find_policy(_SOME_POLICY)
        machine = self._found("machine", find_machine, "generic")
        person = self._found("runner", find_person, "prompt")
        events = tuple(self._events(policy))
        expectations = tuple(self._expectations(policy))
        if row is None or program is None or machine is None or person is None or self._problems:
            raise YamlInvalid(self._problems)
        return Scenario(
            name=self._path.stem,
            title=" ".join(row.title.split()),
            plan=plan,
            level=level,
            program=program,
            policy=policy,
            machine=machine,
            person=person,
            seed=row.seed,
            drill=row.drill,
            manual=row.manual,
            events=events,
            expectations=expectations,
        )

    def _row(self) -> ScenarioRow | None:
        try:
            return checked(ScenarioRow, self._document)
        except YamlInvalid as invalid:
            self._problems += invalid.problems
            return None

    def _note(self, location: tuple[str | int, ...], message: str) -> None:
        place = self._document.place_of(location)
        self._problems.append(YamlProblem(place, " ".join(message.split())))

    def _word(self, key: str) -> str | None:
        value = self._document.content.get(key)
        return value if isinstance(value, str) else None

    def _beside(self, name: str) -> str:
        """Return a file's name as seen from here; it is written as seen from the scenario."""
        return str(self._path.parent / name) if names_a_file(name) else name

    def _found(self, key: str, find: Callable[[str], T], usual: str) -> T | None:
        """Return what is asked for by a name, or None with a note of what is wrong."""
        try:
            return find(self._beside(self._word(key) or usual))
        except YamlInvalid as invalid:
            self._problems += invalid.problems
        except FileInvalid as invalid:
            self._problems += map(_elsewhere, invalid.problems)
        except (Refused, MachineUnknown, PersonUnknown) as unknown:
            self._note((key,), _said(unknown))
        return None

    def _planned(self) -> tuple[str, int, Program | None, str | None]:
        text = self._word("plan")
        found = None if text is None else _PLAN.fullmatch(text.strip())
        if text is not None and found is None:
            self._note(("plan",), f'{quoted(text)} is no plan; write "postpartum-ladder, level 1".')
        if found is None:
            return "", 1, None, None
        level = int(found["level"] or 1)
        try:
            plan = find_plan(self._beside(found["plan"]))
            return plan.id, level, compile_session(plan, level), plan.policy
        except FileInvalid as invalid:
            self._problems += map(_elsewhere, invalid.problems)
        except Refused as refused:
            self._note(("plan",), str(refused))
        return "", level, None, None

    def _events(self, policy: Policy) -> Iterator[Event]:
        rows = self._document.content.get("events", [])
        for at, row in enumerate(rows if isinstance(rows, list) else []):
            if not isinstance(row, dict) or not all(isinstance(each, str) for each in row.values()):
                continue  # pydantic has said what
            whats = [each for each in WHATS if each in row]
            if len(whats) != 1:
                self._note(
                    ("events", at),
                    f"an event has one of {', '.join(WHATS)}; this one has {len(whats) or 'none'}.",
                )
            elif "at" in row:
                try:
                    yield read_event(row, policy)
                except Mistake as mistake:
                    self._note(("events", at, mistake.key), str(mistake))

    def _moments(self) -> dict[str, When]:
        """Return what ``the press`` and its like are; also of events that are written wrongly."""
        moments: dict[str, When] = {}
        rows = self._document.content.get("events", [])
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                when = parse_when(str(row.get("at"))) or _SOME_MOMENT
                moments |= {f"the {each}": when for each in WHATS if each in row}
                moments[""] = when
        return moments

    def _expectations(self, policy: Policy) -> Iterator[Expectation]:
        moments = self._moments()
        symptoms = [each.symptom.id for each in policy.entries]
        rows = self._document.content.get("expect", [])
        for at, row in enumerate(rows if isinstance(rows, list) else []):
            if not isinstance(row, str):
                continue
            try:
                yield expectation(row, moments, symptoms)
            except ValueError as error:
                self._note(("expect", at), str(error))


def _elsewhere(problem: Problem) -> YamlProblem:
    """Return a mistake in another file that a scenario is made of."""
    width = max(1, problem.end_column - problem.column)
    source = problem.source_line or ""
    place = Place(problem.file, problem.line, problem.column, source, width)
    return YamlProblem(place, problem.message)


def _said(error: Any) -> str:
    return str(error.args[0]) if isinstance(error, LookupError) else str(error)
