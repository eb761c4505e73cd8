"""What a plan has somebody do, as a short text to compare; words and comments do not count."""

from __future__ import annotations

import hashlib
import json

from plans.plan.compile import compile_session
from plans.plan.model import Level, Plan, Step


def meaning(plan: Plan) -> str:
    """Return 16 hexadecimal digits that change when a session of any level would.

    That is each interval's gait, time and speed, its effort and incline, what is asked, and the
    policy.
    """
    levels = [_session(plan, number, level) for number, level in plan.levels.items()]
    written = json.dumps([plan.policy, plan.incline, levels], separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _session(plan: Plan, number: int, level: Level) -> list[object]:
    program = compile_session(plan, number)
    parts = [
        (each.gait.value, each.role.value, each.duration, each.speed, each.asks)
        for each in program.segments
    ]
    steps = [each.effort for each in level.work if isinstance(each, Step)]
    felt = [level.effort, level.incline, steps]
    return [program.talk_test, program.reminder, felt, parts]
