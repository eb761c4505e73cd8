"""The names that are offered when TAB is pressed; each kind loads only what it takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from controller.cli.exits import EXIT_DONE


def print_names(kinds: Iterable[str]) -> int:
    """Print the names of these kinds, each on a line, and return the exit code."""
    sys.stdout.writelines(f"{each}\n" for kind in kinds for each in NAMES[kind]())
    return EXIT_DONE


def _plans() -> Iterable[str]:
    from plans.shelf import own_plan_names, plan_names  # noqa: PLC0415

    return sorted({*plan_names(), *own_plan_names()})


def _simulated(kind: str) -> Iterable[str]:
    """Return what the files in a room of simulators are called; to import it may take a second."""
    import simulators  # noqa: PLC0415

    return sorted(each.stem for each in (Path(simulators.__file__).parent / kind).glob("*.yaml"))


def _policies() -> Iterable[str]:
    from plans.shelf import own_policy_names, policy_names  # noqa: PLC0415

    return sorted({*policy_names(), *own_policy_names()})


def _checks() -> Iterable[str]:
    from plans.shelf import readiness_names  # noqa: PLC0415

    return readiness_names()


def _remembered() -> Iterable[str]:
    from controller.cli.machines.file import MachinesInvalid, load  # noqa: PLC0415

    try:
        known = load()
    except MachinesInvalid:
        return ()  # whichever command is meant will say what is wrong with the file
    # A name with a blank would be two words.
    return [each.address if " " in each.name else each.name or each.address for each in known.all]


def _profiles() -> Iterable[str]:
    from controller.cli.profile import profile_names  # noqa: PLC0415

    return profile_names()


def _settings() -> Iterable[str]:
    from controller.settings.table import SETTINGS  # noqa: PLC0415

    return [each.key for each in SETTINGS]


def _own_policies() -> Iterable[str]:
    from plans.shelf import own_policy_names  # noqa: PLC0415

    return own_policy_names()


NAMES: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "plans": _plans,
    "scenarios": partial(_simulated, "scenarios"),
    "policies": _policies,
    "own-policies": _own_policies,
    "checks": _checks,
    "machines": partial(_simulated, "profiles"),
    "remembered": _remembered,
    "runners": partial(_simulated, "people"),
    "profiles": _profiles,
    "settings": _settings,
}
