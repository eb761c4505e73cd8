"""What is overridden of Textual is there to be overridden: another version of it is told."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from types import FunctionType
from typing import Final

import pytest
from textual.app import App

import controller.tui
from controller.cli.exits import EXIT_CHECK_FAILED
from controller.tui.keys.overriding import TextualChanged, overrides

_PROCESS: Final = """
import sys
from textual.{module} import {owner}
delattr({owner}, "{name}")
from controller.cli.explained import explain
try:
    import controller.tui.app
except Exception as error:
    sys.exit(explain(error))
"""


def ours() -> dict[str, FunctionType]:
    """Return each private method of Textual's that a class of ours has its own of."""
    found: dict[str, FunctionType] = {}
    for module in pkgutil.walk_packages(controller.tui.__path__, "controller.tui."):
        for name, each in inspect.getmembers(import_module(module.name), inspect.isclass):
            if each.__module__ != module.name:
                continue
            theirs = [base for base in each.__mro__ if base.__module__.startswith("textual.")]
            for method, value in vars(each).items():
                private = method.startswith("_") and not method.startswith("__")
                if (
                    isinstance(value, FunctionType)
                    and private
                    and any(method in vars(base) for base in theirs)
                ):
                    found[f"{name}.{method}"] = value
    return found


def test_every_private_method_of_textuals_that_we_override_is_checked() -> None:
    """When the class is made; Textual may rename its own business in any release."""
    found = ours()
    assert {"StopFirst._run_input_thread", "SessionApp._fatal_error"} <= found.keys()
    without = [name for name, method in found.items() if not checked(method)]
    assert without == []


def checked(method: FunctionType) -> bool:
    """Return whether it is decorated with the check."""
    return inspect.getsource(method).lstrip().startswith("@overrides(")


def test_what_is_gone_is_one_sentence() -> None:
    """It names the version, what is gone, and two ways out."""

    def _gone(_self: App[None]) -> None:
        """Take the place of nothing."""

    with pytest.raises(TextualChanged, match=r"^Textual [\d.]+ has no App\._gone, .* --plain\.$"):
        overrides(App)(_gone)


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "owner", "name"),
    [
        ("app", "App", "_fatal_error"),
        ("drivers.linux_driver", "LinuxDriver", "_run_input_thread"),
    ],
)
def test_no_screen_begins_with_another_textual(module: str, owner: str, name: str) -> None:
    """The sentence is all that is said, and the exit code tells that a check was not passed."""
    program = _PROCESS.format(module=module, owner=owner, name=name)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (EXIT_CHECK_FAILED, "")
    assert done.stderr.startswith("reprise: Textual ")
    assert f" has no {owner}.{name}, " in done.stderr
    assert done.stderr.count("\n") == 1
