"""Where a person's own plans lie."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from platformdirs import user_data_path

_ENDING: Final = ".plan.yaml"


def own_plans_folder() -> Path:
    """Return the folder; it need not be there."""
    return Path(user_data_path("reprise")) / "plans"


def own_plan_file(plan_id: str) -> Path:
    """Return where the own plan with this id lies, or would."""
    return own_plans_folder() / f"{plan_id}{_ENDING}"
