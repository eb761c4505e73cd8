"""``reprise plan review`` and ``reprise policy review``: on real files, by real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.main import main
from controller.cli.plan import review as review_command
from plans.lint.linter import lint
from plans.problems import told
from plans.provenance import signing
from plans.provenance.review import State
from plans.shelf import find_plan, open_plan
from tests.cli.terminals import at_a_terminal
from tests.cli.test_simulate import reprise
from tests.plans.tables import good

NAME: Final = ("--by", "(name)", "--role", "pelvic-health physiotherapist", "--on", "2026-05-20")
BY: Final = "(name), pelvic-health physiotherapist"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan that nobody has signed."""
    path = tmp_path / "my.plan.yaml"
    path.write_text(good("good.plan.yaml"))
    return path


def test_a_plan_is_signed_and_the_signature_withdrawn(plan: Path) -> None:
    """It shows what is signed; mode, name and all other bytes stay, and no other file is left."""
    plan.chmod(0o640)
    before = plan.read_bytes()
    warned = told(lint(open_plan(str(plan))))
    shown = reprise("plan", "show", str(plan)).stdout
    done = reprise("plan", "review", str(plan), *NAME, "--words", "For my own clients.")
    of = find_plan(str(plan)).review.fingerprint
    assert f"{plan}:1:1: warning no-rest: " in warned
    assert (done.returncode, done.stderr) == (EXIT_DONE, "")
    assert done.stdout == (
        f"{shown}\n"
        "3 levels, with the policy cautious.\n"
        f"{warned}\n"
        f"Until now: not reviewed by a physiotherapist. Fingerprint: {of}.\n"
        f"{plan}: reviewed by {BY} on 20 May 2026.\n"
    )
    assert find_plan(str(plan)).reviewed
    assert b"  words: For my own clients.\n" in plan.read_bytes()
    assert plan.stat().st_mode & 0o777 == 0o640
    gone = reprise("plan", "review", str(plan), "--withdraw")
    assert gone.returncode == EXIT_DONE
    assert gone.stdout.endswith(f"{plan}: not reviewed by a physiotherapist.\n")
    assert plan.read_bytes() == before
    assert list(plan.parent.iterdir()) == [plan]


