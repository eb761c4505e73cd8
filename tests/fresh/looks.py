"""What is typed at a Reprise that was installed from its wheel, and what has to come of it."""

from __future__ import annotations

from typing import Final, NamedTuple


class Look(NamedTuple):
    """A command, and how it ends."""

    words: str
    """Behind ``reprise``."""
    says: str
    """A part of what it prints."""
    codes: tuple[int, ...] = (0,)


ALWAYS: Final = (
    Look("--version", "reprise "),
    Look("--help", "always clip on"),
    Look("plan list", "postpartum-ladder"),
    Look("plan show postpartum-ladder", "postpartum"),
    Look("plan preview postpartum-ladder", "km/h"),
    Look("plan new my.plan.yaml --yes", "my.plan.yaml"),
    Look("plan check my.plan.yaml", ""),
    Look("plan schema", '"$schema"'),
    Look("policy show cautious", "heaviness"),
    Look("readiness show postpartum", "postpartum"),
    Look("prepare list", ""),
    Look("machines", "generic"),
    Look("machines show urevo-e1l", "urevo"),
    Look("simulate postpartum-ladder --level 3 --journal my.jsonl", "Done"),
    Look("simulate stop-that-lies", ""),
    Look("replay --verify my.jsonl", ""),
    Look("export my.jsonl --tcx my.tcx", "when it began", (1,)),
    Look("report --html my.html", "my.html", (0, 1)),
    Look("today", ""),
    Look("doctor", "Python", (0, 1)),
    Look("doctor files", "The program itself"),
    Look("settings", "units"),
    Look("campaign --seeds 0:3", ""),
    Look("completion bash", "complete"),
    Look("completion zsh", "#compdef reprise"),
    Look("completion fish", "complete -c reprise"),
    Look("completion --names plans machines", "postpartum-ladder"),
    Look("run --simulate --plain --speedup 15 --silent", "Done. The belt is still."),
)
"""Without any extra, and with all."""

EXTRAS: Final = {
    "radio": Look("treadmill --control -", "end of input"),
    "charts": Look("plan preview postpartum-ladder --png my.png", "my.png"),
    "fit": Look("plan export postpartum-ladder --fit my.fit", "my.fit"),
    "cluster": Look(
        "fleet postpartum-ladder --runners 1 --cluster tcp://127.0.0.1:9",
        "no scheduler of dask answers there",
        (2,),
    ),
    "remote": Look(
        "walk 1min --simulate --plain --speedup 15 --silent --serve", "Remote page: http"
    ),
}
"""What needs an extra: how it ends with it. Without it a sentence has to name the extra."""
