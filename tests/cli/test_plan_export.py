"""``reprise plan export`` as a person types it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_USAGE
from controller.cli.main import main

EXPORT: Final = ("plan", "export", "postpartum-ladder")

LOST: Final = """\
What a watch does not do of it:
  - It asks nothing: not whether anything is felt, nor whether she could talk.
  - It follows no symptom policy (here "cautious"): whatever is felt, it slows
    nothing down, shortens no run and stops no belt.
  - It does not say who may begin, nor what the plan warns of.
  - It goes to no next level: how often a level is done, the days of rest and
    what is at most done in a week are not in it.
  - It sets no belt. Its steps begin with the change of speed; Reprise counts
    each interval from the moment at which its speed is reached, so there the
    session lasts longer.
"""


def test_one_level_is_written_and_what_is_lost_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its file, its steps, and then the sentences."""
    file = tmp_path / "twenty.fit"
    assert main([*EXPORT, "--level", "20", "--fit", str(file)]) == 0
    said = capsys.readouterr()
    assert said.out == (
        f"{file}: level 20 of postpartum-ladder, 3 steps.\n{LOST}"
        "  - It does not remind of the symptom key in a long run.\n"
    )
    assert said.err == ""
    assert file.read_bytes()[8:12] == b".FIT"


def test_all_levels_go_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under names that sort, and a sentence that does not hold for all says for which it does."""
    folder = tmp_path / "watch"
    assert main([*EXPORT, "--all-levels", str(folder)]) == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"postpartum-ladder-{level:02}.fit" for level in range(1, 26)]
    said = capsys.readouterr().out
    assert said.splitlines()[1].endswith("-02.fit: level 2 of postpartum-ladder, 5 steps.")
    assert "  - It does not remind of the symptom key in a long run (levels 17-25).\n" in said
    assert main([*EXPORT, "--all-levels", str(folder)]) == EXIT_USAGE
    assert '-01.fit" exists already; write the name of a new file.\n' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--fit", "x.txt"), 'reprise: --fit "x.txt" does not end in .fit; write such a name.\n'),
        (("--fit", "gone/x.fit"), 'there is no folder "gone"; make it.\n'),
        (("--level", "26", "--fit", "x.fit"), "has no level 26; it has levels 1 to 25.\n"),
        (("--level", "0", "--fit", "x.fit"), "has no level 0; it has levels 1 to 25.\n"),
        (
            ("--level", "1", "--all-levels", "x"),
            "reprise: --all-levels is every level; leave out --level.\n",
        ),
    ],
)
def test_bad_words_are_one_sentence_and_nothing_is_written(
    words: tuple[str, ...],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is wrong with a file's name, a level, or the two of them."""
    monkeypatch.chdir(tmp_path)
    assert main([*EXPORT, *words]) == EXIT_USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith(sentence)
    assert said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_without_fit_tool_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    """And nothing else of Reprise needs it."""
    program = (
        "import sys; sys.modules['fit_tool'] = None\n"
        "from controller.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    )
    file = tmp_path / "level.fit"
    done = subprocess.run(
        [sys.executable, "-c", program, *EXPORT, "--fit", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (EXIT_USAGE, "")
    assert done.stderr == (
        "reprise: a workout for a watch needs fit-tool, which is not installed; install the extra "
        f'fit of Reprise ({shlex.quote(sys.executable)} -m pip install ".[fit]" in its folder).\n'
    )
    assert not file.exists()
