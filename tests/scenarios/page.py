"""docs/scenarios.md, made from the scenes."""

from __future__ import annotations

import shlex
from itertools import groupby
from typing import Final

from tests.house.tree import ROOT
from tests.scenarios.scenes import RULES, SCENES, Scene

PAGE: Final = ROOT / "docs" / "scenarios.md"

_HEAD: Final = """\
# What happens when

Each rule that decides during a session, as a session in which it decides. The rules are those of
`reprise policy show cautious`; the names in front (I0 to I15) are theirs.

Every command below can be copied, from the top folder. It plays the session on a simulated
treadmill within a second, prints what a runner would read, and gives the exit code that is named;
add `--json` for the figures, or `--journal FILE` to keep the records for `reprise replay FILE`.
`run1+0:10=wrong` is the key S ten seconds into the first run; the keys are in `reprise simulate
--help`. What the script does not answer the simulated runner does, and she has nothing to note.
Both plans are short, with a warm-up and runs of 30 s: one runs at 7.5 km/h, as the bundled plan
does, the other at 9.0 km/h, where there is room for a slower jog. Both walk at 5.0 km/h.

The journals of these sessions are kept in `tests/recordings/scenes`, and the tests hold what is
written here against them. `python -m tests.scenarios` makes the journals and this page.
"""

_OUTCOMES: Final = {
    "completed": "done as planned",
    "walked_out": "walked to the end",
    "stopped": "stopped",
    "stopped_and_refer": "stopped, see a clinician",
    "link_lost": "the link was lost",
}


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for rule, scenes in groupby(SCENES, key=lambda scene: scene.rule):
        parts.append(f"\n## {rule}: {RULES[rule]}\n")
        parts.extend(map(_told, scenes))
    return "".join(parts)


def _told(scene: Scene) -> str:
    words = shlex.join(["reprise", *scene.command]).replace(" --at ", " \\\n  --at ")
    return (
        f"\n**{scene.name}** ({scene.policy}): {scene.happens}\n\n"
        f"> {scene.comes} Outcome: {_OUTCOMES[scene.outcome]} (exit code {scene.exit_code}).\n\n"
        f"```sh\n.venv/bin/{words}\n```\n"
    )
