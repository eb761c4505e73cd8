"""``reprise plan show --json``: what is shown of a plan, in seconds, km/h and per cent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from controller.cli.plan import list as plan_list
from controller.cli.plan.words import entry, progression, questions, slowed, work
from plans.notation.line import Pace
from plans.preview.totals import change, of_program, totals
from plans.provenance.sources import known_sources
from protocols.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controller.core.timeline import Program
    from plans.plan.model import Cues, Plan
    from plans.preview.totals import Totals
    from protocols.units import DeciPercent


def as_json(plan: Plan) -> dict[str, Any]:
    """Return all that `show` says of a plan."""
    known = known_sources()
    levels = totals(plan)
    jog = plan.speeds.get(Pace.JOG)
    before = (None, *levels[:-1])
    return {
        **plan_list.as_json(plan),
        "for_whom": plan.for_whom,
        "basis": plan.basis,
        "notes": plan.notes or None,
        "incline_percent": _percent(plan.incline),
        "cues": _cues(plan.cues),
        "policy": plan.policy,
        "entry": list(entry(plan.entry)),
        "speeds_kmh": {
            pace.value: {key: getattr(held, key) / 100 for key in ("usual", "least", "most")}
            for pace, held in plan.speeds.items()
        },
        "slowed": (slowed(jog) if jog else "") or None,
        "questions": list(questions(plan)),
        "progression": list(progression(plan.progression)),
        "sources": [
            {
                "id": name,
                "kind": known[name].kind,
                "citation": known[name].citation,
                "link": known[name].link or None,
            }
            for name in plan.sources
        ],
        "levels": [
            {**_totals_json(plan, each), "change": change(last, each)}
            for last, each in zip(before, levels, strict=True)
        ],
    }


def _percent(incline: DeciPercent | None) -> float | None:
    return None if incline is None else incline / 10


def _cues(held: Mapping[str, Cues]) -> dict[str, Any]:
    return {language: told._asdict() for language, told in held.items()}


def _totals_json(plan: Plan, held: Totals) -> dict[str, Any]:
    level = plan.levels[held.level]
    return {
        "level": held.level,
        "work": work(level),
        "note": level.note or None,
        "effort": level.effort,
        "incline_percent": _percent(plan.incline if level.incline is None else level.incline),
        "cues": _cues(level.cues),
        "runs": held.runs,
        "longest_run_s": held.longest // SECOND,
        "running_s": held.running // SECOND,
        "total_s": held.total // SECOND,
    }


def level_as_json(plan: Plan, number: int, program: Program) -> dict[str, Any]:
    """Return all that `show` says of a level."""
    return {
        "id": plan.id,
        **_totals_json(plan, of_program(number, program)),
        "intervals": [
            {
                "gait": each.gait.value,
                "role": each.role.value,
                "duration_s": each.duration // SECOND,
                "speed_kmh": each.speed / 100,
                "asks": each.asks,
                "cue": each.cue or None,
                "note": each.note or None,
            }
            for each in program.segments
        ],
    }