def test_whoever_looks_at_a_plan_sees_who_signed_it(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, with the day; and that it was changed."""
    counted = f"{plan}: no mistakes in 3 levels, 4 warnings; "
    signed = f"reviewed by {BY} on 20 May 2026"
    changed = "changed since the review of 20 May 2026"
    assert main(["plan", "review", str(plan), *NAME]) == EXIT_DONE
    for words in (signed, changed):
        capsys.readouterr()
        assert main(["plan", "check", str(plan)]) == EXIT_DONE
        assert capsys.readouterr().out.endswith(f"\n{counted}{words}.\n")
        assert main(["plan", "show", str(plan)]) == EXIT_DONE
        shown = " ".join(capsys.readouterr().out.split())
        assert shown.startswith(f"My plan (my-plan), {words} For whom: ")
        assert main(["plan", "show", str(plan), "--json"]) == EXIT_DONE
        assert json.loads(capsys.readouterr().out)["review"] == words
        plan.write_text(plan.read_text() + "# more\n")


def test_a_policy_is_signed_with_its_base(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And its table says so until a row is changed."""
    path = tmp_path / "mine.policy.yaml"
    text = open_bundled("standard").replace("\nid: standard", "\nid: mine")
    path.write_text(text)
    assert main(["policy", "review", str(path), *NAME]) == EXIT_DONE
    told = capsys.readouterr().out
    assert "It is signed together with cautious, on which it is based.\n" in told
    assert f"All that it says: reprise policy show {path}\n" in told
    assert main(["policy", "show", str(path)]) == EXIT_DONE
    assert f"(mine), reviewed by {BY} on 20 May 2026\n" in capsys.readouterr().out
    path.write_text(path.read_text().replace("title: Standard", "title: Other"))
    assert main(["policy", "check", str(path)]) == EXIT_DONE
    assert (
        "9 rules during a session, 18 after it; changed since the review of 20 May 2026.\n"
        in capsys.readouterr().out
    )


def open_bundled(name: str) -> str:
    """Return the text of a bundled policy."""
    return (Path("plans/policies") / f"{name}.policy.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("plan", "postpartum-ladder"),
        ("plan", "plans/library/postpartum-walk.plan.yaml"),
        ("policy", "cautious"),
    ],
)
def test_what_comes_with_reprise_is_not_signed_in_its_place(what: str, name: str) -> None:
    """The sentence says how to have one of one's own."""
    done = reprise(what, "review", name, *NAME)
    assert (done.returncode, done.stdout) == (EXIT_USAGE, "")
    assert done.stderr.startswith(
        f'reprise: "{name}" comes with Reprise and is not changed; copy /'
    )
    assert done.stderr.endswith(" to a file of your own with another id, and sign that.\n")


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "without a terminal a review needs --by NAME and --role ROLE."),
        (("--by", "(name)"), "without a terminal a review needs --by NAME and --role ROLE."),
        (("--by", "a, b", "--role", "c"), 'a name has no comma, not "a, b"; the role goes'),
        (("--by", "x" * 60, "--role", "y" * 60), "name and role have at most 80 characters"),
        ((*NAME[:4], "--on", "2999-01-01"), "'2999-01-01' is yet to come"),
        ((*NAME[:4], "--on", "20 May"), "'20 May' is no day like 2026-05-20"),
        ((*NAME, "--words", "\" and '"), "the words cannot be written into a file"),
    ],
)
def test_what_cannot_be_signed_is_said_and_nothing_written(
    words: tuple[str, ...], sentence: str, plan: Path
) -> None:
    """One sentence, and the file as it was."""
    before = plan.read_bytes()
    done = reprise("plan", "review", str(plan), *words)
    assert done.returncode == EXIT_USAGE
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert plan.read_bytes() == before


@pytest.mark.long
def test_a_file_with_mistakes_is_not_signed(plan: Path) -> None:
    """They are named instead; nor is a name that is none, or another kind of file."""
    plan.write_text(plan.read_text().replace("5min walk", "5 walk"))
    done = reprise("plan", "review", str(plan), *NAME)
    assert (done.returncode, done.stdout) == (EXIT_INVALID_FILE, "")
    assert "error: 5 what?" in done.stderr
    plan.write_text(good("good.plan.yaml") + "# lint: allow nonsense\n")
    done = reprise("plan", "review", str(plan), *NAME)
    assert (done.returncode, done.stdout) == (EXIT_INVALID_FILE, "")
    assert "nonsense" in done.stderr
    for name in ("nothing.plan.yaml", "my-plan", str(plan.parent)):
        wrong = reprise("plan", "review", name, *NAME)
        assert (wrong.returncode, wrong.stdout) == (EXIT_USAGE, "")
        assert wrong.stderr.count("\n") == 1


def test_a_review_falls_away_when_the_notation_is_put_in_order(plan: Path) -> None:
    """The plan means the same, and the file is another; one that is in order stays signed."""
    assert main(["plan", "review", str(plan), *NAME]) == EXIT_DONE
    assert main(["plan", "format", str(plan)]) == EXIT_DONE
    assert find_plan(str(plan)).reviewed
    plan.write_text(good("good.plan.yaml").replace("(30s jog", "(0:30 jog"))
    assert main(["plan", "review", str(plan), *NAME]) == EXIT_DONE
    before = find_plan(str(plan))
    assert main(["plan", "format", str(plan)]) == EXIT_DONE
    after = find_plan(str(plan))
    assert (before.review.state, after.review.state) == (State.FITS, State.CHANGED)
    assert before == after


