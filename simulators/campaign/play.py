"""One case is played, and what it came to is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from controller.records.format import to_line
from controller.session.admission import NotPossible
from protocols.link import LinkFailed
from simulators.campaign.case import draw, parts_of
from simulators.campaign.invariants import Broken, broken
from simulators.campaign.seen import look_at
from simulators.sitting.simulation import simulate

if TYPE_CHECKING:
    from pathlib import Path

    from simulators.campaign.case import Allowed, Case
    from simulators.sitting.result import Result


class Verdict(NamedTuple):
    """What a seed came to."""

    seed: int
    case: str
    """In words."""
    machine: str
    outcome: str
    """As of the session's summary; ``not admitted`` if it never began, ``crashed`` if the
    simulation itself did."""
    broken: tuple[Broken, ...]
    """Empty if all held."""
    lasted: int
    """Nanoseconds of the world's time."""
    records: int
    """How many the sessions have."""
    journal: str = ""
    """Where it is kept, if an invariant is broken."""


def play(seed: int, allowed: Allowed, keep: Path | None = None) -> Verdict:
    """Play a seed; a journal is kept in the folder ``keep`` if an invariant is broken.

    Nothing is raised: what breaks the simulation itself is a verdict, too.
    """
    case = draw(seed, allowed)
    try:
        return _judged(case, keep)
    except (NotPossible, LinkFailed):
        return Verdict(seed, str(case), case.machine, "not admitted", (), 0, 0)
    except Exception as crash:  # noqa: BLE001  # a campaign goes on, and tells of it
        what = (Broken("no-crash", 0, f"{type(crash).__name__}: {crash}"),)
        return Verdict(seed, str(case), case.machine, "crashed", what, 0, 0)


def _judged(case: Case, keep: Path | None) -> Verdict:
    parts = parts_of(case)
    result = simulate(
        parts.program,
        parts.policy,
        parts.machine,
        script=parts.script,
        person=parts.person,
        faults=parts.faults,
        seed=case.seed,
        about={"simulated": case.machine, "seed": case.seed, "case": str(case)},
        drill=case.drill,
        manual=case.manual,
    )
    found: list[Broken] = []
    for served in result.sessions:
        seen = look_at(
            served,
            result,
            program=parts.program,
            policy=parts.policy,
            machine=parts.machine,
            faults=parts.faults,
            undisturbed=case.undisturbed,
        )
        names = {each.invariant for each in found}
        found += [each for each in broken(seen) if each.invariant not in names]
    journal = _kept(case.seed, result, keep) if found and keep is not None else ""
    return Verdict(
        case.seed,
        str(case),
        case.machine,
        result.summary.outcome or "none",
        tuple(found),
        max(each.moments[-1] for each in result.sessions),
        sum(len(each.records) for each in result.sessions),
        journal,
    )


def _kept(seed: int, result: Result, folder: Path) -> str:
    """Write the journals of a seed's sessions, and return the first one's path."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [
        folder / f"{seed}{'' if number == 0 else f'-{number}'}.jsonl"
        for number in range(len(result.sessions))
    ]
    for path, served in zip(paths, result.sessions, strict=True):
        lines = "".join(to_line(record) + "\n" for record in served.records)
        path.write_text(lines, encoding="ascii")
    return str(paths[0])
