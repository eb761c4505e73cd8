"""What a plan has somebody do, as a short text to compare; words and comments do not count."""

from __future__ import annotations

import hashlib
import json

from plans.compile import compile_session
from plans.model import Plan


def meaning(plan: Plan) -> str:
    """Return 16 hexadecimal digits that change when a session of any level would.

    That is each interval's gait, time and speed, what is asked, and the policy.
    """
    levels = [_session(plan, level) for level in plan.levels]
    written = json.dumps([plan.policy, levels], separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _session(plan: Plan, level: int) -> list[object]:
    program = compile_session(plan, level)
    parts = [
        (each.gait.value, each.role.value, each.duration, each.speed, each.asks)
        for each in program.segments
    ]
    return [program.talk_test, program.reminder, parts]