def test_a_link_stays_a_link(plan: Path) -> None:
    """The file that it leads to is signed."""
    link = plan.parent / "link.plan.yaml"
    link.symlink_to(plan)
    assert reprise("plan", "review", str(link), *NAME).returncode == EXIT_DONE
    assert link.is_symlink()
    assert find_plan(str(plan)).reviewed


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_file_that_is_write_protected_is_left_alone(plan: Path) -> None:
    """Although its folder would let it be replaced."""
    plan.chmod(0o444)
    done = reprise("plan", "review", str(plan), *NAME)
    assert (done.returncode, done.stdout) == (EXIT_USAGE, "")
    assert "is write-protected" in done.stderr


def test_killed_before_the_replacement_it_leaves_the_old_file(plan: Path) -> None:
    """The new one is written beside it and put in its place at once."""
    before = plan.read_bytes()
    killed = (
        "import os, signal, pathlib\n"
        "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from controller.cli.main import main\n"
        f"main({['plan', 'review', str(plan), *NAME]!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", killed], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert plan.read_bytes() == before
    assert len(list(plan.parent.iterdir())) == 2  # what was on its way lies beside it, by its name
    assert reprise("plan", "review", str(plan), *NAME).returncode == EXIT_DONE


def test_a_disk_that_takes_nothing_leaves_the_old_file(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing beside it."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device", str(plan))

    before = plan.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    assert main(["plan", "review", str(plan), *NAME]) == EXIT_USAGE
    assert "No space left on device" in capsys.readouterr().err
    assert plan.read_bytes() == before
    assert list(plan.parent.iterdir()) == [plan]


def test_what_is_missing_is_asked_at_a_terminal(plan: Path) -> None:
    """Name, role (again, if there was none), a sentence to go with it; no name signs nothing."""
    told, code = at_a_terminal(
        ("plan", "review", str(plan)),
        [
            ("Your name: ", "(name)\n"),
            ("Your role: ", "\n"),
            ("Your role, such as ", "pelvic-health physiotherapist\n"),
            ("or Enter for none: ", "\n"),
        ],
        environment={},
    )
    assert code == EXIT_DONE
    assert f"my.plan.yaml: reviewed by {BY} on " in told
    assert find_plan(str(plan)).reviewed
    before = plan.read_bytes()
    told, code = at_a_terminal(
        ("plan", "review", str(plan)), [("Your name: ", "\n")], environment={}
    )
    assert code == EXIT_USAGE
    assert "Nothing was signed." in told
    assert plan.read_bytes() == before


def test_a_file_that_changes_while_it_is_signed_is_not(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What she was shown is what she signs."""
    whole = signing.sign

    def meanwhile(*of: object) -> str:
        plan.write_text(plan.read_text() + "# saved in an editor\n")
        return whole(*of)  # type: ignore[arg-type]

    monkeypatch.setattr(review_command, "sign", meanwhile)
    assert main(["plan", "review", str(plan), *NAME]) == EXIT_USAGE
    assert "was changed in the meantime, and nothing is written" in capsys.readouterr().err
    assert not find_plan(str(plan)).review.signature


@pytest.mark.long
@pytest.mark.parametrize("press", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize("question", ["Your name: ", "A sentence to go with it"])
def test_whoever_leaves_has_signed_nothing(plan: Path, question: str, press: str) -> None:
    """Not at the last question either, whose answer may be left out."""
    before = plan.read_bytes()
    answers = [("Your name: ", "(name)\n"), ("Your role: ", "physiotherapist\n")]
    presses = [*(answers if question != "Your name: " else ()), (question, press)]
    # readline does not see a signal between its prompt and its waiting; no person is so quick.
    seen, code = at_a_terminal(["plan", "review", str(plan)], presses, environment={}, moment=0.2)
    assert code == EXIT_INTERRUPTED, seen
    assert seen.rstrip().endswith("\nNothing was signed.")
    assert plan.read_bytes() == before
