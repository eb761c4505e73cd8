"""The file of the plan in use: JSON in the user's configuration.

With it stands what each plan was when it was chosen, and at the last session with it, so that a
change can be told. A file that cannot be read is never written over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from platformdirs import user_config_path

from controller.cli.own_json import ContentWrong, read_own_json
from controller.cli.rewriting import rewrite
from controller.words.catalogue import tr
from plans.marked.fields import IDENTIFIER

_VERSION: Final = 1
_REMEDY: Final = tr("mend it, or move it away and choose your plan again (reprise plan use)")


class ChoiceInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """The file cannot be understood; one sentence with a remedy."""


@dataclass(frozen=True, slots=True)
class LastSession:
    """What was done last."""

    meaning: str
    """Of the plan as it was then (`plans.plan.meaning`)."""
    level: int


@dataclass(frozen=True, slots=True)
class ChosenPlan:
    """What is remembered of one plan."""

    fingerprint: str
    """Of the file as it was when it was chosen."""
    real: LastSession | None = None
    simulated: LastSession | None = None
    """On a simulated treadmill, which is nobody's session and announces nothing for a real one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """All that is remembered."""

    path: Path
    """The file."""
    plan: str | None = None
    """The id of the plan in use; None: none was chosen."""
    plans: Mapping[str, ChosenPlan] = field(default_factory=dict)
    """By id, all that were ever chosen."""

    def choose(self, plan: str | None, fingerprint: str = "") -> Choice:
        """Return the choice of another plan, or of none."""
        if plan is None:
            return replace(self, plan=None)
        before = self.plans.get(plan, ChosenPlan(""))
        return self._with(plan, replace(before, fingerprint=fingerprint))

    def note(self, plan: str, last: LastSession, *, simulated: bool) -> Choice:
        """Return it after a session with that plan."""
        before = self.plans.get(plan, ChosenPlan(""))
        noted = replace(before, simulated=last) if simulated else replace(before, real=last)
        return replace(self._with(plan, noted), plan=self.plan)

    def _with(self, plan: str, known: ChosenPlan) -> Choice:
        return replace(self, plan=plan, plans={**self.plans, plan: known})


def load_choice(path: Path | None = None) -> Choice:
    """Return what is remembered; without a file that is nothing.

    Args:
        path: of the file, if it is not the user's own.

    Raises:
        ChoiceInvalid: the file cannot be read.
    """
    path = Path(user_config_path("reprise")) / "plan.json" if path is None else path
    held = read_own_json(path, partial(_parse, path), ChoiceInvalid, _REMEDY)
    return Choice(path) if held is None else held


def save_choice(choice: Choice) -> None:
    """Put a whole new file in the place of the old one. Raises `OSError`."""
    plans = {name: asdict(each) for name, each in choice.plans.items()}
    held = {"version": _VERSION, "plan": choice.plan, "plans": plans}
    choice.path.parent.mkdir(parents=True, exist_ok=True)
    rewrite(choice.path, f"{json.dumps(held, indent=2)}\n")


def _parse(path: Path, held: Any) -> Choice:
    _check(held, {"version": int, "plan": str | None, "plans": dict}, tr("the file"))
    if held["version"] != _VERSION:
        raise ContentWrong(
            tr("its version is {version} and not {wanted}").format(
                version=held["version"], wanted=_VERSION
            )
        )
    plans = {name: _parse_plan(name, row) for name, row in held["plans"].items()}
    if held["plan"] is not None and held["plan"] not in plans:
        raise ContentWrong(tr('its "plan" is none of its "plans"'))
    return Choice(path, held["plan"], plans)


def _parse_plan(name: str, row: Any) -> ChosenPlan:
    if not IDENTIFIER.fullmatch(name):
        raise ContentWrong(tr("the name of one of its plans is no id"))
    _check(row, {"fingerprint": str, "real": dict | None, "simulated": dict | None}, name)
    real, simulated = (_parse_last(name, row[belt]) for belt in ("real", "simulated"))
    return ChosenPlan(row["fingerprint"], real, simulated)


def _parse_last(name: str, row: Any) -> LastSession | None:
    if row is None:
        return None
    _check(row, {"meaning": str, "level": int}, tr("the last session of {plan}").format(plan=name))
    return LastSession(row["meaning"], row["level"])


def _check(row: Any, kinds: Mapping[str, Any], place: str) -> None:
    """Check that a row has these keys and no more, each with a value of its kind."""
    if not isinstance(row, dict) or set(row) != set(kinds):
        raise ContentWrong(
            tr("{place} does not have {keys}, and no more").format(
                place=place, keys=", ".join(kinds)
            )
        )
    wrong = [key for key, kind in kinds.items() if not isinstance(row[key], kind)]
    if wrong:
        raise ContentWrong(
            tr("{key} of {place} is {value!r}, which it cannot be").format(
                key=wrong[0], place=place, value=row[wrong[0]]
            )
        )
