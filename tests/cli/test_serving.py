"""``--serve`` on the command line, where it cannot be served."""

from __future__ import annotations

import subprocess
import sys

import pytest

from controller.cli.exits import EXIT_USAGE
from controller.cli.main import main, parse
from controller.cli.session import serving


def test_without_the_extra_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, before anything is started."""
    monkeypatch.setattr(serving, "_NEEDS", ("not_there_at_all",))
    assert main(["run", "--simulate", "--serve"]) == EXIT_USAGE
    told = capsys.readouterr().err
    assert "--serve needs not_there_at_all, which is not installed" in told
    assert 'pip install ".[remote]"' in told
    assert "ready-dev" not in told
    assert told.count("\n") == 1


def test_a_plan_that_is_taken_for_an_address_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where the plan stands behind the option."""
    assert main(["run", "--simulate", "--serve", "postpartum-ladder"]) == EXIT_USAGE
    told = capsys.readouterr().err
    assert "cannot be served at postpartum-ladder (" in told
    assert told.count("\n") == 1


def test_the_front_end_imports_nothing_that_serves() -> None:
    """The screen's process knows the page by a pipe alone; without --serve there is not even that.

    What a network is given to work on is all in the other process.
    """
    assert parse(["run"]).serve is None
    says = (
        "import sys, controller.cli.session.run, controller.remote.page_process;"
        "print(*{'starlette', 'uvicorn', 'segno', 'jinja2', 'h11'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
